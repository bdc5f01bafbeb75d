// A person in front of the web board: a repository with a board, its server, and a real browser.
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { BrowserContextOptions, Page } from "playwright-core";

import type { Command, CommandName, Commands } from "../../src/board/commands.ts";
import type { Queries, QueryName } from "../../src/board/queries.ts";
import { makeSandbox, type Sandbox } from "../support/git.ts";
import { PM as executable } from "../support/pm.ts";
import { sharedBrowser } from "./browser.ts";

export interface Web {
  /** The page of the first person, signed in; nothing is opened in it yet. */
  page: Page;
  baseURL: string;
  sandbox: Sandbox;
  /** Opens a path of the board, as `/app/WEB/board`, and waits until it shows something. */
  open(path: string, page?: Page): Promise<void>;
  /** Another browser window on the same board, signed in. */
  newPage(options?: BrowserContextOptions): Promise<Page>;
  /** Runs `pm ARGUMENTS --json` in the repository, as another process; throws if it fails. */
  pm<T = Record<string, never>>(...args: string[]): T;
  /** Asks the server itself, past the page. */
  query<Q extends QueryName>(name: Q, params: Queries[Q]["params"]): Promise<Queries[Q]["result"]>;
  execute<C extends CommandName>(
    name: C,
    params: Commands[C]["params"],
  ): Promise<Commands[C]["result"]>;
  /** Many commands in one write: for large boards. */
  executeAll(commands: Command[]): Promise<void>;
  stopServer(): Promise<void>;
  /** Starts it again on the same port. */
  startServer(): Promise<void>;
  signIn(page: Page): Promise<void>;
  /** What the pages have logged as errors, and what they threw. */
  errors: string[];
  close(): Promise<void>;
}

export interface WebOptions {
  /** Fills the repository, before the server starts. */
  setUp?: (pm: Web["pm"], sandbox: Sandbox) => void | Promise<void>;
  /** Of the first page: size, colours, touch. */
  browser?: BrowserContextOptions;
}

/** Starts it all; the caller closes it. The board has one project, `WEB`, called Website. */
export async function startWeb({ setUp, browser: options = {} }: WebOptions = {}): Promise<Web> {
  if (!existsSync(executable)) throw new Error("There is no dist/pm: run npm run build");
  const sandbox = makeSandbox();
  sandbox.git(".", "init", "-q", "repository");
  const cwd = join(sandbox.folder, "repository");
  const pm: Web["pm"] = (...args) => {
    const run = Bun.spawnSync([executable, ...args, "--json"], { cwd, env: sandbox.env });
    if (run.exitCode !== 0) throw new Error(`pm ${args.join(" ")}: ${run.stdout}${run.stderr}`);
    return JSON.parse(run.stdout.toString());
  };
  pm("project", "create", "Website", "--key", "WEB");
  await setUp?.(pm, sandbox);

  let server = await runServer(cwd, sandbox.env);
  const { port, url: baseURL } = server;
  const browser = await sharedBrowser();
  const pages: Page[] = [];
  const errors: string[] = [];

  const call = async <T>(path: string, body: object): Promise<T> => {
    const response = await fetch(`${baseURL}/api/v1${path}`, {
      method: "POST",
      body: JSON.stringify(body),
      headers: { "content-type": "application/json", authorization: `Bearer ${server.token}` },
    });
    const answer = await response.json();
    if (!response.ok) throw new Error(`${path}: ${JSON.stringify(answer)}`);
    return answer as T;
  };
  const signIn = async (page: Page): Promise<void> => {
    const { url } = await call<{ url: string }>("/sessions", {});
    // The cookie is what matters; the page that it leads to is left again at once.
    await page.context().request.get(url);
  };
  const newPage = async (more: BrowserContextOptions = {}): Promise<Page> => {
    const context = await browser.newContext({
      baseURL,
      locale: "en-GB",
      viewport: { width: 1280, height: 800 },
      ...more,
    });
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    page.on("pageerror", (error) => errors.push(String(error)));
    page.on("console", (message) => {
      if (message.type() === "error") errors.push(message.text());
    });
    pages.push(page);
    await signIn(page);
    return page;
  };
  const page = await newPage(options);

  return {
    page,
    baseURL,
    sandbox,
    pm,
    errors,
    signIn,
    newPage,
    async open(path, on = page) {
      await on.goto(path);
      await on.getByRole("navigation", { name: "Views" }).first().waitFor({ state: "attached" });
    },
    query: (query, params) => call("/queries", { query, params }),
    async execute<C extends CommandName>(command: C, params: Commands[C]["params"]) {
      const commands = [{ command, params }];
      type Results = { results: [Commands[C]["result"]] };
      return (await call<Results>("/commands", { commands })).results[0];
    },
    executeAll: async (commands) => void (await call("/commands", { commands })),
    stopServer: () => server.stop(),
    async startServer() {
      server = await runServer(cwd, sandbox.env, port);
    },
    async close() {
      for (const one of pages) await one.context().close();
      await server.stop();
      sandbox.remove();
    },
  };
}

interface RunningServer {
  url: string;
  port: number;
  token: string;
  stop(): Promise<void>;
}

async function runServer(
  cwd: string,
  env: Record<string, string>,
  port = 0,
): Promise<RunningServer> {
  const child = Bun.spawn([executable, "server", "--port", String(port)], {
    cwd,
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const reader = child.stdout.getReader();
  const { value } = await reader.read();
  const url = new TextDecoder().decode(value).match(/http:\/\/[\w.]+:\d+/)?.[0];
  if (url === undefined) throw new Error("pm-server has not said where it is.");
  const file = await Bun.file(join(cwd, ".pm", "server.json")).json();
  return {
    url,
    port: file.port as number,
    token: file.token as string,
    async stop() {
      child.kill();
      await child.exited;
    },
  };
}
