import { describe, expect, test } from "bun:test";
import { lostOfLines } from "../../../tests/support/account-lines.ts";
import { beadsFile, generatedIssues, issue, link } from "../../../tests/support/beads-file.ts";
import { boardOf, must } from "../../../tests/support/beads-merge.ts";
import { readBoard } from "../../data-json/read.ts";
import { writeBoard } from "../../data-json/write.ts";
import { personId } from "../../workspace/identity.ts";
import { convertBeads } from "./convert.ts";
import { itemId } from "./ids.ts";
import { readLines, splitLines } from "./read-lines.ts";

const PROJECT = "11111111-2222-4333-8444-555555555555";
const HEAD = { exportedAt: "", exportedBy: "" };

function convert(...lines: readonly object[]) {
  const texts = must(splitLines(Buffer.from(beadsFile(...lines)), "F"));
  const { board, report } = convertBeads(must(readLines(texts, "F")), {
    project: PROJECT,
    personId,
  });
  const items = new Map(board.records.work_item.map((item) => [item.extra?.beads_id, item]));
  const item = (id: string) => {
    const found = items.get(id);
    if (found === undefined) throw new Error(`no item for ${id}`);
    return found;
  };
  return { board, report, item, records: board.records };
}

const idOf = (issueId: string): string => itemId(PROJECT, issueId);

describe("any file", () => {
  const lines = generatedIssues(400, 7);

  test("is on the board with every value", () => {
    const { board } = convert(...lines);
    expect(lostOfLines(beadsFile(...lines), board)).toEqual([]);
    // The accounting would notice.
    const [first, ...others] = board.records.dependency;
    board.records.dependency = others;
    const [item] = board.records.work_item;
    if (item) item.title = "changed";
    expect(first).toBeDefined();
    expect(lostOfLines(beadsFile(...lines), board).length).toBeGreaterThanOrEqual(2);
  });

  test("gives a board as the reader of data.json reads it", () => {
    const odd = issue("bd-odd", {
      title: "half a pair \ud83d",
      labels: ["\ud83d", "__proto__", "x".repeat(120)],
      __proto__x: 1,
      description: "\ud83d".repeat(3),
    });
    const { board } = convert(...lines, odd);
    const read = must(readBoard(Buffer.from(writeBoard(board, HEAD)), "F"));
    expect(read.records).toEqual(board.records);
  });

  test("gives the same records in any order of its lines, and of a part of it", () => {
    const { board } = convert(...lines);
    expect(convert(...lines.toReversed()).board).toEqual(board);
    const part = convert(...lines.slice(100, 200)).board;
    const ids = new Set(part.records.work_item.map(({ id }) => id));
    expect(board.records.work_item.filter(({ id }) => ids.has(id))).toEqual(part.records.work_item);
  });
});

