import { describe, expect, test } from "bun:test";
import type { Instant } from "../instant.ts";
import { attributeEdits, attributeImport } from "./attribute.ts";
import { joinRecords } from "./join.ts";
import { type Fields, labelTime, timeOf } from "./times.ts";

const at = (hour: number, milliseconds = 0): Instant =>
  `2026-02-05T${String(hour).padStart(2, "0")}:00:00.${String(milliseconds).padStart(3, "0")}Z` as Instant;

/** Made at 1 by Ada, retitled at 4, started by Bob at 6. */
const BASE: Fields = {
  id: "20000000-0000-4000-8000-000000000001",
  project_id: "10000000-0000-4000-8000-000000000001",
  parent_id: null,
  item_type: "story",
  title: "Homepage",
  description: null,
  status: "in_progress",
  priority: "low",
  position: 1024,
  story_points: null,
  assignee_id: null,
  sprint_id: null,
  version: 3,
  created_at: at(1),
  updated_at: at(6),
  created_by: "ada",
  updated_by: "bob",
  deleted_at: null,
  labels: ["red"],
  extra: null,
  field_updated_at: { status: at(6), title: at(4) },
};

const attribute = (record: Fields, base: Fields = BASE): Fields =>
  attributeEdits("work_item", record, base);

describe("an edit by hand, that leaves all times as they were,", () => {
  test("is as old as the record's last change", () => {
    const edited = attribute({ ...BASE, title: "Landing page", priority: "high" });
    expect(edited.field_updated_at).toEqual({ priority: at(6), status: at(6), title: at(6) });
    expect(edited.updated_at).toBe(at(6));
  });

  test("is 1 ms after the old time of the field where that is as late", () => {
    const edited = attribute({ ...BASE, status: "done" });
    expect(edited.field_updated_at).toEqual({ status: at(6, 1), title: at(4) });
    expect(edited.updated_at).toBe(at(6, 1));
  });

  test("adds and takes away labels", () => {
    const edited = attribute({ ...BASE, labels: ["blue"] });
    expect(labelTime(edited, "red")).toBe(at(6));
    expect(labelTime(edited, "blue")).toBe(at(6));
    expect(joinRecords("work_item", BASE, edited).labels).toEqual(["blue"]);
  });

  test("adds a label where the time of the set was named", () => {
    const base = { ...BASE, field_updated_at: { ...BASE.field_updated_at, labels: at(5) } };
    const edited = attribute({ ...base, labels: ["blue", "red"] }, base);
    expect(joinRecords("work_item", base, edited).labels).toEqual(["blue", "red"]);
  });
});

describe("an edit of a tool that knows no field times", () => {
  const tool = (values: Partial<Fields>, updated_at: Instant): Fields =>
    ({ ...BASE, ...values, updated_at, field_updated_at: null }) as Fields;

  test("counts for what differs; the rest keeps its times", () => {
    const edited = attribute(tool({ title: "Landing page" }, at(8)));
    expect(edited.field_updated_at).toEqual({ status: at(6), title: at(8) });
    expect(edited.updated_at).toBe(at(8));
  });

  test("that is stale counts as old as it says, and leaves who wrote last", () => {
    const edited = attribute(
      tool({ title: "Landing page", status: "todo", updated_by: "cleo" }, at(5)),
    );
    expect(edited.field_updated_at).toEqual({ status: at(5), title: at(5) });
    expect([edited.updated_at, edited.updated_by]).toEqual([at(6), "bob"]);
    const joined = joinRecords("work_item", BASE, edited);
    expect([joined.title, joined.status, joined.updated_by]).toEqual([
      "Landing page",
      "in_progress",
      "bob",
    ]);
  });

  /** A record as it was made, and after a `pm` has changed another field of it. */
  const created = { ...BASE, updated_at: at(1), field_updated_at: null } as Fields;
  const changed: Fields = {
    ...created,
    status: "done",
    updated_at: at(6),
    field_updated_at: { status: at(6) },
  };

  test("by hand, of a new record's file, that others have gone on from, is not lost", () => {
    // Nothing but the line was edited, while the record was changed elsewhere.
    const edited = attribute({ ...created, title: "A first page" }, changed);
    const joined = joinRecords("work_item", changed, edited);
    expect([joined.title, joined.status, joined.updated_at]).toEqual([
      "A first page",
      "done",
      at(6),
    ]);
  });

  test("in a file is taken over where the record here is the first version of it", () => {
    for (const title of ["A first page", "The first page"]) {
      const { local, file } = attributeImport("work_item", created, { ...changed, title });
      expect(joinRecords("work_item", local, file)).toMatchObject({ title, status: "done" });
    }
  });

  test("that is stale does not take away labels that it never heard of", () => {
    const elsewhere: Fields = {
      ...BASE,
      labels: ["blue", "red"],
      field_updated_at: { ...BASE.field_updated_at, "labels.blue": at(3) },
    };
    const edited = attribute(tool({ title: "Landing page" }, at(5)));
    expect(joinRecords("work_item", edited, elsewhere).labels).toEqual(["blue", "red"]);
  });

  test("keeps unknown fields taken away that were away", () => {
    const base = { ...BASE, field_updated_at: { ...BASE.field_updated_at, acme: at(5) } };
    const edited = attribute({ ...tool({ title: "Landing page" }, at(8)) }, base);
    expect(edited.field_updated_at).toEqual({ acme: at(5), status: at(6), title: at(8) });
  });
});

