// Versions of a Beads file, merged by the driver of data.json: whose every value is, and where the
// others are. Small files, made up with the traps of real ones; `bench/beads-merges.ts` does the same
// with real ones.
import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { throwDice } from "../../bench/support/dice.ts";
import { accountFor } from "../support/account-merge.ts";
import { beadsFile, generatedIssues, type IssueLine, issue, link } from "../support/beads-file.ts";
import { boardOf, mergeBeadsFiles } from "../support/beads-merge.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pm-beads-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

type Sides = [base: readonly object[], ours: readonly object[], theirs: readonly object[]];

/** Merges and checks what must always hold. */
function merge(...[base, ours, theirs]: Sides) {
  const done = mergeBeadsFiles(folder, [
    beadsFile(...base),
    beadsFile(...ours),
    beadsFile(...theirs),
  ]);
  expect(done.lost).toEqual([]);
  expect(done.account.unexplained).toEqual([]);
  expect(done.sameBothWays).toBe(true);
  const items = new Map(done.merged.records.work_item.map((item) => [item.extra?.beads_id, item]));
  return { ...done, item: (id: string) => items.get(id) };
}

const [SECOND, THIRD] = ["2025-11-02T00:00:00Z", "2025-11-03T00:00:00Z"];
const a = (fields: object = {}): IssueLine => issue("a", { updated_at: SECOND, ...fields });

test("a side that was emptied deletes nothing", () => {
  const lines = generatedIssues(20);
  const { account, merged } = merge(lines, lines, []);
  expect(account.onlyInTheirs).toBe(0);
  expect(merged.records.work_item).toHaveLength(20);
});

test("each side's edit is kept, the newest where both wrote, and the other is in the journal", () => {
  const { item, journal, account } = merge(
    [a()],
    [a({ title: "ours", priority: 0, updated_at: THIRD })],
    [a({ title: "theirs", description: "d", updated_at: "2025-11-03T00:00:00.001Z" })],
  );
  expect(item("a")).toMatchObject({ title: "theirs", priority: "critical", description: "d" });
  expect(journal.map(({ field, kept, lost }) => [field, kept, lost])).toEqual([
    ["title", "theirs", "ours"],
  ]);
  expect(account).toMatchObject({ journaled: 1, fromOurs: 1, fromTheirs: 2, ties: 0 });
});

test("with equal times and different content the larger text wins, and the other is in the journal", () => {
  const { item, journal, account } = merge(
    [a()],
    [a({ design: "abc", labels: ["x"] })],
    [a({ design: "abd", labels: ["y"], dependencies: [link("a", "b")] }), issue("b")],
  );
  expect(item("a")?.description).toBe("## Design\n\nabd");
  expect(item("a")?.labels).toEqual(["x", "y"]);
  expect(account.ties).toBeGreaterThan(0);
  expect(journal.map(({ field }) => field)).toContain("description");
});

test("a priority that one version leaves out is no edit", () => {
  const { item, account } = merge(
    [a({ priority: 0 })],
    [a({ priority: undefined, title: "ours", updated_at: THIRD })],
    [a({ priority: 0 })],
  );
  expect(item("a")).toMatchObject({ priority: "critical", title: "ours" });
  expect(account).toMatchObject({ fromOurs: 1, fromTheirs: 0, ties: 0 });
});

test("the same instant with another offset and more decimals is the same", () => {
  const { account } = merge(
    [a()],
    [a({ updated_at: "2025-11-01T16:00:00.000000001-08:00" })],
    [a({ updated_at: "2025-11-02T11:00:00+11:00" })],
  );
  expect(account.fields).toBe(account.equal);
});

test("several lines of one issue are one record", () => {
  const { item, account } = merge(
    [a()],
    [a({ title: "older" }), a({ title: "newer", updated_at: THIRD })],
    [a({ notes: "theirs", updated_at: "2025-11-02T12:00:00Z" })],
  );
  expect(item("a")?.title).toBe("newer");
  expect(item("a")?.extra?.beads_notes).toBe("theirs");
  expect(account.records).toBe(2);
});

