// A clone without the driver, in the middle of whatever git can be in the middle of: one command
// resolves the board, and says how to go on.
import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { makeWorld, type Place, type World } from "./support.ts";

let world: World;
let a: Place;
beforeEach(() => {
  world = makeWorld();
  a = world.repository("a");
  a.ok("pm project create Web --key WEB && pm add One && pm add Two && pm sync commit");
  a.ok("git branch topic");
});
afterEach(() => world.remove());

function update(at: Place, title: string, flags: string): void {
  const { work_items } = at.json<{ work_items: { id: string; title: string }[] }>(
    "work-item list --include-done",
  );
  const id = work_items.find((item) => item.title === title)?.id;
  at.ok(`pm work-item update ${id} ${flags}`);
}

/** Commits that cannot be merged as text: the same item, changed on `main` and twice on `topic`. */
function diverge(at: Place = a): void {
  update(at, "One", "--status in_progress");
  at.ok("pm sync commit -m main");
  // The topic's database knows nothing of that: as in another clone.
  at.ok("git switch -q topic && rm .pm/data.db* && pm list");
  update(at, "One", "--title Uno");
  at.ok("pm sync commit -m topic-1");
  update(at, "Uno", "--title Un");
  at.ok("pm sync commit -m topic-2");
}

/** Resolves, and goes on as it was told. Returns the command. */
function goOn(at: Place, script = "pm sync resolve"): string {
  const done = at.run(script);
  expect(done).toMatchObject({ code: 0 });
  const command = /^(?:Go on with|When these are resolved): (.*)$/m.exec(done.stderr)?.[1] ?? "";
  expect(command).toStartWith("git ");
  return command;
}

const isRebasing = (): boolean => a.has(".git/rebase-merge") || a.has(".git/rebase-apply");
const one = (at: Place) => at.board().work_items.find(({ title }) => title !== "Two");
const BOTH = { title: "Un", status: "in_progress" };
/** No operation is under way any more, and nothing is left over. */
function finished(at: Place): void {
  expect(at.status()).toEqual([]);
  expect(at.ok("git status")).not.toMatch(/in progress|currently (rebasing|cherry|reverting)/);
  expect(at.run("pm sync import --merge").code).toBe(0);
}

test("a merge", () => {
  diverge();
  a.ok("git switch -q main");
  expect(a.run("git merge topic").code).toBe(1);
  const command = goOn(a);
  expect(command).toBe("git commit");
  a.ok(command);
  expect(one(a)).toMatchObject(BOTH);
  finished(a);
});

describe("a rebase in which each commit conflicts", () => {
  test.each(["--merge", "--apply"])("%s", (backend) => {
    diverge();
    expect(a.run(`git rebase ${backend} main`).code).toBe(1);
    let stops = 0;
    for (; stops < 5 && isRebasing(); stops += 1) {
      const command = goOn(a);
      expect(command).toBe("git rebase --continue");
      a.run(command);
    }
    expect(stops).toBeGreaterThan(0);
    expect(one(a)).toMatchObject(BOTH);
    expect(a.ok("git log --format=%s main..")).toBe("topic-2\ntopic-1");
    finished(a);
  });

  test("one commit of it says nothing new: git leaves it out", () => {
    diverge();
    a.ok("git switch -q main && rm .pm/data.db* && pm list");
    update(a, "One", "--title Later");
    a.ok("pm sync commit -m later && git switch -q topic");
    expect(a.run("git rebase main").code).toBe(1);
    for (let stops = 0; stops < 5 && a.has(".git/rebase-merge"); stops += 1) a.run(goOn(a));
    expect(one(a)).toMatchObject({ title: "Later", status: "in_progress" });
    finished(a);
  });
});

describe("a cherry-pick", () => {
  test("of one commit", () => {
    diverge();
    a.ok("git switch -q main");
    expect(a.run("git cherry-pick topic").code).toBe(1);
    const command = goOn(a);
    expect(command).toBe("git cherry-pick --continue");
    a.ok(command);
    expect(one(a)).toMatchObject(BOTH);
    finished(a);
  });

  test("of several", () => {
    diverge();
    a.ok("git switch -q main");
    expect(a.run("git cherry-pick topic~1 topic").code).toBe(1);
    for (let stops = 0; stops < 5 && a.has(".git/CHERRY_PICK_HEAD"); stops += 1) a.run(goOn(a));
    expect(one(a)).toMatchObject(BOTH);
    finished(a);
  });

  test("of what the board knows better: nothing is left to commit", () => {
    diverge();
    a.ok("git switch -q main && rm .pm/data.db* && pm list");
    update(a, "One", "--title Later");
    a.ok("pm sync commit -m later");
    expect(a.run("git cherry-pick topic~1").code).toBe(1);
    const command = goOn(a);
    expect(command).toBe("git cherry-pick --skip");
    a.ok(command);
    expect(one(a)).toMatchObject({ title: "Later" });
    finished(a);
  });
});

test("a revert: the newest write stays, and nothing is left to commit", () => {
  diverge();
  expect(a.run("git revert --no-edit topic~1").code).toBe(1);
  const command = goOn(a);
  expect(command).toBe("git revert --skip");
  a.ok(command);
  expect(one(a)).toMatchObject({ title: "Un" });
  finished(a);
});

test("a stash that is popped: git keeps it, and the message says so", () => {
  diverge();
  update(a, "Un", "--title Stashed");
  a.ok("pm sync export && git stash -q && git switch -q main");
  expect(a.run("git stash pop").code).toBe(1);
  const done = a.run("pm sync resolve");
  expect(done.stderr).toMatch(/^Staged\.\ngit has kept the stash: git stash drop/m);
  expect(one(a)).toMatchObject({ title: "Stashed", status: "in_progress" });
  a.ok("git stash drop -q");
  expect(a.status()).toEqual(["M  .pm/data.json"]);
});

