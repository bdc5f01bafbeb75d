import { describe, expect, test } from "bun:test";
import { type BoardData, emptyBoard } from "../domain/board-data.ts";
import type { EntityName } from "../domain/entities.ts";
import type { Json, JsonObject } from "../domain/json.ts";
import { FIXTURE } from "./fixtures/board.ts";
import { readBoard } from "./read.ts";
import { writeBoard } from "./write.ts";

const HEAD = { exportedAt: "2026-02-08T12:00:00.000Z", exportedBy: "pm-cli 0.1.0" };
const WHOLE = writeBoard(FIXTURE, HEAD);
const ITEM = "20000000-0000-4000-8000-000000000001";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function read(text: string): BoardData {
  const result = readBoard(bytes(text), "F");
  if (!result.ok) throw new Error(result.refusal.message);
  return result.value;
}

function refused(content: string | Uint8Array): { message: string; hint?: string } {
  const result = readBoard(typeof content === "string" ? bytes(content) : content, "F");
  if (result.ok) throw new Error("was read");
  expect(result.refusal.kind).toBe("unreadable");
  return result.refusal;
}

const message = (content: string | Uint8Array): string => refused(content).message;

/** The fixture with one thing changed. */
function changed(change: (file: { [array: string]: JsonObject[] }) => void): string {
  const file = JSON.parse(WHOLE);
  change(file);
  return JSON.stringify(file);
}

/** The fixture with other values in one field of its first work item; `undefined` leaves it out. */
function withItem(values: { [field: string]: unknown }): string {
  return changed(({ work_items }) => Object.assign(work_items?.[0] as JsonObject, values));
}

describe("takes what any tool may write", () => {
  test("only the schema version", () => {
    expect(read('{"schema_version": 1}')).toEqual(emptyBoard());
    expect(read('{"schema_version": 1.0}')).toEqual(emptyBoard());
  });

  test("a byte order mark and CRLF", () => {
    expect(read(`\uFEFF${WHOLE.replaceAll("\n", "\r\n")}`)).toEqual(FIXTURE);
  });

  test("any order of records and keys", () => {
    const turned = changed((file) => {
      for (const [key, value] of Object.entries(file)) {
        if (!Array.isArray(value) || key.startsWith("acme")) continue;
        file[key] = value
          .map((record) => Object.fromEntries(Object.entries(record).reverse()))
          .reverse();
      }
    });
    expect(read(turned)).toEqual(FIXTURE);
  });

  test("missing optional fields, deleted_at among them", () => {
    const item = {
      id: ITEM,
      project_id: "10000000-0000-4000-8000-000000000001",
      item_type: "task",
      title: "Small",
      status: "todo",
      priority: "low",
      created_at: "2026-02-01T00:00:00Z",
      updated_at: "2026-02-01T00:00:00Z",
    };
    const file = JSON.stringify({ schema_version: 1, work_items: [item] });
    expect(read(file).records.work_item[0]).toEqual({
      ...item,
      created_at: "2026-02-01T00:00:00.000Z",
      updated_at: "2026-02-01T00:00:00.000Z",
      parent_id: null,
      description: null,
      position: 0,
      story_points: null,
      assignee_id: null,
      sprint_id: null,
      version: 1,
      created_by: null,
      updated_by: null,
      deleted_at: null,
      labels: [],
      extra: null,
      field_updated_at: null,
    } as unknown as BoardData["records"]["work_item"][number]);
  });

  test("any RFC 3339 offset, ids in capitals, labels in any order, and field times that say nothing", () => {
    const [item] = read(
      withItem({
        id: ITEM.toUpperCase(),
        created_at: "2026-02-02t11:00:00+01:00",
        updated_at: "2026-02-03T10:00:00.0009Z",
        labels: ["b", "a", "b"],
        field_updated_at: {
          status: "2026-02-03T10:00:00Z",
          title: "2026-02-02T10:00:00Z",
          "labels.a": "2026-02-01T00:00:00Z",
          version: "2026-02-03T10:00:00Z",
        },
      }),
    ).records.work_item;
    expect(item).toMatchObject({
      id: ITEM,
      created_at: "2026-02-02T10:00:00.000Z",
      updated_at: "2026-02-03T10:00:00.000Z",
      labels: ["a", "b"],
    });
    expect(item?.field_updated_at).toEqual({ status: "2026-02-03T10:00:00.000Z" } as never);
  });

  test("bounds counted in characters, not in code units", () => {
    const title = "🎈".repeat(200);
    expect(read(withItem({ title })).records.work_item[0]?.title).toBe(title);
  });

  test("half a surrogate pair, as the replacement character", () => {
    expect(read(withItem({ title: "a\ud800b" })).records.work_item[0]?.title).toBe("a\ufffdb");
  });

  test("unknown fields and arrays, and keeps numbers in them as they are written", () => {
    const odd = '{"big": 12345678901234567890, "one": 1.0, "huge" : 1e400, "zero": [-0, -0.0]}';
    const text = WHOLE.replace('"acme_rank": null', `"acme_rank": ${odd}`).replace(
      '"zoom": 1',
      '"zoom": 1.50',
    );
    const board = read(text);
    const compact = odd.replaceAll(": ", ":").replaceAll(", ", ",").replace(" :", ":");
    expect(JSON.stringify(board.records.work_item[1]?.extra?.acme_rank)).toBe(compact);
    expect(writeBoard(board, HEAD)).toContain('"zoom": 1.50\n');
    expect(writeBoard(read(writeBoard(board, HEAD)), HEAD)).toBe(writeBoard(board, HEAD));
  });

  test("unknown fields in any order, and sorts them", () => {
    const [item] = read(withItem({ zeta: 1, alpha: 2, Beta: 3 })).records.work_item;
    expect(Object.keys(item?.extra ?? {})).toEqual(["Beta", "alpha", "zeta"]);
  });

  test("exported_at and exported_by that are none, as not there", () => {
    const board = read('{"schema_version": 1, "exported_at": "now", "exported_by": 7}');
    expect([board.exportedAt, board.exportedBy]).toEqual([null, null]);
  });

  test("keys named like what every object inherits", () => {
    const text = '{"schema_version": 1, "__proto__": {"projects": [1]}, "constructor": {}}';
    const board = read(text);
    expect(board.records).toEqual(emptyBoard().records);
    expect(board.unknown.map(([key]) => key)).toEqual(["__proto__", "constructor"]);
    expect(message('{"__proto__": {"schema_version": 1}}')).toContain("schema_version");
  });
});