describe("an edit that a pm has stamped", () => {
  test("is left as it is, older or newer", () => {
    const newer = { ...BASE, status: "done", field_updated_at: { status: at(7), title: at(4) } };
    expect(attribute(newer)).toBe(newer);
    const older = { ...BASE, status: "todo", field_updated_at: { title: at(4) } };
    expect(attribute(older)).toBe(older);
    expect(attribute(BASE)).toBe(BASE);
  });

  test("says nothing of unknown fields that one of the two does not know", () => {
    const more = { ...BASE, extra: { acme: 1 } };
    expect(attribute(more)).toBe(more);
    expect(attribute(BASE, more)).toBe(BASE);
  });
});

describe("an import", () => {
  test("of another value of one time is no edit where it is known to have been written", () => {
    const [local, file] = [
      { ...BASE, title: "Zulu" },
      { ...BASE, title: "Alpha" },
    ];
    const titleAfter = (...known: Parameters<typeof attributeImport>[3][]) => {
      const sides = attributeImport("work_item", local, file, ...known);
      return joinRecords("work_item", sides.local, sides.file).title;
    };
    expect(titleAfter()).toBe("Alpha");
    const isWrite = (field: string, value: unknown, time: Instant) =>
      field === "title" && value === "Alpha" && time === at(4);
    expect(titleAfter(isWrite)).toBe("Zulu");
  });

  test("of a record whose times only the file knows takes them over", () => {
    const local = { ...BASE, field_updated_at: null };
    const sides = attributeImport("work_item", local, BASE);
    expect(joinRecords("work_item", sides.local, sides.file)).toEqual(BASE);
    const back = attributeImport("work_item", BASE, local);
    expect(joinRecords("work_item", back.local, back.file)).toEqual(BASE);
  });

  test("of a newer local record without field times keeps its values", () => {
    const local = { ...BASE, title: "Landing page", updated_at: at(8), field_updated_at: null };
    const sides = attributeImport("work_item", local, BASE);
    const joined = joinRecords("work_item", sides.local, sides.file);
    expect(joined.title).toBe("Landing page");
    expect([timeOf(joined, "title"), timeOf(joined, "status")]).toEqual([at(8), at(6)]);
  });
});

describe("where the version that both were made on was edited by a tool that knows no times,", () => {
  const base: Fields = {
    ...BASE,
    labels: ["kept", "red"],
    field_updated_at: null,
    extra: { x: 1 },
  };
  /** Edited by such a tool again. */
  const record: Fields = { ...base, title: "Typed", updated_at: at(9) };
  const merged = (other: Partial<Fields>): Fields => {
    const theirs: Fields = { ...base, updated_at: at(5), ...other };
    const [ours, others] = [
      attributeEdits("work_item", record, base, { other: theirs }),
      attributeEdits("work_item", theirs, base, { other: record }),
    ];
    return joinRecords("work_item", ours, others);
  };

  test("what only the other side has written is in the result, however old", () => {
    const field_updated_at = {
      "labels.blue": at(3),
      "labels.red": at(4),
      priority: at(5),
      x: at(3),
    };
    expect(
      merged({ labels: ["blue", "kept"], priority: "high", extra: { x: 2 }, field_updated_at }),
    ).toMatchObject({
      title: "Typed",
      priority: "high",
      labels: ["blue", "kept"],
      extra: { x: 2 },
    });
  });

  test("and what the tool has written is, too", () => {
    const retitled = merged({ field_updated_at: { title: at(3) } });
    expect(retitled).toMatchObject({ title: "Typed", labels: ["kept", "red"], extra: { x: 1 } });
  });
});