test("a comment that was exported by two clones is one", () => {
  const comment = (id: number, created_at: string) => ({
    comments: [{ id, issue_id: "a", author: "mayor", text: "t", created_at }],
  });
  const { merged } = merge([], [a(comment(1, SECOND))], [a(comment(7, THIRD))]);
  expect(merged.records.comment.map((one) => one.created_at as string)).toEqual([
    "2025-11-02T00:00:00.000Z",
  ]);
});

test("one that was deleted on one side is deleted, and has the edit of the other", () => {
  const { item } = merge(
    [a()],
    [a({ status: "tombstone", deleted_at: THIRD, updated_at: THIRD })],
    [a({ description: "d", updated_at: "2025-11-04T00:00:00Z" })],
  );
  expect(item("a")).toMatchObject({ description: "d", deleted_at: "2025-11-03T00:00:00.000Z" });
});

describe("random versions of a file", () => {
  const count = Math.min(Number(process.env.LAW_RUNS ?? 6), 500);
  const seeds = Array.from({ length: count }, (_, index) => index + 1);
  let ties = 0;
  test.each(seeds)("%d", (seed) => {
    const dice = throwDice(seed);
    const base = generatedIssues(120, seed);
    const version = (): IssueLine[] => {
      const lines = base.filter(() => dice.chance(0.9)).map((line) => edited(line));
      const repeated = lines.filter(() => dice.chance(0.03)).map((line) => edited(line));
      return [...lines, ...repeated, ...generatedIssues(130, seed + 100).slice(120)];
    };
    const edited = (line: IssueLine): IssueLine => {
      if (dice.chance(0.4)) return line;
      const moved = new Date(Date.UTC(2025, 10, 1, 0, dice.below(3))).toISOString();
      return {
        ...line,
        // Beads does not move it for every edit, and now and then a version is older than its base.
        ...(dice.chance(0.7) ? { updated_at: moved } : {}),
        ...(dice.chance(0.5) ? { title: `Title ${dice.below(4)}` } : {}),
        ...(dice.chance(0.3) ? { labels: [`l${dice.below(3)}`] } : {}),
        ...(dice.chance(0.3) ? { close_reason: `because ${dice.below(3)}` } : {}),
        ...(dice.chance(0.2) ? { priority: dice.below(5) } : {}),
        ...(dice.chance(0.2) ? { notes: `n${dice.below(3)}` } : {}),
      };
    };
    const { account } = merge(base, version(), version());
    expect(account.fromOurs + account.fromTheirs).toBeGreaterThan(50);
    expect(account.journaled).toBeGreaterThan(0);
    ties += account.ties;
  });

  test("had ties to decide", () => {
    expect(ties).toBeGreaterThan(0);
  });
});

test("the accounting notices a value that is lost, invented or missing from the journal", () => {
  const texts: Sides = [
    [a(), issue("b")],
    [a({ title: "ours", updated_at: THIRD }), issue("b")],
    [a({ title: "theirs", labels: ["x"], updated_at: THIRD }), issue("b"), issue("c")],
  ];
  const { merged, journal } = merge(...texts);
  const boards = texts.map((lines) => boardOf(beadsFile(...lines))) as [never, never, never];
  const problems = (change: (board: typeof merged) => void, entries = journal): number => {
    const board = structuredClone(merged);
    change(board);
    return accountFor(boards, board, entries).unexplained.length;
  };
  expect(problems(() => {})).toBe(0);
  expect(problems(() => {}, [])).toBe(1);
  for (const index of [0, 1, 2]) {
    expect(problems((board) => board.records.work_item.splice(index, 1))).toBe(1);
    expect(
      problems((board) => {
        const item = board.records.work_item[index];
        if (item) Object.assign(item, { title: "nobody's", labels: ["nobody's"], version: 9 });
      }),
    ).toBeGreaterThanOrEqual(2);
  }
});