describe("refuses, saying what and where", () => {
  test("an empty file", () => {
    expect(refused("")).toEqual({
      kind: "unreadable",
      message: "Invalid JSON in F: expected a value, found the end of the file at line 1, column 1",
      hint: "The file is empty; `git checkout` can bring back its last state.",
    } as never);
  });

  test("a truncated file", () => {
    const half = WHOLE.slice(0, WHOLE.indexOf('"Navbar"') + 4);
    expect(message(half)).toBe(
      "Invalid JSON in F: the text in quotes does not end at line 46, column 20",
    );
    const shorter = WHOLE.slice(0, WHOLE.indexOf('"title": "Navbar"'));
    expect(message(shorter)).toBe(
      "Invalid JSON in F: expected a key in quotes, found the end of the file at line 46, column 7",
    );
  });

  test("a file with conflict markers, by their lines", () => {
    const lines = WHOLE.split("\n");
    lines.splice(8, 1, "<<<<<<< HEAD", lines[8] ?? "", "=======", lines[8] ?? "", ">>>>>>> topic");
    expect(refused(lines.join("\n"))).toEqual({
      kind: "unreadable",
      message: "F has conflict markers of git, on lines 9, 11, 13",
      hint: "Run `pm sync resolve` to merge both sides.",
    } as never);
    expect(message(lines.join("\r\n"))).toBe("F has conflict markers of git, on lines 9, 11, 13");
  });

  test("a file with many conflict markers, by the first of them", () => {
    const hunk = "<<<<<<< a\n1\n=======\n2\n>>>>>>> b\n";
    expect(message(hunk.repeat(3))).toBe(
      "F has conflict markers of git, on lines 1, 3, 5, 6, 8, 10 and more",
    );
  });

  test("a future schema version, and no version at all", () => {
    expect(message('{"schema_version": 2}')).toBe(
      "Unsupported schema version: 2 (this CLI supports up to 1). Update pm-cli to import this file.",
    );
    const none = "Bad board in F: “schema_version” must be a whole number from 1";
    for (const version of ["0", "-1", "1.5", '"1"', "null", "true", "[1]"]) {
      expect(message(`{"schema_version": ${version}}`)).toBe(none);
    }
    expect(message("{}")).toBe(none);
  });

  test("a file that is no object, and an array that is none", () => {
    for (const text of ["[]", "null", "1", '"board"']) {
      expect(message(text)).toBe("Bad board in F: a board is one JSON object");
    }
    expect(message('{"schema_version": 1, "work_items": {}}')).toBe(
      "Bad board in F: “work_items” must be an array",
    );
    expect(message('{"schema_version": 1, "users": "x"}')).toBe(
      "Bad board in F: “users” must be an array",
    );
  });

  test("a record that is none", () => {
    for (const record of [null, 1, "x", []]) {
      const text = changed((file) => file.projects?.unshift(record as unknown as JsonObject));
      expect(message(text)).toBe("Bad board in F: projects[0]: a record must be an object");
    }
  });

  test("an id that is there twice, by both places", () => {
    const text = changed(({ work_items }) => work_items?.push({ ...work_items[0] }));
    expect(refused(text)).toEqual({
      kind: "unreadable",
      message: `Bad board in F: work_items[2] (id ${ITEM}): the id is there twice, at work_items[0] too`,
      hint: "Run `pm sync resolve` to merge the two into one.",
    } as never);
  });

  test("a binary file, and one in another encoding", () => {
    const message = "Failed to read F: it is not UTF-8 text";
    const hint = "A board is a JSON file; this one is binary or in another encoding.";
    const png = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    const utf16 = new Uint8Array(Buffer.from(`\uFEFF${WHOLE}`, "utf16le"));
    for (const content of [png, utf16]) {
      expect(refused(content)).toEqual({ kind: "unreadable", message, hint } as never);
    }
    expect(refused("\u0000\u0001\u0002").message).toBe(
      'Invalid JSON in F: expected a value, found "\\u0000" at line 1, column 1',
    );
  });

  test("nesting without an end, and nesting that is too deep", () => {
    expect(message("[".repeat(100_000))).toBe(
      "Invalid JSON in F: expected a value, found the end of the file at line 1, column 100001",
    );
    const deep = (levels: number): string => "[".repeat(levels) + "]".repeat(levels);
    const tooDeep = "lists and objects lie in each other more than 500 deep";
    const beside = (value: string): string => `{"schema_version": 1, "odd": ${value}}`;
    expect(message(beside(deep(100_000)))).toBe(`Bad board in F: "odd": ${tooDeep}`);
    expect(message(beside(deep(501)))).toBe(`Bad board in F: "odd": ${tooDeep}`);
    expect(read(beside(deep(500))).unknown.length).toBe(1);
    // A number that must keep its text is read in another way.
    expect(message(beside(deep(100_000).replace("[]", "[1.0]")))).toContain(tooDeep);
    const [before, after] = withItem({ acme: "HERE" }).split('"HERE"') as [string, string];
    expect(message(before + deep(100_000) + after)).toBe(
      `Bad board in F: work_items[0] (id ${ITEM}): field "acme": ${tooDeep}`,
    );
    const [start, end] = withItem({ title: "HERE" }).split('"HERE"') as [string, string];
    expect(message(start + deep(100_000) + end)).toBe(
      `Bad board in F: work_items[0] (id ${ITEM}): field title: must be text, not a list`,
    );
  });

  test("a file larger than 1 GiB, without looking into it", () => {
    const huge = { byteLength: (1 << 30) + 1 } as Uint8Array;
    expect(message(huge)).toBe("Failed to read F: it is larger than 1 GiB");
  });
});

