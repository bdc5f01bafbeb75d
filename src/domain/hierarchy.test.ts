import { describe, expect, test } from "bun:test";
import { ITEM_TYPES, type ItemType } from "./entities.ts";
import { checkParent } from "./hierarchy.ts";

const item = (id: string, item_type: ItemType = "story", project_id = "web") => ({
  id,
  project_id,
  item_type,
  title: id.toUpperCase(),
});

const problem = (...args: Parameters<typeof checkParent>): string | null => {
  const result = checkParent(...args);
  return result.ok ? null : result.refusal.message;
};

describe("an item may hang", () => {
  test("below its own kind or a larger one, never below a smaller one", () => {
    for (const [i, child] of ITEM_TYPES.entries()) {
      for (const [j, parent] of ITEM_TYPES.entries()) {
        const found = problem(item("a", child), item("b", parent), new Set(["b"]));
        expect(found === null).toBe(j <= i);
      }
    }
    expect(problem(item("a", "epic"), item("b", "story"), new Set(["b"]))).toBe(
      "An epic cannot hang below a story.",
    );
  });

  test("not below itself", () => {
    expect(problem(item("a"), item("a"), new Set(["a"]))).toBe("“A” cannot be its own parent.");
  });

  test("not in another project", () => {
    expect(problem(item("a"), item("b", "epic", "app"), new Set(["b"]))).toBe(
      "The parent “B” belongs to another project.",
    );
  });

  test("not below what is already below it", () => {
    expect(problem(item("a"), item("b"), new Set(["b", "c", "a"]))).toBe(
      "“B” is already below “A”; that would make a circle.",
    );
  });
});
