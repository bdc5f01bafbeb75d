// `pm desktop`: from a terminal to an open board, signed in, and no secret left lying about.
import { afterAll, beforeAll, beforeEach, expect, test } from "bun:test";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { delimiter, join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { PM } from "../support/pm.ts";
import { startWeb, type Web } from "./support.ts";

let web: Web;
let programs: string;

beforeAll(async () => {
  web = await startWeb();
  programs = join(web.sandbox.folder, "programs");
  mkdirSync(programs);
});
afterAll(() => web.close());
beforeEach(() => {
  for (const name of readdirSync(programs)) rmSync(join(programs, name));
});

const repository = () => join(web.sandbox.folder, "repository");
const token = (): string =>
  JSON.parse(readFileSync(join(repository(), ".pm", "server.json"), "utf8")).token;
const log = () => join(repository(), ".pm", "logs", "server.log");

/** A program that writes down what it was called with, and ends so. */
function fake(name: string, code = 0): string {
  const record = join(programs, `${name}.called`);
  const path = join(programs, name);
  writeFileSync(path, `#!/bin/sh\nprintf '%s\\n' "$@" > '${record}'\nexit ${code}\n`);
  chmodSync(path, 0o755);
  return record;
}

/** A browser window that nobody has let in yet, at a URL. */
async function stranger(url: string): Promise<Page> {
  const browser = web.page.context().browser() as Browser;
  const page = await (await browser.newContext()).newPage();
  await page.goto(url);
  return page;
}

function desktop(words: string[] = [], screen = true) {
  const run = Bun.spawnSync([PM, "desktop", ...words], {
    cwd: repository(),
    // The programs of this machine stay out: it may have a browser.
    env: {
      ...web.sandbox.env,
      PATH: [programs, "/usr/bin", "/bin"].join(delimiter),
      ...(screen ? { DISPLAY: ":99" } : {}),
    },
  });
  return { code: run.exitCode, stdout: run.stdout.toString(), stderr: run.stderr.toString() };
}

test("opens a window of its own, signed in; no secret in the history, the log or the output", async () => {
  const record = fake("google-chrome");
  const { code, stdout, stderr } = desktop();
  expect({ code, stdout, stderr }).toEqual({
    code: 0,
    stdout: "",
    stderr: "The board is open in a window of its own.\n",
  });
  const [argument = "", ...more] = readFileSync(record, "utf8").trim().split("\n");
  expect(more).toEqual([]);
  expect(argument).toMatch(/^--app=http:\/\/127\.0\.0\.1:\d+\/session\?code=[0-9a-f]+$/);
  expect(argument).not.toContain(token());

  const url = argument.slice("--app=".length);
  const page = await stranger(url);
  await page.waitForURL("**/app/WEB/board");
  await page.getByRole("button", { name: "Project: Website" }).waitFor();
  const seen = await page.evaluate(() => [document.referrer, location.href, document.cookie]);
  expect(seen).toEqual(["", `${web.baseURL}/app/WEB/board`, ""]);
  await page.goBack().catch(() => {});
  expect(page.url()).not.toContain("code");
  const [cookie] = await page.context().cookies();
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: "Strict" });
  expect(cookie?.value).not.toBe(token());

  const code2 = url.split("code=")[1] as string;
  expect(code2.length).toBeGreaterThan(32);
  if (existsSync(log())) {
    expect(readFileSync(log(), "utf8")).not.toContain(token());
    expect(readFileSync(log(), "utf8")).not.toContain(code2);
  }
});

test("a link that was used says so, and how to get another", async () => {
  const url = desktop(["--print"]).stdout.trim();
  const page = await stranger(url);
  await page.waitForURL("**/app/**");
  await page.context().clearCookies();
  await page.goto(url);
  await page.getByRole("heading", { name: "This link has been used" }).waitFor();
  await page.getByText("pm desktop").waitFor();
  await page.goto(web.baseURL);
  await page.getByRole("heading", { name: "This board is locked" }).waitFor();
});

test("in a tab of one's own browser, where that is asked for", () => {
  const window = fake("google-chrome");
  const tab = fake("xdg-open");
  expect(desktop(["--tab"])).toMatchObject({
    code: 0,
    stderr: "The board is open in your browser.\n",
  });
  expect(existsSync(window)).toBe(false);
  expect(readFileSync(tab, "utf8")).toStartWith(`${web.baseURL}/session?code=`);
});

test("a browser that does not start is no end: the next one, then the URL by hand", () => {
  fake("google-chrome", 1);
  const tab = fake("xdg-open");
  expect(desktop().stderr).toBe("The board is open in your browser.\n");
  expect(existsSync(tab)).toBe(true);
  fake("xdg-open", 3);
  const { code, stdout, stderr } = desktop();
  expect(code).toBe(0);
  expect(stdout).toStartWith(`${web.baseURL}/session?code=`);
  expect(stderr).toContain("open this URL by hand");
});

test("without a screen the URL is printed, on stdout and alone", () => {
  const record = fake("google-chrome");
  const { code, stdout } = desktop([], false);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/session\?code=[0-9a-f]+\n$/);
  expect(existsSync(record)).toBe(false);
});

test("a server that is started anew has the same address: open windows come back to life", async () => {
  await web.stopServer();
  const started = () => {
    const { url } = JSON.parse(desktop(["--print", "--json"]).stdout) as { url: string };
    const { pid } = JSON.parse(readFileSync(join(repository(), ".pm", "server.json"), "utf8"));
    return { origin: new URL(url).origin, url, pid: pid as number };
  };
  const ended = async (pid: number) => {
    process.kill(pid);
    while (existsSync(join(repository(), ".pm", "server.json"))) await Bun.sleep(20);
    await Bun.sleep(200);
  };
  const first = started();
  const page = await stranger(first.url);
  await page.getByRole("button", { name: "Project: Website" }).waitFor();
  await ended(first.pid);
  const state = page.getByRole("banner").getByRole("status");
  await state.getByText("Offline").waitFor();
  const second = started();
  expect(second.origin).toBe(first.origin);
  // Not by the new URL, which nobody has opened: the window comes back in by itself.
  await state.getByText(/Offline|Locked|Reconnecting/).waitFor({ state: "detached" });
  await page.getByRole("link", { name: "Board" }).click();
  await page.getByRole("button", { name: "Project: Website" }).waitFor();
  const text = readFileSync(log(), "utf8");
  for (const secret of [token(), second.url.split("code=")[1] as string]) {
    expect(text).not.toContain(secret);
  }
  await ended(second.pid);
});