describe("an issue", () => {
  test.each([
    ["open", "todo", undefined],
    ["in_progress", "in_progress", undefined],
    ["hooked", "in_progress", "hooked"],
    ["blocked", "blocked", undefined],
    ["closed", "done", undefined],
    ["deferred", "backlog", "deferred"],
    ["pinned", "backlog", "pinned"],
    ["in_review", "review", "in_review"],
    ["", "todo", undefined],
    ["constructor", "todo", "constructor"],
  ] as const)("that is %s becomes %s", (status, expected, kept) => {
    const item = convert(issue("bd-1", { status })).item("bd-1");
    expect(item.status).toBe(expected);
    expect(item.extra?.beads_status).toEqual(kept as never);
  });

  test.each([
    ["epic", "epic", []],
    ["molecule", "epic", ["type:molecule"]],
    ["feature", "story", []],
    ["enhancement", "story", []],
    ["story", "story", []],
    ["task", "task", []],
    ["bug", "task", ["type:bug"]],
    ["toString", "task", ["type:toString"]],
  ] as const)("of the type %s becomes a %s", (issue_type, expected, labels) => {
    const item = convert(issue("bd-1", { issue_type })).item("bd-1");
    expect(item.item_type).toBe(expected);
    expect(item.labels).toEqual([...labels]);
  });

  test.each([
    [0, "critical", undefined],
    [3, "low", undefined],
    [4, "low", 4],
    [-1, "critical", -1],
  ] as const)("of the priority %d becomes %s", (priority, expected, kept) => {
    const item = convert(issue("bd-1", { priority })).item("bd-1");
    expect(item.priority).toBe(expected);
    expect(item.extra?.beads_priority).toEqual(kept as never);
  });

  test("that was deleted is deleted, and what it was before", () => {
    const { item, records } = convert(
      issue("bd-1", {
        status: "tombstone",
        issue_type: "task",
        original_type: "bug",
        deleted_at: "2025-12-01T00:00:00+01:00",
        deleted_by: "daemon",
        delete_reason: "batch delete",
        close_reason: "Closed",
      }),
      issue("bd-2", { status: "tombstone" }),
      issue("bd-3", { status: "closed", deleted_at: "2025-12-01T00:00:00Z" }),
    );
    const [one, two, three] = [item("bd-1"), item("bd-2"), item("bd-3")];
    expect([one.deleted_at, one.status]).toEqual(["2025-11-30T23:00:00.000Z", "done"] as never);
    expect(records.user.find(({ id }) => id === one.updated_by)?.name).toBe("daemon");
    expect(one.labels).toEqual(["type:bug"]);
    expect(one.extra).toMatchObject({ beads_original_type: "bug", beads_close_reason: "Closed" });
    expect(one.extra).not.toHaveProperty("beads_deleted_at");
    expect([two.deleted_at, two.status]).toEqual([two.updated_at, "todo"] as never);
    // Restored: the status decides.
    expect([three.deleted_at, three.extra?.beads_deleted_at]).toEqual([
      null,
      "2025-12-01T00:00:00Z",
    ]);
  });

  test("keeps what has no place, under its name", () => {
    const { item, report } = convert(
      issue("bd-1", {
        owner: "a@b",
        ephemeral: true,
        metadata: { a: [1] },
        due_at: "2026-01-01",
        x: "",
      }),
    );
    expect(item("bd-1").extra).toEqual({
      beads_due_at: "2026-01-01",
      beads_ephemeral: true,
      beads_id: "bd-1",
      beads_metadata: { a: [1] },
      beads_owner: "a@b",
    });
    expect(report.kept).toMatchObject({ beads_owner: 1, beads_id: 1 });
  });

  test("with a long title is cut, and the whole heads the description", () => {
    const title = `${"é".repeat(150)}\n${"x".repeat(100)}`;
    const { item, report } = convert(issue("bd-1", { title, description: "Why" }));
    const one = item("bd-1");
    expect([...one.title].length).toBe(200);
    expect(one.title.endsWith("x…")).toBe(true);
    expect(one.description).toBe(`# ${title.replace("\n", " ")}\n\nWhy`);
    expect(one.extra?.beads_title).toBe(title);
    expect(report.changed_titles).toEqual(["bd-1"]);
  });

  test("without a title gets one", () => {
    expect(convert(issue("bd-1", { title: " \n" })).item("bd-1").title).toBe("(untitled bd-1)");
  });

  test("has design, acceptance criteria and notes below its description", () => {
    const { item, report } = convert(
      issue("bd-1", { description: "Why", notes: "N", design: "D", acceptance_criteria: "A" }),
      issue("bd-2", { notes: "alone" }),
    );
    expect(item("bd-1").description).toBe(
      "Why\n\n## Design\n\nD\n\n## Acceptance criteria\n\nA\n\n## Notes\n\nN",
    );
    expect(item("bd-2").description).toBe("## Notes\n\nalone");
    expect(report.appended).toEqual({ notes: 2, design: 1, acceptance_criteria: 1 });
  });

  test("with more text than a description takes loses none of it", () => {
    const [long, notes] = ["d".repeat(150_001), "n".repeat(10)];
    const { item, report } = convert(
      issue("bd-1", { description: long, notes }),
      issue("bd-2", { description: "d".repeat(149_999), notes }),
    );
    expect(item("bd-1").description?.length).toBe(150_000);
    expect(item("bd-1").extra).toMatchObject({ beads_description: long, beads_notes: notes });
    expect(item("bd-2").extra).not.toHaveProperty("beads_description");
    expect(report.cut_descriptions).toEqual(["bd-1"]);
  });

  test("has people, each one record: by email the one that pm makes, else by the exact name", () => {
    const { records, item } = convert(
      issue("bd-1", { created_by: "mayor", assignee: "Ada@Example.org" }),
      issue("bd-2", { created_by: "mayor/", assignee: "mayor" }),
      issue("bd-3"),
    );
    expect(item("bd-1").assignee_id).toBe(personId("ada@example.org"));
    expect(item("bd-2").assignee_id).toBe(item("bd-1").created_by);
    expect(item("bd-3").created_by).toBeNull();
    expect(records.user.map(({ name, email }) => [name, email]).sort()).toEqual([
      ["Ada@Example.org", "Ada@Example.org"],
      ["mayor", null],
      ["mayor/", null],
    ]);
  });
});