test("a merge that is squashed", () => {
  diverge();
  a.ok("git switch -q main");
  expect(a.run("git merge --squash topic").code).toBe(1);
  const command = goOn(a);
  expect(command).toBe("git commit");
  a.ok(`${command} -m squashed`);
  expect(one(a)).toMatchObject(BOTH);
  finished(a);
});

test("patches that are applied with git am", () => {
  diverge();
  a.ok("git format-patch -q -o ../patches main && git switch -q main");
  expect(a.run("git am -3 ../patches/*.patch").code).not.toBe(0);
  for (let stops = 0; stops < 5 && a.has(".git/rebase-apply"); stops += 1) {
    const command = goOn(a);
    expect(command).toBe("git am --continue");
    a.run(command);
  }
  expect(one(a)).toMatchObject(BOTH);
  finished(a);
});

test("other files that are in conflict are named, and come first", () => {
  a.ok("echo main > README && git commit -qam readme");
  diverge();
  a.ok("echo topic > README && git commit -qam readme && git switch -q main");
  expect(a.run("git merge topic").code).toBe(1);
  const done = a.run("pm sync resolve");
  expect(done.stderr).toContain(
    "Still in conflict: README.\nWhen these are resolved: git commit\n",
  );
  expect(a.json("sync resolve")).toMatchObject({
    from: "nothing",
    next: { operation: "merge", command: "git commit", unmerged: ["README"] },
  });
});

test.each(["merge", "diff3", "zdiff3"])("rerere, the second time, in the style %s", (style) => {
  a.ok(`git config rerere.enabled true && git config merge.conflictStyle ${style}`);
  diverge();
  a.ok("git switch -q main");
  a.run("git merge topic");
  a.ok(goOn(a));
  const once = a.read(".pm/data.json");
  a.ok("git reset -q --hard HEAD~1");
  expect(a.run("git merge topic").code).toBe(1);
  expect(a.read(".pm/data.json")).not.toContain("<<<<<<<");
  a.ok(goOn(a));
  expect(a.read(".pm/data.json")).toBe(once);
  finished(a);
});

test("rerere that has staged its resolution: there is nothing to do but go on", () => {
  a.ok("git config rerere.enabled true && git config rerere.autoUpdate true");
  diverge();
  a.ok("git switch -q main");
  a.run("git merge topic");
  a.ok(goOn(a));
  a.ok("git reset -q --hard HEAD~1");
  expect(a.run("git merge topic").code).toBe(1);
  const done = a.run("pm sync resolve");
  expect(done.stderr).toBe(
    "Nothing to resolve: .pm/data.json has no conflict.\nGo on with: git commit\n",
  );
  a.ok("git commit");
  expect(one(a)).toMatchObject(BOTH);
});

test("a branch that has taken the board out of git, in a rebase", () => {
  a.ok("git switch -q topic && git rm -q --cached .pm/data.json && git commit -qm gone");
  a.ok("rm .pm/data.json && git switch -q main");
  update(a, "One", "--title Uno");
  a.ok("pm sync commit && git switch -q topic");
  expect(a.run("git rebase main").code).toBe(1);
  const done = a.run("pm sync resolve");
  expect(done.stderr).toContain("deleted .pm/data.json: ours stays.");
  expect(
    a
      .board()
      .work_items.map(({ title }) => title)
      .sort(),
  ).toEqual(["Two", "Uno"]);
  a.run("git rebase --continue");
  finished(a);
});

test("from a subdirectory, of a linked work tree", () => {
  diverge();
  a.ok("git switch -q main && git worktree add -q ../linked topic");
  const linked = world.place("linked");
  linked.ok("mkdir deep");
  expect(linked.run("git rebase main").code).toBe(1);
  for (let stops = 0; stops < 5; stops += 1) {
    const command = goOn(linked, "cd deep && pm sync resolve");
    expect(command).toBe("git rebase --continue");
    if (linked.run(command).code === 0) break;
  }
  expect(one(linked)).toMatchObject(BOTH);
  finished(linked);
});

test("in a submodule", () => {
  diverge();
  a.ok("git push -q origin main topic");
  const outer = world.place("outer");
  outer.ok("git init -q && git submodule --quiet add -b main ../remote.git inner");
  const inner = world.place("outer/inner");
  inner.ok("git config user.name Ada && git config user.email ada@example.org");
  expect(inner.run("git merge origin/topic").code).toBe(1);
  const command = goOn(inner);
  expect(command).toBe("git commit");
  inner.ok(command);
  expect(one(inner)).toMatchObject(BOTH);
  finished(inner);
});

test("an octopus: git merges such as text, and gives up where that conflicts", () => {
  diverge();
  a.ok("git branch other main~1 && git switch -q other && rm .pm/data.db* && pm list");
  update(a, "One", "--title Other");
  a.ok("pm sync commit -m other && git switch -q main");
  const before = a.read(".pm/data.json");
  expect(a.run("git merge topic other").code).not.toBe(0);
  a.ok("git reset -q --hard");
  expect(a.read(".pm/data.json")).toBe(before);
  for (const branch of ["topic", "other"]) {
    a.run(`git merge ${branch}`);
    a.ok(goOn(a));
  }
  expect(one(a)).toMatchObject({ title: "Other", status: "in_progress" });
  finished(a);
});
