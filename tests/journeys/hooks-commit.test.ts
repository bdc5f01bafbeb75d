// What the pre-commit hook does to commits of every kind, with real git.
import { Database } from "bun:sqlite";
import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { makeWorld, type Place, type World } from "./support.ts";

let world: World;
let a: Place;
beforeEach(() => {
  world = makeWorld();
  a = world.repository("a");
  a.ok("pm sync init --yes");
});
afterEach(() => world.remove());

/** A board with one task, committed. */
function startBoard(): void {
  a.ok("pm project create Web --key WEB && pm add One && git add .pm && git commit -qm board");
}
const filesOf = (commit: string): string[] =>
  a.ok(`git show --format= --name-only ${commit}`).split("\n").filter(Boolean).sort();
const titlesIn = (commit: string): string[] =>
  JSON.parse(a.ok(`git show ${commit}:.pm/data.json`))
    .work_items.map((item: { title: string }) => item.title)
    .sort();

test("the first commit after the first task has the board", () => {
  a.ok("pm project create Web && pm add One && echo 1 > f && git add f && git commit -qm one");
  expect(filesOf("HEAD")).toEqual([".pm/data.json", "f"]);
  expect(titlesIn("HEAD")).toEqual(["One"]);
});

test("a commit of what is staged, from a subfolder, takes the board along and nothing else", () => {
  startBoard();
  a.ok(
    "pm add Two && mkdir sub && cd sub && echo 1 > f && echo 2 > g && git add f && git commit -qm two",
  );
  expect(filesOf("HEAD")).toEqual([".pm/data.json", "sub/f"]);
  expect(titlesIn("HEAD")).toEqual(["One", "Two"]);
  expect(a.status()).toEqual(["?? sub/g"]);
});

test("a commit where the board has not changed is left as it is, and quiet", () => {
  startBoard();
  const done = a.run("echo 1 > f && git add f && git commit -qm f");
  expect(done).toEqual({ code: 0, stdout: "", stderr: "" });
  expect(filesOf("HEAD")).toEqual(["f"]);
});

test("git commit -a", () => {
  startBoard();
  a.ok("pm add Two && echo changed > README && git commit -qam two");
  expect(filesOf("HEAD")).toEqual([".pm/data.json", "README"]);
  expect(a.status()).toEqual([]);
});

test("git commit -p and -i", () => {
  startBoard();
  a.ok("pm add Two && echo changed > README && printf 'y\\n' | git commit -qp -m two");
  expect(filesOf("HEAD")).toEqual([".pm/data.json", "README"]);
  a.ok("pm add Three && echo more > README && git commit -qi README -m three");
  expect(filesOf("HEAD")).toEqual([".pm/data.json", "README"]);
  expect(a.status()).toEqual([]);
});

test("git add -p: what was left out of the stage stays out", () => {
  startBoard();
  a.ok(
    "seq() { i=1; while [ $i -le 20 ]; do echo line $i; i=$((i+1)); done; }; seq > f; git add f; git commit -qm f",
  );
  a.ok(
    "sed -i -e 's/^line 1$/first/' -e 's/^line 20$/last/' f && printf 'y\\nn\\n' | git add -p f >/dev/null",
  );
  a.ok("pm add Two && git commit -qm partial");
  expect(filesOf("HEAD")).toEqual([".pm/data.json", "f"]);
  expect(a.ok("git show HEAD:f")).not.toContain("last");
  expect(a.status()).toEqual([" M f"]);
});

test("a commit of named paths is left alone, and what is staged stays staged", () => {
  startBoard();
  a.ok(
    "pm add Two && echo changed > README && echo 1 > other && git add other && git commit -qm only README",
  );
  expect(filesOf("HEAD")).toEqual(["README"]);
  expect(a.status()).toEqual(["A  other"]);
  a.ok("git commit -qm other");
  expect(filesOf("HEAD")).toEqual([".pm/data.json", "other"]);
});

test("what somebody wrote into data.json by hand is on the board, and in the commit", () => {
  startBoard();
  a.ok('pm add Two && sed -i \'s/"One"/"By hand"/\' .pm/data.json && git commit -qam hand');
  expect(titlesIn("HEAD")).toEqual(["By hand", "Two"]);
  expect(a.titles()).toEqual(["By hand", "Two"]);
  expect(a.status()).toEqual([]);
});

