/** The example in `docs/merge.md` is what happens. */
import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { joinRecords } from "../../src/domain/merge/join.ts";
import type { Fields } from "../../src/domain/merge/times.ts";
import { idOf } from "./generators.ts";

const text = readFileSync(join(import.meta.dir, "../../docs/merge.md"), "utf8");
const blocks = [...text.matchAll(/```json\n([\s\S]*?)```/g)].map(([, json]) =>
  JSON.parse(json as string),
);

/** The fields that the example leaves out. */
function whole(shown: object): Fields {
  return {
    id: idOf("work_item", 1),
    project_id: idOf("project", 1),
    parent_id: null,
    item_type: "story",
    description: null,
    priority: "low",
    position: 0,
    story_points: null,
    assignee_id: null,
    sprint_id: null,
    created_by: null,
    updated_by: null,
    deleted_at: null,
    labels: [],
    extra: null,
    field_updated_at: null,
    ...shown,
  } as unknown as Fields;
}

test("the example of the documentation", () => {
  expect(blocks.length).toBe(4);
  const [start, ada, bob, merged] = blocks.map(whole) as [Fields, Fields, Fields, Fields];
  const found: { field: string; kept: string }[] = [];
  expect(joinRecords("work_item", ada, bob, found as never)).toEqual(merged);
  expect(joinRecords("work_item", bob, ada)).toEqual(merged);
  expect(joinRecords("work_item", joinRecords("work_item", start, bob), ada)).toEqual(merged);
  expect(found.map(({ field, kept }) => `${field}: ${kept}`)).toEqual([
    "title: theirs",
    "status: ours",
    "labels.frontend: ours",
    "labels.urgent: theirs",
  ]);
});
