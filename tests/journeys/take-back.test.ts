// Every step that drops or overwrites something on a board can be taken back by the one command that its
// message names; and what was asked back holds when others' boards are merged.
import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { withoutHead } from "./fault-support.ts";
import { makeWorld, type Place, type World } from "./support.ts";

let world: World;
let ada: Place;
beforeEach(() => {
  world = makeWorld();
  ada = world.repository("ada");
  ada.ok("pm project create Shop --key SHOP && pm add One && pm add Two --label ui");
  ada.ok("pm sync export -q -o early.json");
});
afterEach(() => world.remove());

const boardOf = (place: Place): string => withoutHead(place.ok("pm sync export -q -o - | cat"));
const idOf = (place: Place, title: string): string =>
  place.ok(`pm search ${title} | cut -f1`).split("\n")[0] as string;
const statusOf = (place: Place, title: string): string =>
  place.json<{ work_item: { status: string } }>(`show ${idOf(place, title)}`).work_item.status;
/** The command that a message names behind these words. */
const namedIn = (message: string, words: string): string =>
  new RegExp(`${words}: (pm .*)`).exec(message)?.[1] ?? `echo "names nothing: ${message}"; false`;

/** Exports, commits, and brings everything of everybody together. */
function share(...places: Place[]): void {
  for (let round = 0; round < 2; round += 1) {
    for (const place of places) {
      place.ok("pm sync commit -m board && git pull -q --no-rebase --no-edit origin main");
      place.ok(
        "pm sync import -q --merge && pm sync commit -m merged && git push -q origin HEAD:main",
      );
    }
  }
}

