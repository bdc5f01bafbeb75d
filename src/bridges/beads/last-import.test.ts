import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { runs } from "../../../tests/laws/generators.ts";
import { beadsFile, type IssueLine, issue, link } from "../../../tests/support/beads-file.ts";
import { boardOf } from "../../../tests/support/beads-merge.ts";
import type { BoardData } from "../../domain/board-data.ts";
import { type Instant, parseInstant } from "../../domain/instant.ts";
import { attributeImport } from "../../domain/merge/attribute.ts";
import { joinRecords } from "../../domain/merge/join.ts";
import { type Fields, fieldsOf } from "../../domain/merge/times.ts";
import { editRecord, type Values } from "../../domain/stamp.ts";
import { type LastImport, sinceLastImport } from "./last-import.ts";

const day = (number: number): Instant =>
  parseInstant(`2026-01-${String(number).padStart(2, "0")}T00:00:00Z`) as Instant;

/** One machine: a board, and what was last imported into it. */
function machine() {
  let last: LastImport | null = null;
  const items = new Map<string, Fields>();
  const links = new Map<string, Fields>();
  const merge = (into: Map<string, Fields>, entity: "work_item" | "dependency", record: Fields) => {
    const local = into.get(record.id);
    if (local === undefined) return into.set(record.id, record);
    const sides = attributeImport(entity, local, record);
    return into.set(record.id, joinRecords(entity, sides.local, sides.file));
  };
  return {
    /** Imports lines; the attributed board. */
    take(...lines: readonly IssueLine[]): BoardData {
      const since = sinceLastImport(boardOf(beadsFile(...lines)), last);
      last = since.next;
      for (const item of since.board.records.work_item) merge(items, "work_item", fieldsOf(item));
      for (const one of since.board.records.dependency) merge(links, "dependency", fieldsOf(one));
      return since.board;
    },
    edit(values: Values, at: Instant): void {
      for (const [id, item] of items)
        items.set(id, editRecord("work_item", item, values, at, "me"));
    },
    item: (): Fields => [...items.values()][0] as Fields,
    link: (): Fields => [...links.values()][0] as Fields,
  };
}

const line = (updated: number, fields: object = {}): IssueLine =>
  issue("bd-1", { created_at: day(1), updated_at: day(updated), ...fields });

