// What is in `pm sync conflicts`, and what is not: each word that lost a contest once, and nothing of
// a merge in which nobody has lost anything.
import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { makeWorld, type Place, type World } from "./support.ts";

let world: World;
let a: Place;
let b: Place;
beforeEach(() => {
  world = makeWorld();
  a = world.repository("a");
  a.ok("pm sync init --yes && pm project create Web --key WEB && pm add One --type epic");
  a.ok("pm add Two --type epic && pm sync commit && git push -q");
  b = world.clone("b", "Bob", true);
});
afterEach(() => world.remove());

interface Entry {
  id: string;
  kind: string;
  source: string;
  field: string;
  kept: unknown;
  kept_by: string;
  lost: unknown;
  lost_by: string;
}

const conflicts = (at: Place) => at.json<{ conflicts: Entry[] }>("sync conflicts --all").conflicts;

/** The id of the item that was made with this title. */
function itemOf(title: "One" | "Two"): string {
  const item = b.board().work_items.find((one) => one.title === title);
  if (item === undefined) throw new Error(`no item ${title}`);
  return item.id;
}

const share = (at: Place) =>
  at.ok("pm sync commit && git pull -q --no-rebase --no-edit && git push -q");

test("two who write different fields, or one after the other, have no conflict", () => {
  const one = itemOf("One");
  a.ok(`pm work-item update ${one} --title Uno --label red`);
  b.ok(`pm work-item update ${one} --status review --label blue`);
  share(b);
  a.ok("git pull -q");
  share(a);
  b.ok(`git pull -q && pm work-item update ${one} --title Eins`);
  share(b);
  a.ok("git pull -q");
  a.ok(`pm work-item update ${one} --title Un`);
  a.ok("git pull -q && pm sync commit");
  expect([conflicts(a), conflicts(b)]).toEqual([[], []]);
});

test("two who delete the same item want the same", () => {
  for (const [title, shares] of [
    ["One", true],
    ["Two", false],
  ] as const) {
    const id = itemOf(title);
    a.ok(`pm work-item delete ${id}`);
    if (shares) a.ok("pm sync commit");
    b.ok(`pm work-item delete ${id}`);
    share(b);
    share(a);
    b.ok("git pull -q");
  }
  expect([conflicts(a), conflicts(b)]).toEqual([[], []]);
});

describe("a pull onto what is not shared yet", () => {
  test("the newer value comes: mine is kept in the journal", () => {
    const one = itemOf("One");
    a.ok(`pm work-item update ${one} --title Mine`);
    b.ok(`pm work-item update ${one} --title Theirs`);
    share(b);
    a.ok("git pull -q");
    const [entry, ...more] = conflicts(a);
    expect(more).toEqual([]);
    expect(entry).toMatchObject({ source: "import", field: "title", kept: "Theirs", lost: "Mine" });
    expect(entry?.lost_by).not.toBe(entry?.kept_by as string);

    // What came in then is not mine: overriding it is no contest.
    b.ok(`pm work-item update ${one} --title "Theirs again"`);
    share(b);
    a.ok("git pull -q");
    expect(conflicts(a)).toHaveLength(1);
  });

  test("mine is the newer: theirs is kept in the journal, once", () => {
    const one = itemOf("One");
    b.ok(`pm work-item update ${one} --title Theirs`);
    share(b);
    a.ok(`pm work-item update ${one} --title Mine`);
    a.ok("git pull -q");
    const expected = [{ source: "import", field: "title", kept: "Mine", lost: "Theirs" }];
    expect(conflicts(a)).toMatchObject(expected);

    b.ok(`pm work-item update ${one} --status review`);
    share(b);
    expect(a.run("git pull -q").stderr).not.toContain("contest");
    expect(conflicts(a)).toMatchObject(expected);
    share(a);
    b.ok("git pull -q");
    expect(conflicts(b)).toEqual([]);
  });

  test("commits of long ago tell nothing new", () => {
    const one = itemOf("One");
    for (const title of ["Uno", "Un", "Eins"]) {
      b.ok(`pm work-item update ${one} --title ${title} && pm sync commit`);
    }
    b.ok("git push -q");
    a.ok(`git pull -q && pm work-item update ${one} --title Mine`);
    for (const back of [1, 2, 3]) a.ok(`git checkout -q main~${back}`);
    a.ok("git checkout -q main && pm sync commit");
    a.ok(`pm work-item update ${one} --title Mine2`);
    for (const back of [1, 2, 3, 4]) a.ok(`git checkout -q main~${back}`);
    expect(conflicts(a)).toEqual([]);
  });
});

