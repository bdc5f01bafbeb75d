// A repository is not trusted. Files that steer Bun when it runs as itself (`bunfig.toml`, `.env`,
// `package.json`, `tsconfig.json`) do nothing to the executable, which holds Bun. Each test first
// shows that plain Bun does fall for them: otherwise it would prove nothing.
import { afterEach, beforeEach, expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { environmentOf } from "./fault-support.ts";
import { makeWorld, type Place, type World } from "./support.ts";

let world: World;
let a: Place;
let marker: string;
beforeEach(() => {
  world = makeWorld();
  a = world.repository("a");
  marker = join(world.folder, "marker");
});
afterEach(() => world.remove());

/** Runs plain Bun on a script in the repository and returns what it printed. */
function plainBun(script: string, env: Record<string, string> = {}): string {
  a.write("script.ts", script);
  const { stdout } = Bun.spawnSync([process.execPath, "run", "script.ts"], {
    cwd: a.folder,
    env: { ...environmentOf(a), ...env },
  });
  a.ok("rm script.ts");
  return stdout.toString().trim();
}

/** Uses the executable under both names, in every way that could load something. */
async function useEverything(): Promise<void> {
  a.ok("pm --version");
  a.ok("pm project create V2");
  a.ok("pm add Homepage");
  a.ok("pm sync export && pm sync import --merge && pm sync status");
  const stop = await a.serve();
  a.ok("pm work-item list && pm search homepage");
  await stop();
  a.ok("pm sync init --yes && git add . && git commit -qm board");
}

test("bunfig.toml: no preload is run", async () => {
  const write = `require("node:fs").writeFileSync(${JSON.stringify(marker)}, "run");\n`;
  a.write("preload.js", write);
  a.write("bunfig.toml", 'preload = ["./preload.js"]\n[test]\npreload = ["./preload.js"]\n');

  plainBun("1;");
  expect(existsSync(marker)).toBe(true);
  a.ok(`rm ${marker}`);

  await useEverything();
  expect(existsSync(marker)).toBe(false);
});

test(".env: no variable is set", async () => {
  // A variable that shows in what pm does: whose name git knows.
  a.write("evil.gitconfig", "[user]\n\tname = Mallory\n\temail = mallory@example.org\n");
  const evil = join(a.folder, "evil.gitconfig");
  for (const name of [".env", ".env.local", ".env.production", ".env.development"]) {
    a.write(name, `GIT_CONFIG_GLOBAL=${evil}\nHOME=${a.folder}\n`);
  }
  a.ok("git config --unset user.name; git config --unset user.email");
  const bare = "unset GIT_CONFIG_GLOBAL;";

  a.write("script.ts", "console.log(process.env.GIT_CONFIG_GLOBAL);\n");
  const { stdout } = a.run(`${bare} ${process.execPath} run script.ts`);
  expect(stdout.trim()).toBe(evil);
  a.ok("rm script.ts");

  a.ok(`${bare} pm project create V2 && ${bare} pm add Homepage && ${bare} pm sync export`);
  expect(a.read(".pm/data.json")).not.toContain("Mallory");
  expect(a.read(".pm/data.json")).toContain("Ada");
});

test("package.json and node_modules: no module of the repository is loaded", async () => {
  const write = `require("node:fs").writeFileSync(${JSON.stringify(marker)}, "run");\n`;
  // What the executable is made of, and what it imports by a name.
  for (const name of ["hono", "zod", "@hono/zod-openapi", "pm-board"]) {
    a.write(`node_modules/${name}/package.json`, '{"main": "index.js"}\n');
    a.write(`node_modules/${name}/index.js`, write);
  }
  const imports = { "#*": "./evil.js", "bun:sqlite": "./evil.js", "node:fs": "./evil.js" };
  a.write("package.json", JSON.stringify({ type: "module", imports, main: "./evil.js" }));
  a.write("evil.js", write);

  plainBun('import "zod";');
  expect(existsSync(marker)).toBe(true);
  a.ok(`rm ${marker} && echo node_modules > .gitignore`);

  await useEverything();
  expect(existsSync(marker)).toBe(false);
});

test("tsconfig.json: no path leads into the repository", async () => {
  const write = `require("node:fs").writeFileSync(${JSON.stringify(marker)}, "run");\nexport {};\n`;
  const paths = { "*": ["./evil.ts"], zod: ["./evil.ts"], hono: ["./evil.ts"] };
  a.write("tsconfig.json", JSON.stringify({ compilerOptions: { baseUrl: ".", paths } }));
  a.write("evil.ts", write);

  plainBun('import "zod";');
  expect(existsSync(marker)).toBe(true);
  a.ok(`rm ${marker}`);

  await useEverything();
  expect(existsSync(marker)).toBe(false);
});

test("programs in the repository's folder are not run in place of git", async () => {
  a.write("git", `#!/bin/sh\ntouch ${marker}\nexec false\n`, 0o755);
  a.write(".pm/bin/git", `#!/bin/sh\ntouch ${marker}\nexec false\n`, 0o755);
  a.ok("PATH=.:$PATH true; ./git || true");
  expect(existsSync(marker)).toBe(true);
  a.ok(`rm ${marker}`);

  await useEverything();
  expect(existsSync(marker)).toBe(false);
});

test.each([".pm", ".pm/journal", ".pm/backups", ".pm/data.db", ".pm/logs"])(
  "a link at %s that came with the repository is not followed",
  (path) => {
    const other = world.place("other");
    other.write("mine.json", "{}");
    const target = path === ".pm/data.db" ? "other/new.db" : "other";
    if (path !== ".pm") a.ok("mkdir .pm");
    a.ok(`ln -s ${join(world.folder, target)} ${path} && git add -f . && git commit -qm link`);
    for (const command of ["pm list", "pm sync status"]) a.run(command);
    for (const command of ["pm project create V2", "pm-server"]) {
      const { code, stderr } = a.run(command);
      expect([command, code]).toEqual([command, 1]);
      expect(stderr).toContain(`${path} is a symbolic link`);
    }
    expect(other.ok("ls")).toBe("mine.json");
  },
);

test("a link at .pm/.gitattributes is replaced, and what it points to stays as it is", () => {
  const other = world.place("other");
  other.write("rules", "*.txt text");
  a.ok("pm project create V2 && pm sync export && rm .pm/.gitattributes");
  a.ok(`ln -s ${join(world.folder, "other/rules")} .pm/.gitattributes`);
  a.ok("pm sync init --yes");
  expect(other.read("rules")).toBe("*.txt text");
  expect(a.read(".pm/.gitattributes")).toContain("data.json merge=pm-board");
});