describe("a file that is imported again", () => {
  test("changes nothing where it has not changed", () => {
    const here = machine();
    here.take(line(2, { labels: ["a"], close_reason: "x" }));
    const before = here.item();
    here.take(line(2, { labels: ["a"], close_reason: "x" }));
    expect(here.item()).toEqual(before);
    here.edit({ title: "mine" }, day(3));
    const edited = here.item();
    here.take(line(2, { labels: ["a"], close_reason: "x" }));
    expect(here.item()).toEqual(edited);
  });

  test("brings what is new, and takes back no edit of another field", () => {
    const here = machine();
    here.take(line(2));
    here.edit({ title: "mine" }, day(3));
    here.take(line(4, { priority: 0 }));
    expect(here.item()).toMatchObject({ title: "mine", priority: "critical", updated_at: day(4) });
    // Nor an edit between two imports, at the third.
    here.edit({ status: "review" }, day(5));
    here.take(line(6, { priority: 0, description: "more" }));
    here.take(line(7, { priority: 1, description: "more" }));
    expect(here.item()).toMatchObject({ title: "mine", status: "review", priority: "high" });
  });

  test("brings back nothing that was deleted here", () => {
    const here = machine();
    here.take(line(2));
    here.edit({ deleted_at: day(3) }, day(3));
    here.take(line(4, { title: "new" }));
    expect(here.item()).toMatchObject({ title: "new", deleted_at: day(3) });
  });

  test("counts the versions of what it changes, and of nothing else", () => {
    const here = machine();
    here.take(line(2));
    here.take(line(4, { title: "new" }));
    expect(here.item().version).toBe(2);
    here.take(line(4, { title: "new" }));
    expect(here.item().version).toBe(2);
  });

  test("is believed where its times have not moved", () => {
    const here = machine();
    here.take(line(2));
    for (const assignee of ["ada", "bob", "cy"]) {
      const { records } = here.take(line(2, { assignee }));
      const id = records.user.find(({ name }) => name === assignee)?.id;
      expect(here.item().assignee_id).toBe(id as string);
    }
    here.edit({ assignee_id: null }, day(3));
    here.take(line(2, { assignee: "cy" }));
    expect(here.item().assignee_id).toBeNull();
  });

  test("that is older than the last one changes nothing", () => {
    const here = machine();
    here.take(line(2));
    here.edit({ status: "review" }, day(3));
    here.take(line(6, { title: "new" }));
    const before = here.item();
    here.take(line(4, { title: "between" }));
    expect(here.item()).toEqual(before);
    here.take(line(6, { title: "new" }));
    expect(here.item()).toEqual(before);
  });

  test("takes away what it does not have any more", () => {
    const here = machine();
    here.take(line(2, { close_reason: "done", labels: ["a", "b"] }));
    here.edit({ labels: ["a", "b", "mine"] }, day(3));
    here.take(line(4, { labels: ["a"] }));
    expect(here.item().labels).toEqual(["a", "mine"]);
    expect(here.item().extra).toEqual({ beads_id: "bd-1" });
    here.take(line(5, { close_reason: "again", labels: ["a"] }));
    expect(here.item().extra).toMatchObject({ beads_close_reason: "again" });
  });

  test("takes away a link once its line has changed, not before", () => {
    const here = machine();
    const dependencies = [link("bd-1", "bd-2", "blocks", { created_at: day(1) })];
    here.take(line(2, { dependencies }), issue("bd-2"));
    here.take(line(2), issue("bd-2", { updated_at: day(9) }));
    expect(here.link().deleted_at).toBeNull();
    here.take(issue("bd-2"));
    expect(here.link().deleted_at).toBeNull();
    here.take(line(4));
    expect(here.link()).toMatchObject({ deleted_at: day(4), updated_at: day(4) });
    const gone = here.link();
    here.take(line(5));
    expect(here.link()).toEqual(gone);
    // Linked anew.
    const anew = [link("bd-1", "bd-2", "blocks", { created_at: day(6) })];
    here.take(line(6, { dependencies: anew }));
    expect(here.link().deleted_at).toBeNull();
  });

  test("with two lines for an issue takes back no edit either", () => {
    const here = machine();
    const older = line(1, { notes: "kept", title: "older" });
    here.take(older, line(2));
    here.edit({ status: "review" }, day(3));
    here.take(older, line(4, { title: "new" }));
    expect(here.item()).toMatchObject({ title: "new", status: "review" });
    expect(here.item().extra).toMatchObject({ beads_notes: "kept" });
  });

  test("keeps what has gone from it", () => {
    const here = machine();
    here.take(line(2, { title: "one" }));
    here.take(issue("bd-9"));
    here.edit({ status: "review" }, day(3));
    here.take(line(4, { title: "two" }));
    expect(here.item()).toMatchObject({ title: "two", status: "review" });
  });
});

// Each side writes fields of its own, at times that only go forward; Beads forgets to move its time
// now and then. Whatever is imported when, the last values of both stand in the end.
test("neither side takes back what the other has written", () => {
  const inBeads = ["title", "description", "external_ref"] as const;
  const inPm = {
    status: ["todo", "review", "done", "blocked"],
    priority: ["low", "medium", "high", "critical"],
    story_points: [null, 1, 2, 3],
  };
  const step = fc.oneof(
    fc.record({
      by: fc.constant("beads" as const),
      field: fc.constantFrom(...inBeads),
      value: fc.constantFrom("", "a", "b"),
      moves: fc.boolean(),
    }),
    fc.record({
      by: fc.constant("pm" as const),
      field: fc.constantFrom(...(Object.keys(inPm) as (keyof typeof inPm)[])),
      value: fc.nat(3),
    }),
    fc.constant({ by: "import" as const }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
      const here = machine();
      let source = line(1);
      here.take(source);
      const mine: Values = {};
      for (const [index, one] of [...steps, { by: "import" as const }].entries()) {
        const now = new Date(Date.parse(day(2)) + index * 1000).toISOString() as Instant;
        if (one.by === "import") {
          here.take(source);
        } else if (one.by === "pm") {
          mine[one.field] = inPm[one.field][one.value] ?? null;
          here.edit({ [one.field]: mine[one.field] as never }, now);
        } else {
          source = { ...source, [one.field]: one.value };
          if (one.moves) source.updated_at = now;
        }
      }
      const { title, description, extra, ...item } = here.item();
      expect(item).toMatchObject(mine);
      expect({ title, description, ref: extra?.beads_external_ref }).toEqual({
        title: source.title || "(untitled bd-1)",
        description: (source.description as string) || null,
        ref: source.external_ref || undefined,
      } as never);
      // And once more changes nothing.
      here.take(source);
      expect(here.item()).toEqual({ title, description, extra, ...item } as Fields);
    }),
    runs(500),
  );
});