test("what is shared on one branch overrides an older word on another: that word is in the journal, once", () => {
  const one = itemOf("One");
  a.ok("git switch -qc topic");
  a.ok(`pm work-item update ${one} --title Uno && pm sync commit && git push -qu origin topic`);
  b.ok(`pm work-item update ${one} --title Eins && pm sync commit && git push -q`);
  b.ok("git fetch -q && git switch -q topic && git switch -q main && git switch -q topic");
  b.ok("pm sync commit && git push -q");
  a.ok("git pull -q");
  expect(a.titles()).toContain("Eins");
  expect(conflicts(a)).toEqual([]);
  expect(conflicts(b)).toMatchObject([{ kind: "contest", kept: "Eins", lost: "Uno" }]);
});

test("a value that a merge had to take away does not come back while it breaks the board", () => {
  const [one, two] = [itemOf("One"), itemOf("Two")];
  a.ok(`pm work-item update ${one} --parent-id ${two}`);
  share(a);
  b.ok(`pm work-item update ${two} --parent-id ${one}`);
  share(b);
  const [entry] = conflicts(b);
  expect(entry).toMatchObject({ kind: "mended", field: "parent_id", kept: null, lost: one });
  const refused = b.run(`pm sync conflicts --take-back ${entry?.id}`);
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain("Give the other one another parent first.");
  expect(b.titles()).toEqual(["One", "Two"]);

  b.ok(`pm work-item update ${one} --parent-id none`);
  b.ok(`pm sync conflicts --take-back ${entry?.id}`);
  expect(
    b
      .board()
      .work_items.map(({ id }) => id)
      .sort(),
  ).toEqual([one, two].sort());
});

test("two who change one column for the first time change one record", () => {
  const lane = (at: Place, status: string): string => {
    const line = at.ok(`pm swim-lane list --project-id WEB | grep ${status}`);
    return line.split("\t")[0] as string;
  };
  a.ok(`pm swim-lane update ${lane(a, "review")} --name Check`);
  share(a);
  b.ok(`pm swim-lane update ${lane(b, "review")} --position 77`);
  share(b);
  a.ok("git pull -q");
  expect(a.ok("pm swim-lane list --project-id WEB | grep review")).toContain("77\treview\tCheck");
  expect([conflicts(a), conflicts(b)]).toEqual([[], []]);

  // Neither is shared yet where one meets the other.
  b.ok(`pm swim-lane update ${lane(b, "todo")} --name Next && pm sync commit && git push -q`);
  a.ok(`pm swim-lane update ${lane(a, "todo")} --name Soon && git pull -q`);
  expect(conflicts(a)).toMatchObject([{ field: "name", kept: "Soon", lost: "Next" }]);

  a.ok("pm swim-lane create Waiting --status blocked --project-id WEB");
  share(a);
  b.ok("pm swim-lane create Stuck --status blocked --project-id WEB");
  share(b);
  expect(conflicts(b)).toMatchObject([{ field: "name", kept: "Stuck", lost: "Waiting" }]);
  a.ok("git pull -q");
  const copy = "pm sync export -q -o - | grep -v exported_at";
  expect(a.ok(copy)).toBe(b.ok(copy));
});

