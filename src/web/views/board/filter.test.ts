import { describe, expect, test } from "bun:test";
import { uuid, workItem } from "../../../../tests/support/records.ts";
import type { Card } from "../../../board/queries.ts";
import { isFiltering, matcher, readFilter, readGrouping } from "./filter.ts";

const [ADA, BOB, SPRINT] = [uuid("ada"), uuid("b0b"), uuid("5b")];

function card(values: Partial<Card> = {}): Card {
  const {
    field_updated_at: _,
    extra: __,
    ...item
  } = workItem({
    id: uuid("1a2b3c4d"),
    project_id: uuid("aa"),
    ...(values as object),
  });
  return { ...item, is_blocked: false, comment_count: 0, child_count: 0 };
}

function matches(query: string, values: Partial<Card>): boolean {
  const filter = readFilter(new URLSearchParams(query));
  return matcher(filter, { me: ADA, activeSprint: SPRINT })(card(values));
}

describe("a filter", () => {
  test.each([
    ["", {}, true],
    ["text=home", { title: "Homepage" }, true],
    ["text=PAGE+home", { title: "Homepage" }, true],
    ["text=uber", { title: "Über alles" }, true],
    ["text=home+x", { title: "Homepage" }, false],
    ["text=1a2b", {}, true],
    ["text=desi", { labels: ["design"] }, true],
    ["type=epic&type=task", { item_type: "task" }, true],
    ["type=epic", { item_type: "task" }, false],
    ["type=nonsense", { item_type: "task" }, true],
    ["priority=high&priority=critical", { priority: "critical" }, true],
    ["priority=high", { priority: "low" }, false],
    ["label=a&label=b", { labels: ["b"] }, true],
    ["label=a,b", { labels: ["a,b"] }, true],
    ["label=a", { labels: [] }, false],
    [`assignee=${BOB}`, { assignee_id: BOB }, true],
    [`assignee=${BOB}&assignee=none`, { assignee_id: null }, true],
    [`assignee=${BOB}`, { assignee_id: ADA }, false],
    ["sprint=active", { sprint_id: SPRINT }, true],
    ["sprint=active", { sprint_id: null }, false],
    ["sprint=none", { sprint_id: null }, true],
    ["mine=1", { assignee_id: ADA }, true],
    ["mine=1", { assignee_id: null }, false],
    ["type=task&mine=1", { item_type: "task", assignee_id: BOB }, false],
  ] as [string, Partial<Card>, boolean][])("%s on %p: %p", (query, values, expected) => {
    expect(matches(query, values)).toBe(expected);
  });

  test("without an active sprint asks for nothing that is there", () => {
    const filter = readFilter(new URLSearchParams("sprint=active"));
    expect(matcher(filter, { me: null, activeSprint: null })(card())).toBe(false);
  });

  test("knows whether it filters, and grouping is none", () => {
    expect(isFiltering(readFilter(new URLSearchParams("group=epic")))).toBe(false);
    expect(isFiltering(readFilter(new URLSearchParams("mine=1")))).toBe(true);
    expect(isFiltering(readFilter(new URLSearchParams("label=a")))).toBe(true);
    expect(readGrouping(new URLSearchParams("group=epic"))).toBe("epic");
    expect(readGrouping(new URLSearchParams("group=x"))).toBe("none");
  });
});