for (const way of ["the database", "a server"] as const) {
  describe(`over ${way}`, () => {
    let stop = async (): Promise<void> => {};
    beforeEach(async () => {
      if (way === "a server") stop = await ada.serve();
    });
    afterEach(async () => {
      await stop();
      stop = async () => {};
    });

    test("a replacement is taken back as if it had not been", () => {
      ada.ok(`pm work-item update ${idOf(ada, "One")} --status review && pm add Three`);
      const before = boardOf(ada);
      const replaced = ada.run("pm sync import early.json");
      expect(ada.titles()).toEqual(["One", "Two"]);
      expect(boardOf(ada)).not.toBe(before);
      const undone = ada.run(namedIn(replaced.stderr, "To get it back"));
      expect(undone.stderr).toContain("The board is what it was before.");
      expect(boardOf(ada)).toBe(before);
      // And the undo itself.
      ada.ok(namedIn(undone.stderr, "To take this back"));
      expect(statusOf(ada, "One")).toBe("backlog");
      expect(ada.titles()).toEqual(["One", "Two"]);
      ada.ok("pm undo");
      expect(boardOf(ada)).toBe(before);
    });

    test("the last change is taken back first, whichever kind it is", () => {
      ada.ok("pm add Three");
      ada.ok("pm sync import -q early.json && pm add Four");
      ada.ok("pm undo");
      expect(ada.titles()).toEqual(["One", "Two"]);
      ada.ok("pm undo");
      expect(ada.titles()).toEqual(["One", "Three", "Two"]);
      ada.ok("pm undo");
      expect(ada.titles()).toEqual(["One", "Two"]);
    });

    test("an older backup is restored, and that is taken back too", () => {
      ada.ok(`pm work-item update ${idOf(ada, "One")} --status done --title Uno && pm add Three`);
      ada.ok("pm sync import -q early.json && pm add Four");
      const before = boardOf(ada);
      const dry = ada.run("pm sync restore latest --dry-run");
      expect(dry.stderr).toContain("1 brought back, 1 set back\nDry run: nothing was written.\n");
      expect(boardOf(ada)).toBe(before);
      const [, name = ""] = /from (\S+): /.exec(dry.stderr) ?? [];
      const restored = ada.run(`pm sync restore ${name.slice(0, -6)}`);
      expect(restored.stderr).toContain("1 record that it does not know stayed.");
      expect(ada.titles()).toEqual(["Four", "Three", "Two", "Uno"]);
      expect(ada.json<{ backups: object[] }>("sync backups").backups).toHaveLength(2);
      ada.ok(namedIn(restored.stderr, "To take this back"));
      expect(boardOf(ada)).toBe(before);
      expect(ada.run("pm sync restore ../../../etc/passwd").code).toBe(3);
      expect(ada.run("pm sync restore 2").stderr).toContain("Several backups begin with “2”.");
    });

    test("a deleted project comes back by the command that the deletion names", () => {
      const before = ada.json<{ work_items: object[] }>("list").work_items;
      const deleted = ada.run("pm project delete SHOP --yes");
      expect(ada.titles()).toEqual([]);
      ada.ok(namedIn(deleted.stderr, "To bring it back"));
      expect(ada.json<{ work_items: object[] }>("list").work_items).toEqual(before);
      ada.ok("pm project delete SHOP --yes && pm undo");
      expect(ada.json<{ work_items: object[] }>("list").work_items).toEqual(before);
    });

    test("the log of syncs tells each of them, record by record", () => {
      interface Sync {
        number: number;
        kind: string;
        via: string;
        file: string;
        created: number;
        updated: number;
        removed: number;
        undone: boolean;
      }
      ada.ok("pm sync export -q");
      ada.ok(`pm work-item update ${idOf(ada, "One")} --status review && pm add Three`);
      ada.ok("pm sync export -q && pm sync export -q && pm sync import -q early.json && pm undo");
      const { syncs } = ada.json<{ syncs: Sync[] }>("sync log");
      expect(
        syncs.map(({ kind, file, created, updated, removed, undone }) =>
          [kind, file, created, updated, removed, undone].join(" "),
        ),
      ).toEqual([
        expect.stringMatching(/^undo \.pm\/backups\/\S+\.json 1 1 0 false$/),
        "replace early.json 0 1 1 true",
        "export .pm/data.json 1 1 0 false",
        "export .pm/data.json 3 0 0 false",
      ]);
      interface Change {
        action: string;
        entity: string;
        title: string;
        field: string | null;
        before: unknown;
        after: unknown;
        by: string | null;
      }
      const changes = (ref: string) => ada.json<{ changes: Change[] }>(`sync log ${ref}`).changes;
      const me = ada.json<{ user: { id: string } }>("sync log latest") && changes("2")[0]?.by;
      expect(changes("2")).toEqual([
        expect.objectContaining({
          title: "Three",
          field: null,
          action: "work_item.create",
          by: me,
        }),
        expect.objectContaining({
          title: "One",
          field: "status",
          before: "backlog",
          after: "review",
        }),
      ]);
      expect(changes("3")).toEqual([
        expect.objectContaining({
          title: "One",
          field: "status",
          before: "review",
          after: "backlog",
          by: me,
        }),
        expect.objectContaining({ title: "Three", field: null, action: "remove" }),
      ]);
      expect(changes("latest")).toEqual([
        expect.objectContaining({
          title: "One",
          field: "status",
          before: "backlog",
          after: "review",
        }),
        expect.objectContaining({ title: "Three", field: null, action: "undo" }),
      ]);
      expect(ada.run("pm sync log 99").code).toBe(3);
      expect(ada.ok("pm sync log").split("\n")[1]).toMatch(
        /^3\t\S+\treplace\tcommand\t0\t1\t1\t0\tundone\t\S+\.json\tearly\.json$/,
      );
    });
  });
}

