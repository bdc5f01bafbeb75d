// What a developer has: the executable and git on the PATH, a shell, and nothing of ours besides.
// Every journey runs in a folder of its own, with a bare remote and any number of clones.
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { makeSandbox } from "../support/git.ts";
import { PM } from "../support/pm.ts";

/** What scripts and git's own scripts may use. No node and no bun among them. */
const PROGRAMS = [
  ...["git", "sh", "env", "cat", "sed", "grep", "tr", "cut", "head", "sort", "wc", "printf"],
  ...["cp", "mv", "rm", "mkdir", "rmdir", "chmod", "ln", "ls", "touch", "test", "true", "false"],
  ...["basename", "dirname", "uname", "sleep", "kill", "git-upload-pack", "git-receive-pack"],
];

export interface Result {
  code: number;
  stdout: string;
  stderr: string;
}

/** A folder in which somebody works. */
export interface Place {
  folder: string;
  /** Runs a shell script here. */
  run(script: string, env?: Record<string, string>): Result;
  /** The same, and throws if it fails. Returns what it printed on stdout, trimmed. */
  ok(script: string, env?: Record<string, string>): string;
  /** Starts `pm-server` here and waits until it is ready. Returns what stops it. */
  serve(more?: Record<string, string>): Promise<() => Promise<void>>;
  /** Runs `pm ARGUMENTS --json` and returns the value. */
  json<T = Record<string, never>>(args: string): T;
  /** The titles that `pm work-item list` shows, sorted. */
  titles(): string[];
  write(path: string, text: string, mode?: number): void;
  read(path: string): string;
  has(path: string): boolean;
  /** `.pm/data.json`, parsed. */
  board(): Board;
  /** What `git status` lists, as `XY path` lines. */
  status(): string[];
}

export interface Board {
  work_items: { id: string; title: string; status: string; description: string | null }[];
  projects: { id: string; title: string; key: string }[];
  comments: { content: string }[];
}

export interface World {
  folder: string;
  /** A place in the world's folder, made if it is not there. */
  place(name: string): Place;
  /** A repository that has a bare remote, and one commit pushed to it. */
  repository(name: string, person?: string): Place;
  /** A clone of the remote, of another person. */
  clone(name: string, person: string, hooks?: boolean): Place;
  /** The PATH, and one without `pm`. */
  path: string;
  pathWithoutPm: string;
  remove(): void;
}

/** @param programs the folder of the executable, under its two names. */
export function makeWorld(programs = dirname(PM)): World {
  if (!existsSync(PM)) throw new Error("There is no dist/pm: run npm run build");
  const sandbox = makeSandbox();
  const [tools, ours] = [join(sandbox.folder, "tools"), join(sandbox.folder, "bin")];
  mkdirSync(tools);
  mkdirSync(ours);
  for (const name of PROGRAMS) {
    const found = Bun.which(name);
    if (found) symlinkSync(found, join(tools, name));
  }
  for (const name of ["pm", "pm-server"]) symlinkSync(join(programs, name), join(ours, name));
  const path = `${ours}:${tools}`;
  const env = { ...sandbox.env, PATH: path, GIT_EDITOR: "true", TZ: "UTC" };

  const place = (name: string): Place => {
    const folder = join(sandbox.folder, name);
    mkdirSync(folder, { recursive: true });
    return placeAt(folder, env);
  };
  const person = (at: Place, name: string): Place => {
    at.ok(`git config user.name ${name}; git config user.email ${name}@example.org`);
    return at;
  };
  return {
    folder: sandbox.folder,
    place,
    repository(name, who = "Ada") {
      place(".").ok("git init -q --bare remote.git");
      place(".").ok(`git clone -q remote.git ${name}`);
      const at = person(place(name), who);
      at.ok("echo hello > README && git add README && git commit -qm first && git push -q");
      return at;
    },
    clone(name, who, hooks = false) {
      place(".").ok(`git clone -q remote.git ${name}`);
      const at = person(place(name), who);
      if (hooks) at.ok("pm sync init --yes");
      return at;
    },
    path,
    pathWithoutPm: tools,
    remove: sandbox.remove,
  };
}

function placeAt(folder: string, env: Record<string, string>): Place {
  const run = (script: string, more: Record<string, string> = {}): Result => {
    const child = Bun.spawnSync(["sh", "-c", script], {
      cwd: folder,
      env: { ...env, ...more },
      stdio: ["ignore", "pipe", "pipe"],
    });
    return {
      code: child.exitCode,
      stdout: child.stdout.toString(),
      stderr: child.stderr.toString(),
    };
  };
  const ok = (script: string, more?: Record<string, string>): string => {
    const { code, stdout, stderr } = run(script, more);
    if (code !== 0) throw new Error(`${script}\nended with ${code}\n${stdout}${stderr}`);
    return stdout.trim();
  };
  const path = (name: string): string => join(folder, name);
  const read = (name: string): string => readFileSync(path(name), "utf8");
  return {
    folder,
    run,
    ok,
    async serve(more = {}) {
      const server = Bun.spawn(["sh", "-c", "exec pm-server"], {
        cwd: folder,
        env: { ...env, ...more },
        stdio: ["ignore", "ignore", "ignore"],
      });
      // One that was killed has left its own.
      const isUp = (): boolean =>
        existsSync(path(".pm/server.json")) &&
        read(".pm/server.json").includes(`"pid": ${server.pid},`);
      for (let tries = 0; !isUp(); tries += 1) {
        if (tries === 500 || server.exitCode !== null) throw new Error("pm-server does not start");
        await Bun.sleep(20);
      }
      return async () => {
        server.kill();
        await server.exited;
      };
    },
    json: (args) => JSON.parse(ok(`pm ${args} --json`)),
    titles: () => {
      const { work_items } = JSON.parse(ok("pm work-item list --include-done --json"));
      return (work_items as { title: string }[]).map(({ title }) => title).sort();
    },
    write(name, text, mode = 0o644) {
      mkdirSync(dirname(path(name)), { recursive: true });
      writeFileSync(path(name), text, { mode });
    },
    read,
    has: (name) => existsSync(path(name)),
    board: () => JSON.parse(read(".pm/data.json")),
    status: () => run("git status --porcelain").stdout.split("\n").filter(Boolean),
  };
}