describe("what was typed into the file is mine, too:", () => {
  /** Types another title into the file of a clone, as an editor does that knows nothing of times. */
  const retitle = (at: Place, from: string, to: string) =>
    at.ok(`sed -i 's/"title": "${from}"/"title": "${to}"/' .pm/data.json`);
  const lost = (at: Place) =>
    conflicts(at).map(({ field, kept, lost: value }) => [field, kept, value].join(" "));

  test.each(["import --merge", "export"])("taken in by an %s and thrown away with git", (how) => {
    const one = itemOf("One");
    b.ok("pm list");
    retitle(b, "One", "Typed");
    b.ok(`pm sync ${how} && git reset -q --hard`);
    a.ok(`pm work-item update ${one} --title Uno`);
    share(a);
    b.ok("git pull -q");
    expect(lost(b)).toEqual(["title Uno Typed"]);
  });

  test("a commit that others have gone on from shares it", () => {
    const one = itemOf("One");
    retitle(b, "One", "Typed");
    b.ok("git commit -qam typed && git push -q");
    a.ok(`git pull -q && pm work-item update ${one} --title Uno`);
    share(a);
    b.ok("git pull -q");
    expect([lost(a), lost(b)]).toEqual([[], []]);
  });

  test("what a pull has brought from somebody else's editor is theirs", () => {
    const one = itemOf("One");
    b.ok("git config core.hooksPath none");
    retitle(b, "One", "Typed");
    b.ok("git commit -qam typed && git push -q");
    a.ok("git pull -q");
    b.ok(`pm sync import --merge && pm work-item update ${one} --title Eins`);
    share(b);
    a.ok("git pull -q");
    expect([lost(a), lost(b)]).toEqual([[], []]);
  });

  test("committed where no hook took it in, and thrown away with git", () => {
    const one = itemOf("One");
    b.ok("git config core.hooksPath none && pm list");
    retitle(b, "One", "Typed first");
    b.ok("git commit -qam first");
    retitle(b, "Typed first", "Typed");
    b.ok("git commit -qam typed && pm sync import --merge && git reset -q --hard HEAD~2");
    a.ok(`pm work-item update ${one} --title Uno`);
    share(a);
    b.ok("git pull -q && pm sync import --merge");
    expect(lost(b)).toEqual(["title Uno Typed"]);
  });

  test("what others have typed into the same file stays theirs", () => {
    const [one, two] = [itemOf("One"), itemOf("Two")];
    a.ok("git config core.hooksPath none");
    retitle(a, "Two", "Typed by Ada");
    a.ok("git commit -qam typed && git push -q");
    // The merge driver would give Bob's edit a time, and nobody would take it for one any more.
    b.ok("git config core.hooksPath none && git config --remove-section merge.pm-board && pm list");
    retitle(b, "One", "Typed by Bob");
    b.ok("git stash -q && git pull -q && git stash pop -q && pm sync import --merge");
    const byBob = (id: string) => {
      const { users } = b.board() as unknown as { users: { id: string; name: string }[] };
      const bob = users.find(({ name }) => name === "Bob")?.id;
      const { activity } = b.json<{ activity: { field: string; by: string }[] }>(`log ${id}`);
      return activity.find(({ field }) => field === "title")?.by === bob;
    };
    expect(b.titles()).toEqual(["Typed by Ada", "Typed by Bob"]);
    b.ok("pm add Three && pm sync export -q");
    expect([byBob(one), byBob(two)]).toEqual([true, false]);
  });

  test("it is in the log under my name, and an undo goes for commands", () => {
    const [one, two] = [itemOf("One"), itemOf("Two")];
    b.ok(`pm work-item update ${two} --status review && pm sync export`);
    retitle(b, "One", "Typed");
    b.ok("pm sync import --merge");
    const { activity } = b.json<{ activity: { record_id: string; field: string; by: string }[] }>(
      `log ${one}`,
    );
    const { users } = b.board() as unknown as { users: { id: string; name: string }[] };
    const bob = users.find(({ name }) => name === "Bob")?.id;
    expect(activity.find(({ field }) => field === "title")?.by).toBe(bob as string);
    b.ok("pm undo");
    expect(b.titles()).toContain("Typed");
    expect(b.ok(`pm work-item get ${two}`)).not.toContain("review");
  });
});