describe("with another clone", () => {
  let bob: Place;
  beforeEach(() => {
    share(ada);
    bob = world.clone("bob", "Bob");
    bob.ok("pm sync import -q");
  });

  test("a replacement that was not exported leaves no trace, and others' work arrives as ever", () => {
    ada.ok(`pm work-item update ${idOf(ada, "One")} --status review && pm add Mine`);
    bob.ok(`pm work-item update ${idOf(bob, "Two")} --status done && pm add His`);
    share(bob);
    ada.ok("git pull -q --no-rebase origin main");
    // Without --merge, by mistake.
    ada.ok("pm sync import -q");
    expect(ada.titles()).toEqual(["His", "One", "Two"]);
    ada.ok("pm undo");
    expect(ada.titles()).toEqual(["Mine", "One", "Two"]);
    share(ada, bob);
    for (const place of [ada, bob]) {
      expect(place.titles()).toEqual(["His", "Mine", "One", "Two"]);
      expect([statusOf(place, "One"), statusOf(place, "Two")]).toEqual(["review", "done"]);
    }
    expect(ada.read(".pm/data.json")).toBe(bob.read(".pm/data.json"));
  });

  test("after an export, what others wrote still stands when data.json itself had been brought in", () => {
    ada.ok(`pm work-item update ${idOf(ada, "One")} --status review && pm add Mine`);
    bob.ok(`pm work-item update ${idOf(bob, "Two")} --status done`);
    share(bob);
    ada.ok("git pull -q --no-rebase origin main && pm sync import -q");
    share(ada, bob);
    expect(ada.titles()).toEqual(["One", "Two"]);
    const undone = ada.run("pm undo");
    expect(undone.stderr).toContain("It had been exported or built upon");
    share(ada, bob);
    for (const place of [ada, bob]) {
      expect(place.titles()).toEqual(["Mine", "One", "Two"]);
      expect([statusOf(place, "One"), statusOf(place, "Two")]).toEqual(["review", "done"]);
    }
  });

  test("after an export, what I asked back wins over what the file had brought to others", () => {
    // A file with newer values than those here, and a record of its own.
    world.place("else");
    ada.ok("cp -r . ../else && cd ../else && rm -f .pm/server.json");
    const other = world.place("else");
    other.ok(
      `pm work-item update ${idOf(other, "One")} --status done --title Wrong && pm add Stranger`,
    );
    other.ok("pm sync export -q -o ../wrong.json");
    ada.ok("pm add Mine");
    ada.ok("pm sync import -q ../wrong.json");
    share(ada, bob);
    expect(bob.titles()).toEqual(["Stranger", "Two", "Wrong"]);
    bob.ok(`pm work-item update ${idOf(bob, "Wrong")} --priority high`);
    share(bob, ada);
    const undone = ada.run("pm undo");
    expect(undone.stderr).toContain("1 record that came with it stayed");
    expect(ada.titles()).toEqual(["Mine", "One", "Stranger", "Two"]);
    share(ada, bob);
    for (const place of [ada, bob]) {
      expect(place.titles()).toEqual(["Mine", "One", "Stranger", "Two"]);
      expect(statusOf(place, "One")).toBe("backlog");
      expect(place.ok(`pm show ${idOf(place, "One")}`)).toContain("priority\thigh\n");
    }
    expect(ada.read(".pm/data.json")).toBe(bob.read(".pm/data.json"));
  });

  test("one that has only brought records took nothing away, and the undo says so", () => {
    const other = world.place("else");
    ada.ok("cp -r . ../else && rm -f ../else/.pm/server.json");
    other.ok("pm add Three && pm sync export -q -o ../more.json");
    ada.ok("pm sync import -q ../more.json");
    share(ada, bob);
    const undone = ada.run("pm undo");
    expect(undone.stderr).toContain("It had taken nothing away");
    expect(undone.stderr).toContain("1 record that came with it stayed");
    expect(undone.stderr).not.toContain("written anew");
    expect(ada.titles()).toContain("Three");
  });

  test("what has been deleted stays deleted, and what somebody wrote since is left alone", () => {
    ada.ok(`pm work-item delete ${idOf(ada, "Two")}`);
    // An early file has it alive.
    ada.ok("pm sync import -q early.json");
    share(ada, bob);
    ada.ok("pm undo");
    share(ada, bob);
    expect([ada.titles(), bob.titles()]).toEqual([["One"], ["One"]]);
  });

  test("a restored backup holds for everybody", () => {
    ada.ok("pm add Extra && pm sync import -q early.json");
    bob.ok(`pm work-item update ${idOf(bob, "One")} --status done`);
    bob.ok(`pm work-item delete ${idOf(bob, "Two")} && pm add His`);
    share(bob, ada);
    expect(ada.titles()).toEqual(["His", "One"]);
    ada.ok("pm sync restore latest");
    share(ada, bob);
    for (const place of [ada, bob]) {
      expect(place.titles()).toEqual(["Extra", "His", "One", "Two"]);
      expect(statusOf(place, "One")).toBe("backlog");
    }
    expect(ada.read(".pm/data.json")).toBe(bob.read(".pm/data.json"));
  });
});

