// Branches, merges, rebases, cherry-picks, stashes: what comes in by git is on the board at once, and
// the work tree stays clean.
import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { makeWorld, type Place, type World } from "./support.ts";

let world: World;
let a: Place;
let b: Place;
beforeEach(() => {
  world = makeWorld();
  a = world.repository("a");
  a.ok("pm sync init --yes && pm project create Web --key WEB && pm add One");
  a.ok("git add .pm && git commit -qm board && git push -q");
  b = world.clone("b", "Bob", true);
});
afterEach(() => world.remove());

let counter = 0;
/** Adds a task and commits it, with a change of a file of its own. */
function work(at: Place, title: string, more = ""): void {
  counter += 1;
  at.ok(`pm add ${title} ${more} && echo ${title} > f${counter} && git add f${counter}`);
  at.ok(`git commit -qm ${title}`);
}
function update(at: Place, title: string, flags: string): void {
  const { work_items } = at.json<{ work_items: { id: string; title: string }[] }>("list");
  const id = work_items.find((item) => item.title === title)?.id;
  at.ok(`pm work-item update ${id} ${flags}`);
}
const inFile = (at: Place): string[] =>
  at
    .board()
    .work_items.map(({ title }) => title)
    .sort();
const clean = (at: Place): void => expect(at.status()).toEqual([]);

describe("branches", () => {
  test("switching brings the other branch's board in, and back again", () => {
    a.ok("git switch -qc topic");
    work(a, "Topic");
    a.ok("rm .pm/data.db*");
    a.ok("git switch -q main");
    expect(a.titles()).toEqual(["One"]);
    a.ok("git switch -q topic");
    expect(a.titles()).toEqual(["One", "Topic"]);
    clean(a);
  });

  test("one database holds what all branches have; the next commit brings it to this one", () => {
    a.ok("git branch old");
    work(a, "Two");
    a.ok("git switch -q old");
    expect(a.titles()).toEqual(["One", "Two"]);
    expect(inFile(a)).toEqual(["One"]);
    clean(a);
    a.ok("echo 1 > g && git add g && git commit -qm g");
    expect(inFile(a)).toEqual(["One", "Two"]);
    clean(a);
  });

  test("switching to an older state brings back nothing that has lost against a write of the same instant", () => {
    // Of a record from the future, all clocks write 1 ms later.
    a.ok(`sed -i 's/"20..-..-..T[^"]*"/"2037-01-01T00:00:00.000Z"/' .pm/data.json`);
    a.ok("rm .pm/data.db* && git commit -qam later && git push -q");
    b.ok("git pull -q && rm .pm/data.db*");
    update(a, "One", "--title Alpha");
    a.ok("pm sync commit -m alpha --quiet && git branch old");
    update(b, "One", "--title Zulu");
    b.ok("pm sync commit -m zulu --quiet && git push -q");
    a.ok("git pull -q --no-rebase --no-edit");
    expect(a.titles()).toEqual(["Zulu"]);
    a.ok("git switch -q old");
    expect(inFile(a)).toEqual(["Alpha"]);
    expect(a.titles()).toEqual(["Zulu"]);
    // Somebody edits that old file by hand: it is an edit none the less.
    a.ok("sed -i s/Alpha/Mike/ .pm/data.json && pm sync import --merge --quiet");
    expect(a.titles()).toEqual(["Mike"]);
  });

  test("checking out single files is no switch", () => {
    a.ok("pm add Two && echo changed > README && git checkout -q -- README");
    expect(inFile(a)).toEqual(["One"]);
    clean(a);
  });

  test("says what it brought, in one line", () => {
    a.ok("git switch -qc topic");
    work(a, "Topic");
    a.ok("git push -q -u origin topic && true");
    b.titles();
    const done = b.run("git fetch -q && git switch -q topic");
    expect(done.stderr).toBe("pm: board: 1 created, 0 updated\n");
    expect(b.run("git switch -q main").stderr).toBe("");
  });
});