describe("refuses a bad field, by array, index, id and field", () => {
  const long = "x".repeat(150_001);
  const cases: [field: string, value: Json | undefined, problem: string][] = [
    ["title", undefined, "is missing"],
    ["title", null, "must not be null"],
    ["title", 7, "must be text, not 7"],
    ["title", { a: 1 }, "must be text, not an object"],
    ["title", "", "must not be empty"],
    ["title", "x".repeat(201), "must have at most 200 characters, and has 201"],
    ["title", "🎈".repeat(201), "must have at most 200 characters, and has 201"],
    ["description", long, "must have at most 150000 characters, and has 150001"],
    ["project_id", "PROJECT-1", 'must be a UUID, not "PROJECT-1"'],
    ["project_id", "x".repeat(100), `must be a UUID, not "${"x".repeat(39)}…`],
    ["parent_id", 5, "must be a UUID, not 5"],
    ["item_type", "bug", 'must be one of epic, story, task, not "bug"'],
    [
      "status",
      "Done",
      'must be one of backlog, todo, in_progress, review, done, blocked, not "Done"',
    ],
    ["priority", ["low"], "must be one of low, medium, high, critical, not a list"],
    ["position", 1.5, "must be a whole number, not 1.5"],
    ["position", "1", 'must be a whole number, not "1"'],
    [
      "position",
      2 ** 53,
      "must be from -9007199254740991 to 9007199254740991, not 9007199254740992",
    ],
    ["story_points", 101, "must be from 0 to 100, not 101"],
    ["story_points", -0.5, "must be from 0 to 100, not -0.5"],
    ["story_points", true, "must be a number, not true"],
    ["version", -1, "must be from 0 to 9007199254740991, not -1"],
    ["created_at", undefined, "is missing"],
    ["created_at", "2026-02-30T00:00:00Z", 'must be an RFC 3339 time, not "2026-02-30T00:00:00Z"'],
    ["updated_at", 1_770_000_000, "must be an RFC 3339 time, not 1770000000"],
    ["deleted_at", "", 'must be an RFC 3339 time, not ""'],
    ["labels", "red", 'must be a list, not "red"'],
    ["labels", ["red", 1], "must be a list of texts, not of 1"],
    ["labels", [" "], "a label must not be empty"],
    ["labels", ["x".repeat(101)], "a label has at most 100 characters"],
    ["field_updated_at", [], "must be an object"],
    ["field_updated_at", "now", "must be an object"],
    ["field_updated_at", { title: "now" }, '"title" must be an RFC 3339 time, not "now"'],
    ["field_updated_at", { "\u001b[2J": 1 }, '"\\u001b[2J" must be an RFC 3339 time, not 1'],
  ];
  test.each(cases)("%s: %j", (field, value, problem) => {
    expect(message(withItem({ [field]: value }))).toBe(
      `Bad board in F: work_items[0] (id ${ITEM}): field ${field}: ${problem}`,
    );
  });

  test("in the other arrays too, by the place in the file", () => {
    const cases: [array: string, index: number, values: JsonObject, problem: string][] = [
      [
        "projects",
        0,
        { key: "web" },
        'key: must be 2 to 10 capital letters or digits, a letter first, not "web"',
      ],
      ["projects", 0, { key: "W" }, "key: must have 2 characters or more"],
      [
        "sprints",
        0,
        { start_date: "2026-02-30" },
        'start_date: must be a day as YYYY-MM-DD, not "2026-02-30"',
      ],
      [
        "sprints",
        0,
        { end_date: "2026-2-3" },
        'end_date: must be a day as YYYY-MM-DD, not "2026-2-3"',
      ],
      ["comments", 0, { content: "" }, "content: must not be empty"],
      ["swim_lanes", 0, { status_value: null }, "status_value: must not be null"],
      [
        "dependencies",
        0,
        { dependency_type: "needs" },
        'dependency_type: must be one of blocks, relates_to, not "needs"',
      ],
      ["time_entries", 0, { started_at: null }, "started_at: must not be null"],
      [
        "users",
        1,
        { email: "x".repeat(321) },
        "email: must have at most 320 characters, and has 321",
      ],
    ];
    for (const [array, index, values, problem] of cases) {
      const text = changed((file) => Object.assign(file[array]?.[index] as JsonObject, values));
      const { id } = JSON.parse(WHOLE)[array][index];
      expect(message(text)).toBe(`Bad board in F: ${array}[${index}] (id ${id}): field ${problem}`);
    }
  });

  test("without the id where that is what is wrong", () => {
    expect(message(withItem({ id: "\u001b[31mred" }))).toBe(
      'Bad board in F: work_items[0]: field id: must be a UUID, not "\\u001b[31mred"',
    );
    expect(message(withItem({ id: undefined }))).toBe(
      "Bad board in F: work_items[0]: field id: is missing",
    );
  });
});