test("hooks are in the log of syncs by their names", () => {
  ada.ok(
    "pm sync init --yes && git add .pm && git commit -qm board && git push -q origin HEAD:main",
  );
  const bob = world.clone("bob", "Bob", true);
  bob.ok(
    "pm add His && echo x > x && git add x && git commit -qm x && git push -q origin HEAD:main",
  );
  ada.ok("git pull -q");
  const vias = (place: Place) =>
    place
      .json<{ syncs: { kind: string; via: string }[] }>("sync log")
      .syncs.map(({ kind, via }) => `${kind} by ${via}`);
  expect(vias(ada)).toEqual(["merge by post-merge", "export by pre-commit"]);
  expect(vias(bob)).toEqual(["export by pre-commit", "build by command"]);
});

test("an import says which branch came: of a merge, a pull, a merge by hand, and a switch", () => {
  ada.ok(
    "pm sync init --yes && git add .pm && git commit -qm board && git push -q origin HEAD:main",
  );
  const bob = world.clone("bob", "Bob", true);
  const push = (title: string, branch: string) =>
    bob.ok(
      `git switch -qc ${branch} && pm add ${title} && git commit --allow-empty -qm ${title} && git push -q origin ${branch}`,
    );
  interface Told {
    syncs: { kind: string; branch: string | null }[];
    changes: { branch: string | null }[];
  }
  const last = () =>
    ada.json<Told>("sync log").syncs.find(({ kind }) => kind === "merge")?.branch ?? null;
  push("Pulled", "feature/login");
  ada.ok("git pull -q origin feature/login");
  expect(last()).toBe("feature/login");
  const { changes } = ada.json<Told>("sync log latest");
  expect(changes.map(({ branch }) => branch)).toContain("feature/login");
  push("Merged", "fix/one");
  ada.ok("git fetch -q && git merge -q origin/fix/one");
  expect(last()).toBe("origin/fix/one");
  push("Stopped", "fix/two");
  ada.ok("echo a > own && git add own && git commit -qm own");
  ada.ok("git fetch -q && git merge -q --no-commit origin/fix/two; pm sync import --merge");
  expect(last()).toBe("origin/fix/two");
  ada.ok("git commit -qm merged");
  push("Switched", "fix/three");
  ada.ok("git fetch -q && git switch -q fix/three");
  expect(last()).toBe("fix/three");
  expect(ada.ok("pm sync log 1")).not.toContain("branch");
  const exports = bob.json<Told>("sync log").syncs.filter(({ kind }) => kind === "export");
  expect(exports.map(({ branch }) => branch)).toEqual([null, null, null, null]);
});

