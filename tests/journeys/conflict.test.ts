// A data.json that git left in conflict: by a forge, by a clone without the driver, or since pm was
// not there. `pm sync resolve` makes one board of it.
import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { makeWorld, type Place, type World } from "./support.ts";

let world: World;
let a: Place;
let b: Place;
beforeEach(() => {
  world = makeWorld();
  a = world.repository("a");
  a.ok(
    "pm project create Web --key WEB && pm add One && pm add Two && pm sync commit && git push -q",
  );
  b = world.clone("b", "Bob");
});
afterEach(() => world.remove());

function update(at: Place, title: string, flags: string): void {
  const { work_items } = at.json<{ work_items: { id: string; title: string }[] }>(
    "work-item list --include-done",
  );
  const id = work_items.find((item) => item.title === title)?.id;
  at.ok(`pm work-item update ${id} ${flags}`);
}

/** Both sides change the same item; b commits last and has not pulled. */
function diverge(): void {
  update(a, "One", "--title Uno --description 'from a'");
  a.ok("pm add Three && pm sync commit && git push -q");
  update(b, "One", "--title Un --status in_progress");
  b.ok("pm add Four && pm sync commit && git fetch -q");
}

/** What everybody should have after {@link diverge}. */
function expectBoth(at: Place): void {
  const items = at.board().work_items;
  expect(items.map(({ title }) => title).sort()).toEqual(["Four", "Three", "Two", "Un"]);
  expect(items.find(({ title }) => title === "Un")).toMatchObject({
    status: "in_progress",
    description: "from a",
  });
  expect(at.ok("pm sync import --merge && pm sync export && git status --porcelain")).not.toContain(
    "M .pm",
  );
  expect(at.json("sync conflicts")).toMatchObject({
    conflicts: [{ kind: "contest", field: "title", kept: "Un", lost: "Uno" }],
  });
}

test("nothing to resolve", () => {
  const before = a.read(".pm/data.json");
  const done = a.run("pm sync resolve");
  expect(done).toMatchObject({ code: 0, stderr: expect.stringMatching(/^Nothing to resolve/) });
  expect(a.read(".pm/data.json")).toBe(before);
  expect(a.json("sync resolve")).toMatchObject({ from: "nothing", staged: false });
});

describe("a merge without the driver", () => {
  test.each(["merge", "diff3", "zdiff3"])("in the style %s", (style) => {
    diverge();
    expect(b.run(`git -c merge.conflictStyle=${style} merge -q origin/main`).code).not.toBe(0);
    expect(b.read(".pm/data.json")).toContain("<<<<<<<");
    const refused = b.run("pm sync import --merge");
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain("pm sync resolve");

    const done = b.run("pm sync resolve");
    expect(done.code).toBe(0);
    expect(done.stderr).toContain("Merged both sides of .pm/data.json.");
    expect(b.status()).toEqual(["M  .pm/data.json"]);
    b.ok("git commit -qm merged");
    expectBoth(b);
    expect(b.run("git merge-base --is-ancestor origin/main HEAD").code).toBe(0);
  });

  test.each(["merge", "diff3", "zdiff3"])(
    "committed with its markers, in the style %s",
    (style) => {
      diverge();
      b.run(`git -c merge.conflictStyle=${style} merge -q origin/main`);
      b.ok("git add .pm/data.json && git commit -qm 'merged, they said'");
      const done = b.run("pm sync resolve");
      expect(done.stderr).toContain("both sides of the conflict markers");
      expect(b.status()).toEqual(["M  .pm/data.json"]);
      b.ok("git commit -qm resolved");
      const items = b.board().work_items;
      expect(items.map(({ title }) => title).sort()).toEqual(["Four", "Three", "Two", "Un"]);
      expect(items.find(({ title }) => title === "Un")).toMatchObject({
        status: "in_progress",
        description: "from a",
      });
    },
  );

  test("what was resolved by hand meanwhile counts", () => {
    diverge();
    b.run("git merge -q origin/main");
    const byHand = a.read(".pm/data.json").replace('"Two"', '"By hand"');
    b.write(".pm/data.json", byHand);
    b.ok("pm sync resolve && git commit -qm merged");
    const titles = b.board().work_items.map(({ title }) => title);
    expect(titles.sort()).toEqual(["By hand", "Four", "Three", "Un"]);
  });

  test("in a rebase", () => {
    diverge();
    expect(b.run("git rebase -q origin/main").code).not.toBe(0);
    b.ok("pm sync resolve && git -c core.editor=true rebase --continue");
    expectBoth(b);
    expect(b.ok("git log --oneline | wc -l")).toBe("4");
  });

  test("in a stash that is popped", () => {
    update(a, "One", "--title Uno");
    a.ok("pm sync export && git stash -q");
    update(a, "Uno", "--title Un");
    a.ok("pm sync commit");
    expect(a.run("git stash pop -q").code).not.toBe(0);
    a.ok("pm sync resolve");
    expect(
      a
        .board()
        .work_items.map(({ title }) => title)
        .sort(),
    ).toEqual(["Two", "Un"]);
  });

  test("both sides made the board", () => {
    const c = world.place("c");
    c.ok(
      "git clone -q ../remote.git . && git config user.name Cat && git config user.email c@example.org",
    );
    c.ok("git reset -q --hard HEAD~1 && pm project create Mine --key MINE && pm add Own");
    c.ok("pm sync commit && git fetch -q");
    expect(c.run("git merge -q origin/main").code).not.toBe(0);
    c.ok("pm sync resolve && git add .pm && git commit -qm merged");
    expect(
      c
        .board()
        .work_items.map(({ title }) => title)
        .sort(),
    ).toEqual(["One", "Own", "Two"]);
    expect(
      c
        .board()
        .projects.map(({ key }) => key)
        .sort(),
    ).toEqual(["MINE", "WEB"]);
    expect(c.titles()).toEqual(["Own"]);
    c.ok("pm sync import --merge");
    expect(c.titles()).toEqual(["One", "Own", "Two"]);
  });
});