test("a board that git tracks goes along, also where a rule has come to ignore it", () => {
  startBoard();
  a.write(".gitignore", ".pm/\n");
  a.ok("pm add Two && git add .gitignore && git commit -qm ignore");
  expect(titlesIn("HEAD")).toEqual(["One", "Two"]);
});

test("a board that was taken out of git on purpose stays out, and the hook says so", () => {
  startBoard();
  a.ok("git rm -q --cached .pm/data.json && git commit -qm 'Keep the board to ourselves'");
  a.ok("pm add Two && echo 1 > f && git add f");
  const done = a.run("git commit -qm f");
  expect(done).toMatchObject({ code: 0 });
  expect(done.stderr).toStartWith("pm: git does not track .pm/data.json any more");
  expect(filesOf("HEAD")).toEqual(["f"]);
  a.ok("git add .pm/data.json && echo 2 > f && git commit -qam back");
  expect(titlesIn("HEAD")).toEqual(["One", "Two"]);
});

test("git commit --amend takes the board along", () => {
  startBoard();
  a.ok(
    "echo 1 > f && git add f && git commit -qm f && pm add Two && git commit -q --amend -m better",
  );
  expect(filesOf("HEAD")).toEqual([".pm/data.json", "f"]);
  expect(titlesIn("HEAD")).toEqual(["One", "Two"]);
  expect(a.status()).toEqual([]);
});

describe("where only the board has changed", () => {
  const nothing = (script: string) => {
    const done = a.run(script);
    expect(done.code).toBe(1);
    expect(done.stderr).toMatch(/^pm: only the board /);
    expect(done.stderr.trimEnd()).not.toContain("\n");
    return done.stderr;
  };

  test("git finds nothing, the hook says so, and the same command commits it", () => {
    startBoard();
    a.ok("pm add Two");
    expect(nothing("git commit -qm two")).toContain("the same command");
    expect(a.status()).toEqual(["M  .pm/data.json"]);
    expect(a.run("git commit -qm two")).toMatchObject({ code: 0, stderr: "" });
    expect(titlesIn("HEAD")).toEqual(["One", "Two"]);
  });

  test("git commit -a, too", () => {
    startBoard();
    a.ok("pm add Two");
    expect(nothing("git commit -qam two")).toContain("the same command");
    expect(a.run("git commit -qam two")).toMatchObject({ code: 0, stderr: "" });
    expect(titlesIn("HEAD")).toEqual(["One", "Two"]);
  });

  test("git commit -a with a board that is not tracked yet: pm sync commit", () => {
    a.ok("pm project create Web && pm add One");
    expect(nothing("git commit -qam one")).toContain("pm sync commit");
    a.ok("pm sync commit -m one");
    expect(filesOf("HEAD")).toEqual([
      ".pm/.gitattributes",
      ".pm/.gitignore",
      ".pm/config.toml",
      ".pm/data.json",
    ]);
  });
});