test("what the merge driver and resolve have taken from the other side is told, too", () => {
  ada.ok("pm sync init --yes; pm sync commit -m board");
  ada.ok("git push -q origin HEAD:main");
  const bob = world.clone("bob", "Bob", true);
  bob.ok("pm sync import -q");
  const edit = (place: Place, words: string, more = "") =>
    place.ok(`pm work-item update ${idOf(place, "One")} ${words} && pm sync commit -m x ${more}`);
  edit(bob, "--status review", "&& git push -q origin HEAD:main");
  edit(ada, "--priority high", "&& git pull -q --no-rebase --no-edit");
  interface Told {
    syncs: { number: number; kind: string; via: string; updated: number }[];
    changes: { title: string; field: string; before: unknown; after: unknown; by: string }[];
  }
  const merges = () => ada.json<Told>("sync log").syncs.filter(({ kind }) => kind === "git merge");
  expect(merges()).toMatchObject([{ via: "driver", updated: 1 }]);
  const number = merges()[0]?.number;
  const { changes } = ada.json<Told>(`sync log ${number}`);
  const bobs = bob.json<Told>("sync log 2").changes[0]?.by as string;
  expect(changes).toMatchObject([
    { title: "One", field: "status", before: "backlog", after: "review", by: bobs },
  ]);
  // The same without the driver, resolved afterwards.
  ada.ok("git push -q origin HEAD:main && git config --remove-section merge.pm-board");
  bob.ok("git pull -q --no-rebase --no-edit");
  edit(ada, "--title Eins");
  edit(bob, "--title Uno", "&& git push -q origin HEAD:main");
  expect(ada.run("git pull -q --no-rebase --no-edit").code).toBe(1);
  ada.ok("pm sync resolve && git commit -qm resolved");
  expect(ada.titles()).toEqual(["Two", "Uno"]);
  const [resolved] = merges();
  expect(resolved).toMatchObject({ via: "resolve", updated: 1 });
  expect(ada.json<Told>(`sync log ${resolved?.number}`).changes).toMatchObject([
    { field: "title", before: "Eins", after: "Uno", by: bobs },
  ]);
});

test("a backup that is gone is no dead end without a word", () => {
  ada.ok("pm add Three && pm sync import -q early.json && rm .pm/backups/*");
  const { code, stderr } = ada.run("pm undo");
  expect(code).toBe(1);
  expect(stderr).toContain("is in no backup any more");
  expect(stderr).toContain("pm sync backups");
  expect(stderr).toContain(
    "`pm undo --skip` leaves it as it is, and takes back what I did before it.",
  );
  // Three is gone with the replacement; what came before both is taken back.
  const undone = ada.json<{ undone: { action: string } }>("undo --skip");
  expect(undone.undone.action).toBe("work_item.create");
  expect(ada.titles()).toEqual(["One"]);
  ada.ok("pm undo --skip && pm undo --skip");
  const end = ada.run("pm undo --skip");
  expect(end.code).toBe(1);
  expect(end.stderr).toContain("is in no backup any more");
  expect(end.stderr).not.toContain("--skip");
  ada.ok("pm project create New && pm undo");
});

test("a field that somebody has written since stays, and what I did before is in reach", () => {
  share(ada);
  const bob = world.clone("bob", "Bob");
  const [one, two] = [idOf(ada, "One"), idOf(ada, "Two")];
  ada.ok(`pm work-item update ${two} --priority high && pm work-item update ${one} --priority low`);
  share(ada, bob);
  bob.ok(`pm work-item update ${one} --priority critical`);
  share(ada, bob);
  const refused = ada.run("pm undo");
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain("its priority was written again");
  expect(refused.stderr).toContain("pm undo --skip");
  ada.ok("pm undo --skip");
  expect(ada.ok(`pm show ${one}`)).toContain("priority\tcritical\n");
  expect(ada.ok(`pm show ${two}`)).toContain("priority\tmedium\n");
});

test("the backup that was just made stays, wherever the clock has been, and so do files of others", () => {
  ada.ok("mkdir -p .pm/backups/zzz.json && cp early.json .pm/backups/before-release.json");
  const ahead = Array.from({ length: 10 }, (_, second) => `21260101T00000${second}000Z-0a0b.json`);
  for (const name of ahead) ada.ok(`cp early.json .pm/backups/${name}`);
  ada.ok("pm add Precious && pm sync import -q early.json");
  const names = ada.json<{ backups: { name: string }[] }>("sync backups").backups;
  expect(names.map(({ name }) => name)).toEqual([
    expect.stringMatching(/^21260101T000009001Z-[0-9a-f]{4}\.json$/),
    ...ahead.slice(1).reverse(),
    "before-release.json",
  ]);
  expect(ada.ok("pm sync restore latest --dry-run --json")).toContain(names[0]?.name as string);
  ada.ok("pm undo");
  expect(ada.titles()).toEqual(["One", "Precious", "Two"]);
});

