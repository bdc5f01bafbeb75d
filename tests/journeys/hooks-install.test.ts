// pm sync init and uninstall: beside other tools' hooks, wherever git looks for hooks, and without a
// trace afterwards.
import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import {
  chmodSync,
  lstatSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { join } from "node:path";
import { HOOK_NAMES, hookText } from "../../src/sync/hook-texts.ts";
import { makeSandbox } from "../support/git.ts";
import { runOnTerminal } from "../support/pm.ts";
import { makeWorld, type Place, type World } from "./support.ts";

/** The variable of a shell script, which is no template of ours. */
const shell = (expression: string): string => `\${${expression}}`;

let world: World;
let a: Place;
beforeEach(() => {
  world = makeWorld();
  a = world.repository("a");
});
afterEach(() => world.remove());

const hook = (name: string): string => `.git/hooks/${name}`;
const modeOf = (path: string): number => statSync(join(a.folder, path)).mode & 0o777;
const isInCommit = (): boolean =>
  a.ok("git show --format= --name-only").split("\n").includes(".pm/data.json");
/** Makes a task and a commit. */
function commit(script = "git commit -qm work"): { code: number; stderr: string } {
  return a.run(`pm add Task && echo x >> f && git add f && ${script}`);
}
const withProject = (): string => a.ok("pm project create Web");

test("docs/hooks has the texts that init installs, executable", () => {
  for (const name of HOOK_NAMES) {
    const path = join(import.meta.dir, "../../docs/hooks", name);
    expect(readFileSync(path, "utf8")).toBe(hookText(name));
    expect(statSync(path).mode & 0o111).not.toBe(0);
  }
});

test("the hooks of docs/hooks, copied by hand, do what the installed ones do", () => {
  a.ok(`cp ${join(import.meta.dir, "../../docs/hooks")}/* .git/hooks/`);
  withProject();
  commit();
  expect(isInCommit()).toBe(true);
  a.ok("git switch -qc x && pm add Other && echo 1 > g && git add g && git commit -qm g");
  a.ok("rm .pm/data.db* && git switch -q main && git merge -q x");
  expect(a.titles()).toEqual(["Other", "Task"]);
  expect(a.json("sync init --yes")).toMatchObject({ driver: true });
  expect(a.ok("pm sync init --yes; ls .git/hooks | grep -v sample | wc -l")).toBe("4");
});

test("nothing is installed without being asked", () => {
  a.ok("pm init && pm project create Web && pm sync export && pm sync status");
  const before = a.ok("ls .git/hooks; cat .git/config");
  const refused = a.run("pm sync init");
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain("pm sync init --yes");
  expect(a.ok("ls .git/hooks; cat .git/config")).toBe(before);
});

test.each([
  ["y", true],
  ["n", false],
  ["", false],
])("on a terminal it says what it will do and asks; the answer %p", async (answer, installs) => {
  const box = makeSandbox();
  try {
    box.git("", "init", "-q", "repo");
    box.write("repo/.git/hooks/pre-commit", "#!/bin/sh\n");
    chmodSync(join(box.folder, "repo/.git/hooks/pre-commit"), 0o755);
    const done = await runOnTerminal(box, ["sync", "init"], { in: "repo", types: `${answer}\n` });
    expect(done.screen).toContain("go on to run, before pm");
    expect(done.screen).toContain("Go ahead? [y/N]");
    expect(done.code).toBe(installs ? 0 : 1);
    const hooks = readdirSync(join(box.folder, "repo/.git/hooks"));
    expect(hooks.includes("post-merge")).toBe(installs);
  } finally {
    box.remove();
  }
});

test("outside of a repository there is nothing to install", () => {
  const plain = world.place("plain");
  expect(plain.run("pm sync init --yes")).toMatchObject({ code: 1 });
});

test("what init did, uninstall undoes", () => {
  a.ok("pm init");
  const state = "ls -l .git/hooks | cut -c 1-10; cat .git/config; git status --porcelain";
  const before = a.ok(state);
  const done = a.run("pm sync init --yes");
  expect(done).toMatchObject({ code: 0, stdout: "" });
  expect(done.stderr).toContain("Added to .git/hooks: pre-commit");
  for (const name of HOOK_NAMES) expect(modeOf(hook(name))).toBe(0o755);
  expect(a.ok("git config merge.pm-board.driver")).toStartWith("pm sync merge-file %O %A %B %P ||");
  expect(a.ok("git check-attr merge .pm/data.json")).toEndWith("merge: pm-board");

  const again = a.ok(state);
  expect(a.run("pm sync init --yes").stderr).toContain("in place already");
  expect(a.ok(state)).toBe(again);

  expect(a.run("pm sync uninstall").code).toBe(1);
  expect(a.run("pm sync uninstall --yes").code).toBe(0);
  expect(a.ok(state)).toBe(before);
  expect(a.run("pm sync uninstall --yes").stderr).toContain("nothing of pm");
});

describe("another tool's hook", () => {
  const chain = (name: string, text: string | Uint8Array, mode = 0o755): (() => void) => {
    const path = join(a.folder, hook(name));
    a.write(hook(name), "", mode);
    chmodSync(path, mode);
    Bun.spawnSync(["sh", "-c", "cat > $0", path], { stdin: Buffer.from(text) });
    const before = readFileSync(path);
    const done = a.run("pm sync init --yes");
    expect(done.stderr).toContain("Added behind the hooks that were there");
    expect(a.run("pm sync init --yes").stderr).toContain("in place already");
    return () => {
      a.ok("pm sync uninstall --yes");
      expect(readFileSync(path).equals(before)).toBe(true);
      expect(statSync(path).mode & 0o777).toBe(mode);
      expect(a.has(".git/hooks/pm-original")).toBe(false);
    };
  };

  test.each([
    ["ends by itself", "#!/bin/sh\necho ran >> ran\n"],
    ["ends with exit", "#!/usr/bin/env sh\necho ran >> ran\nexit 0\n"],
    ["ends with exec", "#!/bin/sh\nexec sh -c 'echo ran >> ran'\n"],
    ["stops at the first failure", "#!/bin/sh -eu\necho ran >> ran\n"],
    ["has no first line that names its language", "echo ran >> ran\n"],
    ["has no newline at its end", "#!/bin/sh\necho ran >> ran"],
    [
      "looks at its own name",
      `#!/bin/sh\n[ "${shell("0##*/")}" = pre-commit ] && echo ran >> ran\n`,
    ],
  ])("that %s", (_, text) => {
    const restore = chain("pre-commit", text);
    withProject();
    expect(commit().code).toBe(0);
    expect(a.read("ran")).toBe("ran\n");
    expect(isInCommit()).toBe(true);
    restore();
    expect(commit().code).toBe(0);
    expect(a.read("ran")).toBe("ran\nran\n");
    expect(isInCommit()).toBe(false);
  });

  test.each([
    ["a shell script", "#!/bin/sh\necho no >&2\nexit 3\n"],
    ["another language", '#!/usr/bin/awk -f\nBEGIN { print "no" > "/dev/stderr"; exit 3 }\n'],
  ])("fails the commit as before: %s", (_, text) => {
    const restore = chain("pre-commit", text);
    withProject();
    expect(commit()).toMatchObject({ code: 1, stderr: "no\n" });
    expect(a.ok("git diff --cached --name-only")).toBe("f");
    restore();
  });

  test("in another language is put aside, and back", () => {
    const text = '#!/usr/bin/awk -f\nBEGIN { print "ran" >> "ran" }\n';
    const restore = chain("pre-commit", text);
    expect(a.read(hook("pm-original/pre-commit"))).toBe(text);
    withProject();
    expect(commit().code).toBe(0);
    expect(a.read("ran")).toBe("ran\n");
    expect(isInCommit()).toBe(true);
    restore();
  });

  test("that is a program", () => {
    const program = readFileSync(Bun.which("true") ?? "");
    const restore = chain("post-merge", program);
    withProject();
    commit();
    a.ok(
      "git switch -qc x HEAD && pm add X && pm sync commit && git switch -q main && git merge -q x",
    );
    restore();
  });

  test("that git does not run since it is not executable stays that way", () => {
    const restore = chain("pre-commit", "#!/bin/sh\nexit 3\n", 0o644);
    withProject();
    expect(commit().code).toBe(0);
    expect(isInCommit()).toBe(true);
    restore();
  });

  test("that is a link into the work tree", () => {
    a.write("tools/check", "#!/bin/sh\necho ran >> ran\n", 0o755);
    const path = join(a.folder, hook("pre-commit"));
    symlinkSync("../../tools/check", path);
    a.ok("pm sync init --yes");
    expect(a.read("tools/check")).toBe("#!/bin/sh\necho ran >> ran\n");
    withProject();
    expect(commit().code).toBe(0);
    expect(a.read("ran")).toBe("ran\n");
    expect(isInCommit()).toBe(true);
    a.ok("pm sync uninstall --yes");
    expect(lstatSync(path).isSymbolicLink()).toBe(true);
    expect(readlinkSync(path)).toBe("../../tools/check");
  });

  test("gets what git gives it", () => {
    const text = '#!/bin/sh\necho "$@" > given\ncat >> given\n';
    const restore = chain("post-rewrite", text);
    withProject();
    commit();
    a.ok("git commit -q --amend -m other");
    expect(a.read("given")).toMatch(/^amend\n[0-9a-f]{40} [0-9a-f]{40}\n$/);
    restore();
  });

  test("that calls git, which has hooks again", () => {
    const text = "#!/bin/sh\n[ -e inner ] || { git init -q inner && cd inner && pwd >> ../ran; }\n";
    chain("post-checkout", text);
    withProject();
    commit();
    a.ok("git switch -qc x");
    expect(a.read("ran")).toBe(`${a.folder}/inner\n`);
  });

  test("that was replaced after pm had put the one before aside: nothing is overwritten", () => {
    chain("pre-commit", "#!/usr/bin/awk -f\nBEGIN {}\n");
    a.write(hook("pre-commit"), "#!/usr/bin/awk -f\nBEGIN { exit 0 }\n", 0o755);
    const refused = a.run("pm sync init --yes");
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain("pm-original/pre-commit");
    expect(a.read(hook("pm-original/pre-commit"))).toBe("#!/usr/bin/awk -f\nBEGIN {}\n");
  });

  test("into which somebody put the line by hand stays", () => {
    const text = '#!/bin/sh\necho ran >> ran\npm sync hook pre-commit "$@"\n';
    a.write(hook("pre-commit"), text, 0o755);
    a.ok("pm sync init --yes");
    expect(a.read(hook("pre-commit"))).toBe(text);
    const done = a.run("pm sync uninstall --yes");
    expect(done.stderr).toContain("put in by hand: pre-commit");
    expect(a.read(hook("pre-commit"))).toBe(text);
  });
});

describe("core.hooksPath", () => {
  test("relative, into the tracked tree, as husky does", () => {
    const shim = `#!/usr/bin/env sh\n. "${shell("0%/*")}/h"\n`;
    const h = [
      "#!/usr/bin/env sh",
      'n=$(basename "$0")',
      's=$(dirname "$(dirname "$0")")/$n',
      '[ ! -f "$s" ] && exit 0',
      'sh -e "$s" "$@"',
      "c=$?",
      '[ $c != 0 ] && echo "husky - $n script failed (code $c)"',
      "exit $c",
      "",
    ].join("\n");
    a.write(".husky/_/h", h);
    for (const name of ["pre-commit", "post-merge"]) a.write(`.husky/_/${name}`, shim, 0o755);
    a.write(".husky/pre-commit", "echo ran >> ran\n");
    a.ok("git config core.hooksPath .husky/_");
    const done = a.run("pm sync init --yes");
    expect(done.stderr).toContain("Added behind the hooks that were there in .husky/_: pre-commit");
    expect(done.stderr).toContain("husky");
    withProject();
    expect(commit("cd .husky && git commit -qm sub").code).toBe(0);
    expect(a.read("ran")).toBe("ran\n");
    expect(isInCommit()).toBe(true);
    a.write(".husky/pre-commit", "exit 1\n");
    expect(commit().code).toBe(1);
    a.ok("pm sync uninstall --yes");
    expect(a.read(".husky/_/pre-commit")).toBe(shim);
    expect(a.has(".husky/_/post-rewrite")).toBe(false);
    expect(a.has(".git/hooks/pre-commit")).toBe(false);
  });

  test("outside of the repository", () => {
    a.ok(`git config core.hooksPath ${world.folder}/shared-hooks`);
    const done = a.run("pm sync init --yes");
    expect(done.stderr).toContain("other repositories");
    withProject();
    commit();
    expect(isInCommit()).toBe(true);
    const out = a.run("pm sync uninstall --yes");
    expect(out.stderr).toContain("other repositories");
    expect(world.place("shared-hooks").ok("ls")).toBe("");
  });

  test("that turns hooks off: it says so, and installs nothing", () => {
    a.ok("git config core.hooksPath /dev/null");
    const refused = a.run("pm sync init --yes");
    expect(refused.code).toBe(1);
    expect(refused.stderr).toStartWith("pm: The hooks cannot be written to /dev/null: ");
    expect(refused.stderr).toContain("core.hooksPath");
    expect(a.run("git config merge.pm-board.driver").code).toBe(1);
    expect(a.json("sync status")).toMatchObject({ integration: { driver: false } });
  });

  test("set after the installation: uninstall finds the hooks all the same", () => {
    a.ok("pm sync init --yes && git config core.hooksPath .hooks && pm sync uninstall --yes");
    expect(a.ok("ls .git/hooks | grep -v sample || true")).toBe("");
  });
});

test("a linked work tree shares the hooks of the repository", () => {
  a.ok("git worktree add -q ../linked");
  const linked = world.place("linked");
  linked.ok("pm sync init --yes");
  expect(a.read(hook("pre-commit"))).toBe(hookText("pre-commit"));
  withProject();
  commit();
  expect(isInCommit()).toBe(true);
});

test("a rule for the driver is added to a .gitattributes that has none", () => {
  a.write(".pm/.gitattributes", "*.toml text");
  a.ok("pm sync init --yes");
  expect(a.read(".pm/.gitattributes")).toBe("*.toml text\ndata.json merge=pm-board text eol=lf\n");
});

test("on a branch from before the board nothing is put in the way of it", () => {
  a.ok("git branch old && pm project create Web && pm sync commit && git switch -q old");
  a.ok("pm sync init --yes");
  expect(a.status()).toEqual([]);
  a.ok("git switch -q main");
});

test("in a clone that has not pulled the board yet nothing is put in the way of it", () => {
  const b = world.clone("b", "Bob");
  withProject();
  a.ok("pm sync commit && git push -q origin HEAD");
  b.ok("pm sync init --yes");
  expect(b.status()).toEqual([]);
  b.ok("git pull -q --no-rebase");
  expect(b.json("project list")).toMatchObject({ projects: [{ title: "Web" }] });
  expect(b.json("sync status")).toMatchObject({ integration: { attributes: true } });
});

test("a tracked database is named, with the way out", () => {
  withProject();
  a.ok("git add -f .pm/data.db && git commit -qm oops");
  // What is staged is neither what is committed nor what is there: git asks for -f then.
  a.ok(
    "id=$(echo other | git hash-object -w --stdin)" +
      " && git update-index --cacheinfo 100644,$id,.pm/data.db",
  );
  const untrack = /git rm --cached \S+ \.pm\/data\.db/;
  const [command] = untrack.exec(a.ok("pm sync status")) ?? ["false"];
  expect(untrack.exec(a.run("pm sync init --yes").stderr)?.[0]).toBe(command);
  a.ok(`${command} >/dev/null`);
  expect(a.has(".pm/data.db")).toBe(true);
  expect(a.run("pm sync init --yes").stderr).not.toContain("git tracks");
});

test("a driver that somebody has set up differently stays", () => {
  a.ok("git config merge.pm-board.driver '/opt/pm sync merge-file %O %A %B %P'");
  a.ok("pm sync init --yes && pm sync uninstall --yes");
  expect(a.ok("git config merge.pm-board.driver")).toBe("/opt/pm sync merge-file %O %A %B %P");
});