describe("pm sync commit", () => {
  test("commits the board alone and leaves the stage as it is", () => {
    startBoard();
    a.ok("pm add Two && echo 1 > f && git add f && echo changed > README");
    const done = a.run("pm sync commit -m 'Plan the week'");
    expect(done.stderr).toMatch(/^Committed the board: [0-9a-f]{7} Plan the week\n$/);
    expect(filesOf("HEAD")).toEqual([".pm/data.json"]);
    expect(a.ok("git log -1 --format=%s")).toBe("Plan the week");
    expect(a.status()).toEqual([" M README", "A  f"]);
  });

  test("has nothing to do the second time", () => {
    startBoard();
    const head = a.ok("git rev-parse HEAD");
    expect(a.run("pm sync commit").stderr).toStartWith("Nothing to commit");
    expect(a.ok("git rev-parse HEAD")).toBe(head);
  });

  test("as the first commit of a repository", () => {
    const fresh = world.place("fresh");
    fresh.ok("git init -q && git config user.name Ada && git config user.email a@example.org");
    fresh.ok("pm project create Web && pm sync commit");
    expect(fresh.ok("git log -1 --format=%s")).toBe("Update the board");
    expect(fresh.status()).toEqual([]);
  });

  test("is refused in the middle of a merge", () => {
    startBoard();
    a.ok("git switch -qc x && echo 1 > README && git commit -qam 1");
    a.ok("git switch -q main && echo 2 > README && git commit -qam 2");
    a.run("git merge -q x");
    const refused = a.run("pm sync commit");
    expect(refused.code).toBe(1);
    expect(refused.stderr).toStartWith("pm: A merge is under way");
  });

  test("from a hook of another repository goes to the repository that -C names", () => {
    startBoard();
    const other = world.clone("other", "Bob");
    other.ok("git worktree add -q ../linked");
    other.write(
      ".git/hooks/post-commit",
      `#!/bin/sh\npm -C ${a.folder} add Two && pm -C ${a.folder} sync commit -m two\n`,
      0o755,
    );
    world.place("linked").ok("echo 1 > f && git add f && git commit -qm f");
    expect(a.ok("git log -1 --format=%s")).toBe("two");
    expect(filesOf("HEAD")).toEqual([".pm/data.json"]);
    expect(world.place("linked").ok("git log -1 --format=%s")).toBe("f");
    expect(a.status()).toEqual([]);
  });

  test("says what another hook has against it", () => {
    startBoard();
    a.write(".git/hooks/commit-msg", "#!/bin/sh\necho 'no ticket' >&2\nexit 1\n", 0o755);
    const refused = a.run("pm add Two && pm sync commit");
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain("no ticket");
  });

  test("leaves nothing new staged where it is refused", () => {
    const fresh = world.place("fresh");
    fresh.ok("git init -q && git config user.name Ada && git config user.email a@example.org");
    fresh.write(".git/hooks/commit-msg", "#!/bin/sh\nexit 1\n", 0o755);
    expect(fresh.run("pm project create Web && pm sync commit").code).toBe(1);
    expect(fresh.ok("git ls-files")).toBe("");
    expect(fresh.has(".pm/data.json")).toBe(true);
    fresh.ok("rm .git/hooks/commit-msg && pm sync commit");
    expect(fresh.status()).toEqual([]);
  });
});

describe("left alone", () => {
  test("where the board is staged for deletion", () => {
    startBoard();
    a.ok("pm add Two && git rm -q --cached .pm/data.json && git commit -qm 'no board'");
    expect(filesOf("HEAD")).toEqual([".pm/data.json"]);
    expect(a.run("git cat-file -e HEAD:.pm/data.json").code).not.toBe(0);
  });

  test("where it is deleted in the work tree", () => {
    startBoard();
    a.ok("rm .pm/data.json && echo 1 > f && git add f && git commit -qm f");
    expect(filesOf("HEAD")).toEqual(["f"]);
    expect(a.status()).toEqual([" D .pm/data.json"]);
    a.ok("echo 2 > f && git commit -qam gone");
    expect(filesOf("HEAD")).toEqual([".pm/data.json", "f"]);
  });

  test("on a branch that has no board, and nothing of it lands there", () => {
    a.ok("git branch old");
    startBoard();
    a.ok("pm add Two && git switch -q old && echo 1 > f && git add f && git commit -qm f");
    expect(filesOf("HEAD")).toEqual(["f"]);
    expect(a.status()).toEqual([]);
    expect(a.has(".pm/data.json")).toBe(false);
    expect(a.titles()).toEqual(["One", "Two"]);
    a.ok("git switch -q main && echo 1 > g && git add g && git commit -qm g");
    expect(titlesIn("HEAD")).toEqual(["One", "Two"]);
  });

  test("where there is nothing of pm", () => {
    const done = a.run(
      "rm -rf .pm && echo 1 > f && git add f && git commit -qm f && git switch -qc x",
    );
    expect(done).toEqual({ code: 0, stdout: "", stderr: "" });
    expect(a.has(".pm")).toBe(false);
  });

  test("where the database has no record and there is no file", () => {
    a.ok("pm sync status; pm init; echo 1 > f && git add f && git commit -qm f");
    expect(filesOf("HEAD")).toEqual(["f"]);
    expect(a.has(".pm/data.json")).toBe(false);
  });

  test("where the check-out is sparse without it", () => {
    startBoard();
    a.ok("mkdir sub && echo 1 > sub/f && git add sub && git commit -qm sub");
    a.ok("git sparse-checkout set --cone sub");
    expect(a.has(".pm/data.json")).toBe(false);
    const done = a.run("echo 2 > sub/f && git commit -qam two");
    expect(done.code).toBe(0);
    expect(filesOf("HEAD")).toEqual(["sub/f"]);
  });

  test("of another repository that git is told to work on", () => {
    startBoard();
    a.ok(
      "pm add Two && git init -q --bare ../other.git && git --git-dir=../other.git config core.bare false",
    );
    const other =
      "git --git-dir=../other.git --work-tree=. -c user.name=x -c user.email=x@example.org";
    a.ok("cp .git/hooks/pre-commit ../other.git/hooks/");
    a.ok(`${other} add README && ${other} commit -qm other`);
    expect(a.ok(`${other} show --format= --name-only`)).toBe("README");
    expect(a.status()).toEqual([]);
  });
});