test("what data.json has besides another file comes back when it is asked for, and not by a hook", () => {
  ada.ok("pm sync init --yes && pm add Three && pm sync commit -m three");
  const replaced = ada.run("pm sync import early.json");
  expect(replaced.stderr).toContain(
    ".pm/data.json has it until the next export: pm sync import --merge brings it back.",
  );
  ada.ok("git switch -qc topic");
  expect(ada.titles()).toEqual(["One", "Two"]);
  expect(ada.run("pm sync import --merge").stderr).toContain("1 created");
  expect(ada.titles()).toEqual(["One", "Three", "Two"]);
  expect(ada.run("pm sync import --merge").stderr).toContain("0 created, 0 updated, 4 skipped");
});

test("as many replacements as backups are kept can be undone one after the other", () => {
  const numbers = [1, 2, 3, 4, 5, 6, 7, 8];
  for (const number of numbers) ada.ok(`pm add K${number} -q && pm sync import -q early.json`);
  for (const number of numbers.reverse()) {
    ada.ok("pm undo");
    expect(ada.titles()).toEqual([`K${number}`, "One", "Two"]);
    ada.ok("pm undo");
  }
  expect(ada.json<{ backups: object[] }>("sync backups").backups).toHaveLength(10);
});

test("backups that git tracks are nobody's to delete, and not the latest of this machine", () => {
  const names = Array.from(
    { length: 12 },
    (_, second) => `20200101T0000${10 + second}000Z-0a0b.json`,
  );
  for (const name of names) ada.ok(`mkdir -p .pm/backups && cp early.json .pm/backups/${name}`);
  ada.ok("git add -f .pm/backups && git commit -qm theirs");
  expect(ada.run("pm sync restore latest")).toMatchObject({
    code: 3,
    stderr: expect.stringContaining("No backup was made here yet."),
  });
  for (let round = 0; round < 11; round += 1)
    ada.ok("pm add More -q && pm sync import -q early.json");
  expect(ada.ok("git status --porcelain -- .pm/backups")).toBe("");
  const there = ada.json<{ backups: { name: string }[] }>("sync backups").backups;
  const mine = there.filter(({ name }) => !names.includes(name));
  expect([there.length, mine.length]).toEqual([22, 10]);
  expect(ada.run("pm sync restore latest --dry-run").stderr).toContain(mine[0]?.name as string);
});

test("that the only project was deleted elsewhere is said wherever none is found, with what brings it back", () => {
  share(ada);
  const bob = world.clone("bob", "Bob");
  bob.ok("pm project delete SHOP --yes");
  share(bob, ada);
  const [project] = ada.json<{ projects: { id: string; deleted_at: string }[] }>(
    "project list --deleted",
  ).projects;
  const who = `by Bob at ${project?.deleted_at}`;
  for (const list of ["project list", "list", "ready", "sprint list"]) {
    expect(ada.run(`pm ${list}`)).toMatchObject({
      code: 0,
      stdout: "",
      stderr: `The project Shop (SHOP) was deleted ${who}. To bring it back: pm project restore ${project?.id.slice(0, 8)}\n`,
    });
  }
  for (const command of ["add More", "board", "sprint create One"]) {
    const { code, stderr } = ada.run(`pm ${command}`);
    expect(code).toBe(1);
    expect(stderr).toContain(
      `no project on this board any more: “Shop” (SHOP) was deleted ${who}.`,
    );
    expect(stderr).toContain(`\`pm project restore ${project?.id.slice(0, 8)}\` brings it back`);
  }
  ada.ok(namedIn(ada.run("pm list").stderr, "To bring it back"));
  expect(ada.titles()).toEqual(["One", "Two"]);
  expect(ada.run("pm sprint list").stderr).toContain("No sprints here.");
});