describe("links", () => {
  test("of an issue say what it depends on", () => {
    const { records, report } = convert(
      issue("a", {
        dependencies: [
          link("a", "b"),
          link("a", "c", "blocked-by"),
          link("a", "d", "discovered-from", { metadata: "m" }),
        ],
      }),
      ...["b", "c", "d"].map((id) => issue(id)),
    );
    const found = records.dependency.map((one) => [
      one.blocking_item_id,
      one.blocked_item_id,
      one.dependency_type,
      one.extra,
    ]);
    expect(found).toHaveLength(3);
    expect(found).toContainEqual([idOf("b"), idOf("a"), "blocks", null]);
    expect(found).toContainEqual([idOf("c"), idOf("a"), "blocks", { beads_type: "blocked-by" }]);
    const discovered = { beads_metadata: "m", beads_type: "discovered-from" };
    expect(found).toContainEqual([idOf("d"), idOf("a"), "relates_to", discovered]);
    expect(report.missing_ends).toEqual([]);
  });

  test("that both ends tell of are one", () => {
    const { records } = convert(
      issue("b", { dependencies: [link("b", "a", "related")] }),
      issue("a", { dependencies: [link("a", "b", "related")] }),
    );
    expect(records.dependency).toHaveLength(1);
  });

  test("to a parent: the newest counts, others relate, a dotted id is the last resort", () => {
    const at = (created_at: string) => ({ created_at });
    const { item, records, report } = convert(
      issue("p"),
      issue("q"),
      issue("p.1", {
        dependencies: [
          link("p.1", "p", "parent-child", at("2025-11-01T00:00:00Z")),
          link("p.1", "q", "parent-child", at("2025-11-01T00:00:00.5Z")),
        ],
      }),
      issue("p.2"),
      issue("gone.3", { status: "tombstone" }),
      issue("v1.x"),
    );
    expect(item("p.1").parent_id).toBe(idOf("q"));
    expect(item("p.1").extra?.beads_dependencies).toEqual([
      {
        created_at: "2025-11-01T00:00:00.5Z",
        created_by: "stevey",
        depends_on_id: "q",
        type: "parent-child",
      },
    ]);
    expect(records.dependency.map(({ extra }) => extra?.beads_type)).toEqual(["parent-child"]);
    expect(item("p.2").parent_id).toBe(idOf("p"));
    expect(item("v1.x").parent_id).toBeNull();
    expect(report.parents).toEqual({
      items: 3,
      by_dotted_id: 2,
      missing: [{ id: "gone.3", parent: "gone", deleted: true }],
      second: [{ id: "p.1", parent: "p" }],
    });
  });

  test("that lead elsewhere are kept or made all the same, and reported", () => {
    const { item, records, report } = convert(
      issue("a", {
        dependencies: [
          link("a", "external:gt:gt-1", "tracks"),
          link("a", "a", "related"),
          link("a", "nowhere"),
        ],
      }),
    );
    expect(item("a").extra?.beads_dependencies).toHaveLength(2);
    expect(records.dependency).toHaveLength(1);
    expect(report.links_kept).toEqual({ parent: 0, external: 1, to_itself: 1 });
    expect(report.missing_ends).toEqual([{ id: "a", depends_on: "nowhere", type: "blocks" }]);
  });

  test("in a ring are reported", () => {
    const { report } = convert(
      issue("a", { dependencies: [link("a", "b"), link("a", "x", "parent-child")] }),
      issue("b", { dependencies: [link("b", "c"), link("b", "a", "related")] }),
      issue("c", { dependencies: [link("c", "a")] }),
      issue("x", { dependencies: [link("x", "a", "parent-child")] }),
    );
    const rings = report.rings.map(({ kind, ids }) => [kind, ids.toSorted()]);
    expect(rings.sort()).toEqual([
      ["blocks", ["a", "b", "c"]],
      ["parent", ["a", "x"]],
    ]);
  });
});