test("an index that the environment names gets the board, the real one does not", () => {
  startBoard();
  a.ok("pm add Two && cp .git/index ../index && echo changed > README");
  const env = { GIT_INDEX_FILE: `${world.folder}/index` };
  a.ok("git add README && git commit -qm 'by the other index'", env);
  expect(filesOf("HEAD")).toEqual([".pm/data.json", "README"]);
  expect(a.ok("git diff --cached --name-only").split("\n")).toEqual([".pm/data.json", "README"]);
});

describe("never makes a commit fail", () => {
  const commits = (): string => {
    const done = a.run("echo x >> f && git add f && git commit -qm f");
    expect(done.code).toBe(0);
    expect(filesOf("HEAD")).toContain("f");
    return done.stderr;
  };
  const oneLine = (stderr: string): void => {
    expect(stderr).toStartWith("pm: ");
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  };

  test("because data.json is no board", () => {
    startBoard();
    a.write(".pm/data.json", "{ nonsense");
    oneLine(commits());
    expect(a.read(".pm/data.json")).toBe("{ nonsense");
  });

  test("because data.json has conflict markers: it says what helps", () => {
    startBoard();
    a.ok("sed -i '2i <<<<<<< a\\n=======\\n>>>>>>> b' .pm/data.json && git add .pm");
    const said = commits();
    oneLine(said);
    expect(said).toContain("pm sync resolve");
  });

  test("because data.json is of a later version", () => {
    startBoard();
    const later = a.read(".pm/data.json").replace('"schema_version": 1', '"schema_version": 9');
    a.write(".pm/data.json", later);
    oneLine(commits());
    expect(a.read(".pm/data.json")).toBe(later);
  });

  test("because the database is damaged", () => {
    startBoard();
    a.ok("rm -f .pm/data.db-wal .pm/data.db-shm");
    a.write(".pm/data.db", "not a database, but quite long enough to look at twice ".repeat(40));
    oneLine(commits());
  });

  test("because another process holds the database: it does not wait for long", () => {
    startBoard();
    a.ok("pm add Two");
    const other = new Database(`${a.folder}/.pm/data.db`);
    other.run("BEGIN IMMEDIATE");
    const start = performance.now();
    const said = commits();
    const switched = a.run("git switch -qc topic");
    // Two hooks, at most three seconds each, and what a busy machine adds.
    expect(performance.now() - start).toBeLessThan(12_000);
    oneLine(said);
    const busy = "another process is writing to the board, and git was not kept waiting for it";
    expect(said).toContain(`${busy}: what is new on the board is not in this commit.`);
    expect(said).toContain("pm sync commit commits it");
    expect(switched.code).toBe(0);
    oneLine(switched.stderr);
    expect(switched.stderr).toContain(`${busy}: what this branch has is not on the board yet.`);
    other.close();
    a.ok("pm sync commit");
    expect(titlesIn("HEAD")).toEqual(["One", "Two"]);
  });

  test("because git ignores the whole of .pm: it says which rule to look for", () => {
    a.write(".gitignore", ".pm/\n");
    a.ok("git add .gitignore && git commit -qm ignore && pm project create Web && pm add One");
    const said = commits();
    oneLine(said);
    expect(said).toContain("An ignore rule keeps .pm/data.json out of git");
  });

  test("because pm crashes", () => {
    startBoard();
    a.write("bin/pm", "#!/bin/sh\nkill -9 $$\n", 0o755);
    const done = a.run("PATH=$PWD/bin:$PATH; echo x > f && git add f && git commit -qm f");
    expect(done.code).toBe(0);
  });

  test("because pm is not there", () => {
    startBoard();
    const env = { PATH: world.pathWithoutPm };
    const done = a.run("echo x > f && git add f && git commit -qm f && git switch -qc x", env);
    expect(done.code).toBe(0);
    expect(done.stderr).toContain(
      "pm: pm is not on the PATH, so the hook pre-commit did nothing\n",
    );
    expect(filesOf("HEAD")).toEqual(["f"]);
  });
});