describe("merging", () => {
  test("fast-forward, and two who changed different fields of one item", () => {
    update(a, "One", "--title Uno");
    a.ok("echo 1 > f && git add f && git commit -qm uno && git push -q");
    update(b, "One", "--status in_progress --description Text");
    b.ok("echo 1 > g && git add g && git commit -qm progress && git pull -q --no-rebase");
    expect(b.board().work_items).toMatchObject([
      { title: "Uno", status: "in_progress", description: "Text" },
    ]);
    clean(b);
    b.ok("git push -q");
    a.ok("git pull -q");
    expect(a.json("list")).toMatchObject({ work_items: [{ title: "Uno", status: "in_progress" }] });
    expect(a.read(".pm/data.json")).toBe(b.read(".pm/data.json"));
  });

  test("a contest is kept in the journal of whoever merges, and said", () => {
    update(a, "One", "--title Ours");
    a.ok("echo 1 > f && git add f && git commit -qm ours && git push -q");
    update(b, "One", "--title Theirs");
    b.ok("echo 1 > g && git add g && git commit -qm theirs");
    const done = b.run("git pull -q --no-rebase");
    expect(done).toMatchObject({ code: 0 });
    expect(done.stderr).toContain("pm: 1 value lost a contest in .pm/data.json");
    expect(b.titles()).toEqual(["Theirs"]);
    const { conflicts } = b.json<{ conflicts: unknown[] }>("sync conflicts");
    expect(conflicts).toMatchObject([
      { kind: "contest", source: "merge", field: "title", kept: "Theirs", lost: "Ours" },
    ]);
    expect(b.has(".pm/journal")).toBe(true);
    expect(b.ok("ls .pm/journal")).toBe("");
    clean(b);
  });

  test("a merge that stops for another file takes the board in when it is concluded", () => {
    a.ok("echo ours > README && git commit -qam ours");
    work(a, "Two");
    a.ok("git push -q");
    b.ok("echo theirs > README && git commit -qam theirs");
    work(b, "Three");
    expect(b.run("git pull -q --no-rebase").code).not.toBe(0);
    b.ok("pm add Meanwhile && echo both > README && git add README && git commit -qm merged");
    expect(inFile(b)).toEqual(["One", "Three", "Two"]);
    expect(b.titles()).toEqual(["Meanwhile", "One", "Three", "Two"]);
    clean(b);
    b.ok("echo 1 > g && git add g && git commit -qm g");
    expect(inFile(b)).toEqual(["Meanwhile", "One", "Three", "Two"]);
  });
});

describe("rebasing", () => {
  beforeEach(() => {
    work(a, "Two");
    a.ok("git push -q");
    work(b, "Three");
    work(b, "Four");
  });

  test("git pull --rebase", () => {
    const done = b.run("git pull -q --rebase");
    expect(done).toMatchObject({ code: 0, stderr: "pm: board: 1 created, 0 updated\n" });
    expect(b.titles()).toEqual(["Four", "One", "Three", "Two"]);
    expect(inFile(b)).toEqual(["Four", "One", "Three", "Two"]);
    clean(b);
    const between = JSON.parse(b.ok("git show HEAD~1:.pm/data.json"));
    expect(between.work_items).toHaveLength(3);
  });

  test("the apply backend", () => {
    b.ok("git fetch -q && git rebase -q --apply origin/main");
    expect(b.titles()).toEqual(["Four", "One", "Three", "Two"]);
    clean(b);
  });

  test("with changes of the board that are not committed yet", () => {
    b.ok("pm add Later && git pull -q --rebase");
    expect(inFile(b)).toEqual(["Four", "One", "Three", "Two"]);
    expect(b.titles()).toEqual(["Four", "Later", "One", "Three", "Two"]);
    clean(b);
  });

  test("that stops for another file, and a commit in the middle of it", () => {
    a.ok("echo ours > README && git commit -qam ours && git push -q");
    b.ok("echo theirs > README && git commit -qam theirs");
    work(b, "Five");
    expect(b.run("git pull -q --rebase").code).not.toBe(0);
    b.ok("pm add Meanwhile && echo both > README && git add README");
    b.ok("git -c core.editor=true rebase --continue");
    expect(inFile(b)).toEqual(["Five", "Four", "One", "Three", "Two"]);
    expect(b.titles()).toEqual(["Five", "Four", "Meanwhile", "One", "Three", "Two"]);
    clean(b);
  });

  test("interactively, with an amended commit", () => {
    b.ok("GIT_SEQUENCE_EDITOR='sed -i 1s/pick/edit/' git rebase -q -i HEAD~2");
    b.ok("pm add Meanwhile && echo more > more && git add more && git commit -q --amend --no-edit");
    expect(inFile(b)).toEqual(["One", "Three"]);
    clean(b);
    b.ok("git rebase --continue");
    expect(inFile(b)).toEqual(["Four", "One", "Three"]);
    clean(b);
  });

  test("of nothing: the branch only moves forward, by rebase", () => {
    b.ok("git fetch -q && git switch -qc behind HEAD~2 && git rebase -q origin/main");
    expect(b.titles()).toContain("Two");
    clean(b);
  });

  test("where all commits are upstream already", () => {
    b.ok("git reset -q --hard HEAD~2 && git fetch -q");
    work(a, "Six");
    a.ok("git push -q");
    b.ok(
      "git fetch -q && git cherry-pick origin/main~1 >/dev/null && git commit -q --amend -m same",
    );
    b.ok("git pull -q --rebase 2>/dev/null");
    expect(b.titles()).toContain("Six");
    clean(b);
  });
});