test("a comment is the same one whatever row and time another clone gives it", () => {
  const comment = (id: number | string, text: string, created_at: string) => ({
    id,
    issue_id: "a",
    author: "mayor",
    text,
    created_at,
  });
  const [here, there] = [
    [comment(1, "again", "2025-11-01T00:00:00Z"), comment(2, "again", "2025-11-02T00:00:00Z")],
    [
      comment("u-1", "again", "2025-12-02T00:00:00Z"),
      comment("u-2", "again", "2025-12-01T00:00:00Z"),
    ],
  ].map((comments) => convert(issue("a", { comments: [...comments, comment(9, "", "")] })));
  const ids = (converted: typeof here) => converted?.records.comment.map(({ id }) => id);
  expect(ids(here)).toHaveLength(2);
  expect(ids(here)).toEqual(ids(there));
  expect(there?.records.comment.map(({ extra }) => extra?.beads_id).sort()).toEqual(["u-1", "u-2"]);
  expect(here?.report.dropped).toMatchObject({ comment_numbers: 2, comments_without_text: 1 });
});

test("lines with one id are joined, the newest write first, in any order", () => {
  const lines = [
    issue("a", { title: "old", labels: ["x"], notes: "N", updated_at: "2025-11-02T00:00:00Z" }),
    issue("a", { title: "new", labels: ["y"], updated_at: "2025-11-03T00:00:00Z" }),
    issue("a", { title: "tie", labels: ["z"], updated_at: "2025-11-03T00:00:00Z" }),
  ];
  const { item, board, report } = convert(...lines);
  expect(item("a").title).toBe("tie");
  expect(item("a").labels).toEqual(["y", "z"]);
  expect(item("a").extra?.beads_notes).toBe("N");
  expect(convert(...lines.toReversed()).board).toEqual(board);
  expect(report.duplicates.map(({ id, lines: numbers }) => [id, numbers])).toEqual([
    ["a", [1, 2, 3]],
  ]);
  const titles = report.duplicates[0]?.lost.filter(({ field }) => field === "title");
  expect(titles?.map(({ lost }) => lost).sort()).toEqual(["new", "old"]);
});

test("lines that are no issues stand in an array of their own", () => {
  const { board, report } = convert(
    { _type: "memory", key: "k", value: "v" },
    { _type: "memory", key: "k2", value: "w" },
    { _type: "issue", ...issue("a") },
  );
  expect(report.other_lines).toBe(2);
  const [[key, list] = []] = board.unknown;
  expect(key).toBe("beads_other");
  expect(list).toContainEqual({
    id: expect.any(String),
    line: { _type: "memory", key: "k", value: "v" },
  });
  expect(board.records.work_item[0]?.extra).toEqual({ beads_id: "a" });
});

test("two projects get records of their own", () => {
  const [one] = boardOf(beadsFile(issue("a"))).records.work_item;
  expect(one?.id).not.toBe(idOf("a"));
});