describe("with a taker of duplicates", () => {
  const found = (text: string): [EntityName, string][] => {
    const taken: [EntityName, string][] = [];
    const result = readBoard(bytes(text), "F", (entity, record) => {
      taken.push([entity, (record as { title?: string }).title ?? ""]);
    });
    if (!result.ok) throw new Error(result.refusal.message);
    const items = result.value.records.work_item;
    expect(items.map(({ id }) => id)).toEqual([...new Set(items.map(({ id }) => id))].sort());
    expect(items[0]?.title).toBe("Homepage");
    return taken;
  };

  test("the first of each id is in the board, and the others are handed over in order", () => {
    const text = changed(({ work_items }) => {
      const [first] = work_items as [JsonObject];
      work_items?.push({ ...first, title: "second" }, { ...first, title: "third" });
    });
    expect(found(text)).toEqual([
      ["work_item", "second"],
      ["work_item", "third"],
    ]);
    expect(found(WHOLE)).toEqual([]);
  });

  test("an id that differs in case only is the same id", () => {
    const text = changed(({ work_items }) => {
      const [first] = work_items as [JsonObject];
      first.id = "2000000A-0000-4000-8000-000000000001";
      work_items?.unshift({ ...first, id: String(first.id).toLowerCase(), title: "Homepage" });
      first.title = "second";
    });
    const taken: string[] = [];
    readBoard(bytes(text), "F", (_, record) => taken.push(record.id));
    expect(taken).toEqual(["2000000a-0000-4000-8000-000000000001"]);
  });

  test("they are checked like all others, and keep their unknown numbers", () => {
    const text = changed(({ work_items }) => {
      work_items?.push({ ...work_items[0], acme: "HERE" });
    }).replace('"HERE"', "1.0");
    let extra: Json = null;
    readBoard(bytes(text), "F", (_, record) => {
      extra = record.extra;
    });
    expect(JSON.stringify(extra)).toBe('{"acme":1.0}');
    const bad = changed(({ work_items }) => work_items?.push({ ...work_items[0], title: 1 }));
    expect(readBoard(bytes(bad), "F", () => {}).ok).toBe(false);
  });
});