describe("one side deleted the board", () => {
  test("ours stays", () => {
    a.ok("git rm -q .pm/data.json && git commit -qm gone && git push -q");
    b.ok("pm add Three && pm sync commit && git fetch -q");
    expect(b.run("git merge -q origin/main").code).not.toBe(0);
    const done = b.run("pm sync resolve");
    expect(done.stderr).toContain("The other side deleted .pm/data.json: ours stays.");
    b.ok("git commit -qm merged");
    expect(b.board().work_items).toHaveLength(3);
  });

  test("theirs stays", () => {
    a.ok("git rm -q .pm/data.json && git commit -qm gone");
    b.ok("pm add Three && pm sync commit && git push -q");
    expect(a.run("git pull -q --no-rebase").code).not.toBe(0);
    expect(a.json("sync resolve")).toMatchObject({ from: "only theirs", staged: true });
    a.ok("git commit -qm merged");
    expect(a.board().work_items).toHaveLength(3);
  });
});

test("ids that are there twice, after a union merge", () => {
  const board = a.board() as unknown as { work_items: { [key: string]: unknown }[] };
  const [first] = board.work_items;
  board.work_items.push({
    ...first,
    title: "Again",
    updated_at: "2999-01-01T00:00:00.000Z",
    version: 7,
  });
  board.work_items.push({ ...first, description: "third", updated_at: "2998-01-01T00:00:00.000Z" });
  a.write(".pm/data.json", JSON.stringify(board));
  expect(a.run("pm sync import --merge").stderr).toContain("pm sync resolve");
  expect(a.json("sync resolve")).toMatchObject({ from: "duplicates", duplicates: 2, staged: true });
  const items = a.board().work_items;
  expect(items).toHaveLength(2);
  expect(items.find(({ id }) => id === first?.id)).toMatchObject({ title: "Again", version: 7 });
  expect(a.run("pm sync resolve").stderr).toStartWith("Nothing to resolve");
});

test("two values of one time: the one that goes is kept in the journal", () => {
  const one = a.read(".pm/data.json").match(/^ +"title": "One",$/m)?.[0] as string;
  const both = `<<<<<<< a\n${one}\n=======\n${one.replace("One", "Uno")}\n>>>>>>> b`;
  a.write(".pm/data.json", a.read(".pm/data.json").replace(one, both));
  a.ok("pm sync resolve");
  expect(a.json("sync conflicts")).toMatchObject({
    conflicts: [{ field: "title", kept: "Uno", lost: "One" }],
  });
});

test("outside of git, from the markers alone", () => {
  const plain = world.place("plain");
  diverge();
  b.run("git merge -q origin/main");
  plain.ok("mkdir -p home/.pm && cp ../b/.pm/data.json home/.pm/");
  const env = { HOME: `${plain.folder}/home` };
  const done = plain.run("pm sync resolve", env);
  expect(done.code).toBe(0);
  expect(done.stderr).not.toContain("Staged");
  expect(JSON.parse(plain.read("home/.pm/data.json")).work_items).toHaveLength(4);
});

