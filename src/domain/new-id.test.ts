import { expect, test } from "bun:test";
import fc from "fast-check";
import { throwDice } from "../../bench/support/dice.ts";
import {
  type Candidate,
  chooseId,
  type Gap,
  goesOn,
  moveInto,
  ownerOf,
  STRETCH_MAX,
} from "./new-id.ts";

const V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const v4 = () => fc.uuid({ version: 4 });

/** Draws from a list of ids, each with its gap among the records. */
function drawFrom(ids: readonly string[], records: readonly string[]) {
  const left = ids.values();
  return () => {
    const id = left.next().value;
    if (id === undefined) throw new Error("nothing left to draw");
    return { id, ...gapOf(id, records) };
  };
}

function gapOf(id: string, records: readonly string[]): Gap {
  const at = records.findIndex((record) => record > id);
  const right = at < 0 ? records.length : at;
  return { left: records[right - 1] ?? null, right: records[right] ?? null };
}

const none = () => [];
const [ADA, BOB, CLEO, DAN] = ["ada", "bob", "cleo", "dan"].map((name) =>
  Bun.randomUUIDv5(name, "dns"),
) as [string, string, string, string];
/** A candidate in each gap between two records. */
function everyGap(records: readonly string[]): Candidate[] {
  return records.slice(0, -1).map((left, index) => {
    const gap = { left, right: records[index + 1] as string };
    return { id: moveInto(gap, dice.uuid()) as string, ...gap };
  });
}

const dice = throwDice(11);
const many = (count: number) => Array.from({ length: count }, () => dice.uuid());

test("an id that is moved into a gap lies in it, is of version 4, and keeps its last bits", () => {
  const bound = () => fc.option(fc.uuid(), { nil: null });
  fc.assert(
    fc.property(bound(), bound(), v4(), (a, b, random) => {
      const [left, right] = a !== null && b !== null && a > b ? [b, a] : [a, b];
      const id = moveInto({ left, right }, random);
      if (id === null) return;
      expect(id).toMatch(V4);
      if (left !== null) expect(id > left).toBe(true);
      if (right !== null) expect(id < right).toBe(true);
      expect(id.slice(13)).toBe(random.slice(13));
    }),
  );
});

test("moved ids fill the whole gap, evenly", () => {
  const gap = {
    left: "40000000-0000-4000-8000-000000000000",
    right: "50000000-0000-4000-8000-000000000000",
  };
  const digit = (random: string) => (moveInto(gap, random) ?? "").slice(0, 2);
  expect(digit("00000000-0000-4000-8000-000000000000")).toBe("40");
  expect(digit("80000000-0000-4000-8000-000000000000")).toBe("48");
  expect(digit("ffffffff-ffff-4fff-8fff-ffffffffffff")).toBe("4f");
});

test("a gap that leaves little to chance is full", () => {
  const left = "40000000-0000-4000-8000-000000000000";
  const random = "80000000-0000-4000-8000-000000000000";
  expect(moveInto({ left, right: "40000000-0001-4000-8000-000000000000" }, random)).toBeNull();
  expect(moveInto({ left, right: left }, random)).toBeNull();
  expect(moveInto({ left, right: "40000000-ffff-4000-8000-000000000000" }, random)).toBeNull();
  expect(moveInto({ left, right: "40000001-0002-4000-8000-000000000000" }, random)).not.toBeNull();
});

test("two people on one board begin in gaps of their own", () => {
  const people = [ADA, BOB, CLEO];
  for (let board = 0; board < 100; board += 1) {
    const records = many(60).sort();
    const gaps = () => everyGap(records);
    const a = chooseId(ADA, people, [], drawFrom(many(16), records), gaps);
    // They need not know the people in one order.
    const b = chooseId(BOB, people.toReversed(), [], drawFrom(many(16), records), gaps);
    expect([ownerOf(a.left, people), ownerOf(b.left, people)]).toEqual([ADA, BOB]);
    expect(a.left).not.toBe(b.left);
  }
});

test("gaps are shared out evenly", () => {
  const people = [ADA, BOB, CLEO, DAN];
  const lefts = Array.from({ length: 4000 }, (_, n) => Bun.randomUUIDv5(String(n), "dns"));
  const shares = Map.groupBy(lefts, (left) => ownerOf(left, people));
  for (const person of people) expect(shares.get(person)?.length).toBeWithin(900, 1100);
});

test("somebody who finds no gap of their own takes one all the same", () => {
  const left = "40000000-0000-4000-8000-000000000000";
  const id = "50000000-0000-4000-8000-000000000000";
  const people = [ADA, BOB];
  const other = people.find((person) => person !== ownerOf(left, people)) as string;
  expect(chooseId(other, people, [], () => ({ id, left, right: null }), none).id).toBe(id);
});

test("where chance meets no gap of one's own, the neighbours are looked at", () => {
  const people = [ADA, BOB];
  const records = many(40).sort();
  const gaps = everyGap(records);
  const theirs = gaps.find(({ left }) => ownerOf(left, people) === BOB) as Candidate;
  const chosen = chooseId(
    ADA,
    people,
    [],
    () => theirs,
    () => gaps,
  );
  expect(ownerOf(chosen.left, people)).toBe(ADA);
});

test("not where the last stretches of this clone went, as long as there is another place", () => {
  for (let board = 0; board < 100; board += 1) {
    const [records, draws] = [many(20).sort(), many(50)];
    const first = chooseId(ADA, [ADA], [], drawFrom(draws, records), none);
    const second = chooseId(ADA, [ADA], [first], drawFrom(draws, records), none);
    expect(second.left).not.toBe(first.left);
  }
});

test("a stretch ends with the branch, the person, and its count", () => {
  const stretch = { left: null, right: null, by: "ada", branch: "topic", count: 1 };
  expect(goesOn(stretch, "ada", "topic")).toBe(true);
  expect(goesOn(stretch, "ada", "main")).toBe(false);
  expect(goesOn(stretch, "bob", "topic")).toBe(false);
  expect(goesOn({ ...stretch, count: STRETCH_MAX - 1 }, "ada", "topic")).toBe(true);
  expect(goesOn({ ...stretch, count: STRETCH_MAX }, "ada", "topic")).toBe(false);
});