describe("what was exported counts as shared where others have gone on from it:", () => {
  const titles = (at: Place) =>
    conflicts(at).map(({ field, kept, lost }) => [field, kept, lost].join(" "));

  test("thrown away with git before a pull overrides it, it is in the journal", () => {
    const one = itemOf("One");
    b.ok(`pm work-item update ${one} --title Eins && pm sync export && git reset -q --hard`);
    a.ok(`pm work-item update ${one} --title Uno`);
    share(a);
    b.ok("git pull -q");
    expect(titles(b)).toEqual(["title Uno Eins"]);
  });

  test("a commit that is thrown away is no better", () => {
    const one = itemOf("One");
    b.ok(`pm work-item update ${one} --title Eins && pm sync commit && git reset -q --hard HEAD~1`);
    a.ok(`pm work-item update ${one} --title Uno`);
    share(a);
    b.ok("git pull -q");
    expect(titles(b)).toEqual(["title Uno Eins"]);
  });

  test("committed on another branch, it is there, too", () => {
    const one = itemOf("One");
    b.ok(`git switch -q -c topic && pm work-item update ${one} --title Eins && pm sync commit`);
    a.ok(`pm work-item update ${one} --title Uno`);
    share(a);
    b.ok("git switch -q main && git pull -q");
    expect(titles(b)).toEqual(["title Uno Eins"]);
    // The merge of the branch finds the same contest, once.
    b.ok("git merge -q --no-edit topic");
    expect(titles(b)).toEqual(["title Uno Eins"]);
  });

  test("in a partial clone nothing is fetched to find that out", () => {
    for (const title of ["A", "B", "C"]) {
      a.ok(`pm add ${title}`);
      share(a);
    }
    a.ok("git -C ../remote.git config uploadpack.allowFilter true");
    a.ok("git clone -q --filter=blob:none file://$PWD/../remote.git ../partial");
    const partial = world.place("partial");
    partial.ok("git config user.name Pia && git config user.email pia@example.org");
    partial.ok("pm sync init --yes && pm list");
    const one = itemOf("One");
    partial.ok(`pm work-item update ${one} --title Eins && pm sync export && git reset -q --hard`);
    a.ok(`pm work-item update ${one} --title Uno`);
    share(a);
    const missing = () => partial.ok("git rev-list --objects --all --missing=print | grep -c '^?'");
    const before = missing();
    expect(Number(before)).toBeGreaterThan(2);
    partial.ok("git pull -q");
    expect(partial.titles()).toContain("Uno");
    expect(missing()).toBe(before);
  });

  test("amended, rebased and pushed, it is shared", () => {
    const one = itemOf("One");
    b.ok(`pm work-item update ${one} --title Eins && pm sync commit`);
    b.ok("git commit -q --amend -m other");
    a.ok("pm add Three");
    share(a);
    b.ok("git pull -q --rebase && git push -q");
    a.ok(`git pull -q && pm work-item update ${one} --title Uno`);
    share(a);
    b.ok("git pull -q");
    expect([conflicts(a), conflicts(b)]).toEqual([[], []]);
  });
});

test.each([
  ["not exported", "true"],
  ["committed on another branch", "git switch -q -c topic && pm sync commit && git switch -q main"],
])("an edit by hand that meets a newer change, %s, is in the journal", (_, then) => {
  const one = itemOf("One");
  b.ok(`pm work-item update ${one} --title Eins`);
  b.ok(then);
  b.write(".pm/data.json", b.read(".pm/data.json").replace('"title": "One"', '"title": "Uno"'));
  b.ok("pm sync export");
  expect(conflicts(b)).toMatchObject([{ field: "title", kept: "Eins", lost: "Uno" }]);
  expect(b.board().work_items.find(({ id }) => id === one)?.title).toBe("Eins");
});