test("cherry-picking brings the records of that commit, without any conflict", () => {
  a.ok("git switch -qc topic");
  work(a, "Two");
  work(a, "Three");
  a.ok("git push -q -u origin topic && true");
  b.ok("git fetch -q");
  work(b, "Four");
  b.ok("git cherry-pick origin/topic >/dev/null");
  expect(inFile(b)).toContain("Four");
  expect(inFile(b)).toContain("Three");
  clean(b);
  b.ok("echo 1 > g && git add g && git commit -qm g");
  expect(b.titles()).toContain("Three");
});

test("a cherry-pick that stops for another file", () => {
  a.ok("git switch -qc topic && pm add Two && echo topic > README && git commit -qam topic");
  a.ok("git switch -q main && echo main > README && git commit -qam main");
  expect(a.run("git cherry-pick topic").code).not.toBe(0);
  a.ok("echo both > README && git add README && git -c core.editor=true cherry-pick --continue");
  expect(inFile(a)).toEqual(["One", "Two"]);
  clean(a);
});

test("git revert of a commit with the board: the board here knows better", () => {
  work(a, "Two");
  a.ok("git revert --no-edit HEAD");
  expect(inFile(a)).toEqual(["One"]);
  clean(a);
  a.ok("echo 1 > g && git add g && git commit -qm g");
  expect(inFile(a)).toEqual(["One", "Two"]);
});

describe("stashing", () => {
  test("the board's file goes along, and comes back without a conflict", () => {
    a.ok("pm add Two && pm sync export && echo 1 > README && git stash -q");
    expect(inFile(a)).toEqual(["One"]);
    clean(a);
    work(a, "Three");
    a.ok("git stash pop -q");
    expect(inFile(a)).toEqual(["One", "Three", "Two"]);
    expect(a.read("README")).toBe("1\n");
    expect(a.titles()).toEqual(["One", "Three", "Two"]);
  });

  test("a stash that was made with an older board merges field by field", () => {
    update(a, "One", "--status in_progress");
    a.ok("pm sync export && git stash -q");
    update(a, "One", "--title Uno");
    a.ok("echo 1 > g && git add g && git commit -qm uno");
    a.ok("git stash pop -q");
    expect(a.board().work_items).toMatchObject([{ title: "Uno", status: "in_progress" }]);
  });
});

test("a linked work tree has a board of its own, which git connects with the others", () => {
  a.ok("git worktree add -q ../linked -b linked");
  const linked = world.place("linked");
  expect(linked.titles()).toEqual(["One"]);
  expect(linked.has(".pm/data.db")).toBe(true);
  linked.ok("mkdir deep && cd deep && pm add Two && echo 1 > f && git add f && git commit -qm two");
  expect(inFile(linked)).toEqual(["One", "Two"]);
  clean(linked);
  linked.ok("pm add Three && echo 2 > deep/f && git commit -qm named deep/f");
  expect(inFile(linked)).toEqual(["One", "Two"]);
  expect(a.titles()).toEqual(["One"]);
  a.ok("git merge -q linked");
  expect(a.titles()).toEqual(["One", "Two"]);
  linked.ok("pm sync commit -m three");
  expect(inFile(linked)).toEqual(["One", "Three", "Two"]);
  clean(linked);
});

test("a submodule has a board of its own", () => {
  const outer = world.place("outer");
  outer.ok("git init -q && git config user.name Ada && git config user.email ada@example.org");
  outer.ok("git submodule --quiet add ../remote.git inner && git commit -qm inner");
  const inner = world.place("outer/inner");
  inner.ok("git config user.name Ada && git config user.email ada@example.org");
  expect(inner.titles()).toEqual(["One"]);
  inner.ok("pm sync init --yes && pm add Two && echo 1 > f && git add f && git commit -qm two");
  expect(inFile(inner)).toEqual(["One", "Two"]);
  clean(inner);
  expect(outer.has(".pm")).toBe(false);

  // The superproject has a board, too, and commits while the submodule's hooks are there.
  outer.ok(
    "pm sync init --yes && pm project create Outer && git add .pm inner && git commit -qm all",
  );
  expect(outer.board().work_items).toEqual([]);
  outer.ok("pm add Outside && echo 1 > f && git add f && git commit -qm f");
  expect(outer.board().work_items).toMatchObject([{ title: "Outside" }]);
  expect(inFile(inner)).toEqual(["One", "Two"]);
  expect(outer.status()).toEqual([]);
  inner.ok("git push -q origin HEAD:main");
  a.ok("git pull -q");
  expect(a.titles()).toEqual(["One", "Two"]);
});

test("the workflow after pm sync uninstall: git carries nothing by itself", () => {
  a.ok("pm sync uninstall --yes && pm add Two && echo 1 > f && git add f && git commit -qm f");
  expect(inFile(a)).toEqual(["One"]);
});