describe("nothing is changed", () => {
  const refused = (message: RegExp): void => {
    const before = b.read(".pm/data.json");
    const done = b.run("pm sync resolve");
    expect(done.code).toBe(1);
    expect(done.stderr).toMatch(message);
    expect(b.read(".pm/data.json")).toBe(before);
    expect(b.ok("ls .pm")).not.toContain("tmp");
  };

  test("where a side is of a later version", () => {
    update(a, "One", "--title Uno");
    a.ok('pm sync export && sed -i \'s/"schema_version": 1/"schema_version": 2/\' .pm/data.json');
    a.ok("git commit -qam later && git push -q");
    update(b, "One", "--title Un");
    b.ok("pm sync commit && git fetch -q");
    b.run("git merge -q origin/main");
    refused(/^pm: Unsupported schema version: 2/);
    expect(b.status()).toContain("UU .pm/data.json");
  });

  test("where markers were edited away", () => {
    diverge();
    b.run("git merge -q origin/main");
    b.ok("sed -i '/^=======/d' .pm/data.json && git add .pm/data.json && git commit -qm half");
    refused(/^pm: The conflict markers in .pm\/data.json do not pair up/);
  });

  test("where it is no board at all", () => {
    b.write(".pm/data.json", "{");
    refused(/^pm: Invalid JSON in .pm\/data.json/);
  });
});

describe("with the driver", () => {
  beforeEach(() => b.ok("pm sync init --yes"));

  test("nothing is left to resolve", () => {
    diverge();
    b.ok("git merge -q --no-edit origin/main");
    expectBoth(b);
  });

  test("and without pm on the PATH, git merges it as text, and pm resolves that later", () => {
    diverge();
    const env = { PATH: world.pathWithoutPm };
    const merge = b.run("git merge -q origin/main", env);
    expect(merge.code).toBe(1);
    expect(b.read(".pm/data.json")).toContain("<<<<<<< ours\n");
    expect(b.status()).toContain("UU .pm/data.json");
    b.ok("pm sync resolve && git commit -qm merged");
    expectBoth(b);
  });

  test("and without pm, text that does not touch merges by itself", () => {
    update(a, "One", "--title Uno");
    a.ok("pm sync commit && git push -q");
    b.ok(
      "pm comment create $(pm list | head -n 1 | cut -f 1) Hi && pm sync commit && git fetch -q",
    );
    b.ok("git merge -q --no-edit origin/main", { PATH: world.pathWithoutPm });
    expect(b.board().comments).toHaveLength(1);
    expect(
      b
        .board()
        .work_items.map(({ title }) => title)
        .sort(),
    ).toEqual(["Two", "Uno"]);
  });

  test("a side that is no board: one line, and git's markers", () => {
    update(a, "One", "--title Uno");
    a.ok('pm sync export && sed -i \'s/"schema_version": 1/"schema_version": 2/\' .pm/data.json');
    a.ok("git commit -qam later && git push -q");
    update(b, "One", "--title Un");
    b.ok("pm sync commit && git fetch -q");
    const merge = b.run("git merge -q origin/main");
    expect(merge.code).toBe(1);
    expect(merge.stderr).toContain("pm: Unsupported schema version: 2");
    expect(b.read(".pm/data.json")).toContain("<<<<<<< ours\n");
  });
});

test("where there is no place for the journal, merging goes on, and what lost is in git", () => {
  b.ok("pm sync init --yes");
  diverge();
  for (const folder of ["journal", "logs"]) b.write(`.pm/${folder}`, "");
  const merged = b.run("git merge --no-edit origin/main");
  expect(merged.code).toBe(0);
  expect(merged.stderr).toContain("lost a contest");
  expect(merged.stderr).toContain("pm doctor");
  expect(b.titles()).toEqual(["Four", "Three", "Two", "Un"]);
  expect(b.ok("git log -p --format= -- .pm/data.json")).toContain('"title": "Uno"');
});

for (const side of ["ours", "theirs"] as const) {
  for (const way of ["pm sync resolve", "git add and git commit"] as const) {
    test(`what was typed to resolve it counts, beside the rest of ${side}: ${way}`, () => {
      // The hooks are there, the driver is not.
      b.ok("pm sync init --yes && git config --remove-section merge.pm-board");
      diverge();
      expect(b.run("git merge origin/main").code).toBe(1);
      b.ok(`git checkout --${side} .pm/data.json`);
      const text = b.read(".pm/data.json").replace(/"title": "(Uno|Un)"/, '"title": "By hand"');
      b.write(".pm/data.json", text);
      if (way === "pm sync resolve") b.ok("pm sync resolve && git commit -qm merged");
      else b.ok("git add .pm/data.json && git commit -qm merged");
      expect(b.titles()).toContain("By hand");
      b.ok("pm sync export && git diff --exit-code -- .pm/data.json && git push -q");
      a.ok("git pull -q && pm sync import -q --merge");
      for (const place of [a, b]) {
        const items = place.board().work_items;
        const one = items.find(({ title }) => title === "By hand");
        expect(one).toMatchObject({ status: "in_progress", description: "from a" });
        expect(place.titles()).toEqual(["By hand", "Four", "Three", "Two"]);
      }
    });
  }
}
