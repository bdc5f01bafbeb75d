import { describe, expect, test } from "bun:test";
import type { Project, SwimLane, WorkItem } from "../entities.ts";
import type { Instant } from "../instant.ts";
import { derivedKey, mend } from "./mend.ts";

const at = (hour: number, milliseconds = 0): Instant =>
  `2026-02-05T${String(hour).padStart(2, "0")}:00:00.${String(milliseconds).padStart(3, "0")}Z` as Instant;

const FRAME = {
  created_at: at(1),
  updated_at: at(9),
  created_by: null,
  updated_by: "ada",
  deleted_at: null,
  extra: null,
  field_updated_at: null,
};

function run(parts: { items?: WorkItem[]; projects?: Project[]; lanes?: SwimLane[] }) {
  const items = new Map((parts.items ?? []).map((item) => [item.id, item]));
  const mended = mend({
    projects: parts.projects ?? [],
    lanes: parts.lanes ?? [],
    links: [...items.values()].filter(
      (item): item is WorkItem & { parent_id: string } => item.parent_id !== null,
    ),
    item: (id) => items.get(id) as WorkItem,
  });
  return mended.map(({ after, field, kept, lost, lostAt }) => ({
    id: after.id,
    field,
    kept,
    lost,
    lostAt,
    time: after.field_updated_at?.[field],
  }));
}

describe("M1: of items that are each other's ancestors", () => {
  const item = (id: string, parent_id: string | null, linkedAt: Instant): WorkItem =>
    ({
      ...FRAME,
      id,
      parent_id,
      version: 1,
      labels: [],
      field_updated_at: { parent_id: linkedAt },
    }) as never;

  test("the newest link is cut", () => {
    const items = [
      item("a", "b", at(3)),
      item("b", "c", at(5)),
      item("c", "a", at(4)),
      item("d", "a", at(8)),
    ];
    expect(run({ items })).toEqual([
      { id: "b", field: "parent_id", kept: null, lost: "c", lostAt: at(5), time: at(5, 1) },
    ]);
  });

  test("of equal times that of the larger id is cut", () => {
    const items = [item("a", "b", at(3)), item("b", "a", at(3))];
    expect(run({ items }).map(({ id }) => id)).toEqual(["b"]);
  });

  test("each circle is cut once, an item that is its own parent too", () => {
    const items = [
      item("a", "a", at(2)),
      item("b", "c", at(2)),
      item("c", "b", at(3)),
      item("d", "e", at(1)),
      item("f", "gone", at(1)),
    ];
    expect(run({ items }).map(({ id }) => id)).toEqual(["a", "c"]);
  });

  test("what leads into a circle is no part of it, however new and whatever its id", () => {
    const items = [
      item("a", "c", at(9)),
      item("b", "d", at(2)),
      item("c", "b", at(4)),
      item("d", "c", at(3)),
      item("e", "a", at(9)),
    ];
    expect(run({ items }).map(({ id }) => id)).toEqual(["c"]);
  });

  test("a long chain is none", () => {
    const items = Array.from({ length: 20_000 }, (_, n) => item(`${n}`, `${n + 1}`, at(1)));
    expect(run({ items })).toEqual([]);
  });
});

describe("M2: of live projects with one key", () => {
  const project = (id: string, key: string | null, more: Partial<Project> = {}): Project =>
    ({ ...FRAME, id, key, version: 1, ...more }) as Project;
  const [A, B, C] = ["aaaaa111-0", "bbbbb222-0", "ccccc333-0"] as const;

  test("the smallest id keeps it, whatever the order", () => {
    const projects = [project(C, "WEB"), project(A, "WEB"), project(B, "WEB")];
    expect(run({ projects }).map(({ id, kept, time }) => ({ id, kept, time }))).toEqual([
      { id: B, kept: "PBBBBB", time: at(9, 1) },
      { id: C, kept: "PCCCCC", time: at(9, 1) },
    ]);
  });

  test("deleted ones and those without a key do not count", () => {
    const projects = [
      project(A, "WEB", { deleted_at: at(2) }),
      project(B, "WEB"),
      project(C, null),
    ];
    expect(run({ projects })).toEqual([]);
  });

  test("the derived key avoids those that are taken, by deleted projects too", () => {
    const taken = new Set(["PBBBBB", "PBBBBB2"]);
    expect(derivedKey("bbbbb222-0000-4000-8000-123456789abc", taken)).toBe("PBBBBB22");
    expect(derivedKey("bbbbb222-0000-4000-8000-123456789abc", new Set())).toBe("PBBBBB");
    const alike = ["ddddd444-0", "ddddd444-1", "ddddd444-2"].map((id) => project(id, "WEB"));
    expect(run({ projects: alike }).map(({ kept }) => kept)).toEqual(["PDDDDD", "PDDDDD4"]);
    const projects = [project(A, "PBBBBB"), project(B, "PBBBBB")];
    expect(run({ projects }).map(({ kept }) => kept)).toEqual(["PBBBBB2"]);
  });
});

describe("M3: of live lanes of a project with one status", () => {
  const lane = (id: string, status_value: string, more: Partial<SwimLane> = {}): SwimLane =>
    ({ ...FRAME, id, project_id: "p", status_value, ...more }) as SwimLane;

  test("the smallest id stays, the others are deleted", () => {
    const lanes = [lane("b", "todo"), lane("a", "todo"), lane("c", "done")];
    expect(run({ lanes })).toEqual([
      {
        id: "b",
        field: "deleted_at",
        kept: at(9, 1),
        lost: null,
        lostAt: at(9),
        time: at(9, 1),
      },
    ]);
  });

  test("also where their deletion was undone later than the record says", () => {
    const lanes = [
      lane("a", "todo"),
      lane("b", "todo", { field_updated_at: { deleted_at: at(12) } }),
    ];
    expect(run({ lanes })[0]).toMatchObject({ kept: at(12, 1), time: at(12, 1) });
  });

  test("of two projects, or a deleted one, nothing is broken", () => {
    const lanes = [
      lane("a", "todo"),
      lane("b", "todo", { project_id: "q" }),
      lane("c", "todo", { deleted_at: at(3) }),
    ];
    expect(run({ lanes })).toEqual([]);
  });
});
