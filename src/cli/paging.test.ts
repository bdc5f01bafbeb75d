import { expect, test } from "bun:test";
import { ok, refuse } from "../domain/refusal.ts";
import type { Context } from "./context.ts";
import { fetchList, listNotes } from "./paging.ts";

const ALL = Array.from({ length: 12 }, (_, index) => index);
const NO_FLAGS = { limit: undefined, cursor: undefined };

/** A context of which only the place of the output matters. */
function context(terminal: boolean, json = false): Context {
  return { screen: { terminal }, globals: { json } } as unknown as Context;
}

function pages(size: number) {
  const asked: { limit: number | undefined; cursor: string | undefined }[] = [];
  const fetch = async (page: (typeof asked)[number]) => {
    asked.push(page);
    const from = Number(page.cursor ?? 0);
    const to = from + Math.min(page.limit ?? size, size);
    return ok({
      numbers: ALL.slice(from, to),
      next_cursor: to < ALL.length ? String(to) : null,
    });
  };
  return { asked, fetch };
}

test("a person gets one page", async () => {
  const { asked, fetch } = pages(5);
  const result = await fetchList(context(true), NO_FLAGS, "numbers", fetch);
  expect(result).toEqual(ok({ numbers: [0, 1, 2, 3, 4], next_cursor: "5" }));
  expect(asked).toEqual([NO_FLAGS]);
});

test.each([
  [false, false],
  [true, true],
])("a program gets everything (terminal %p, --json %p)", async (terminal, json) => {
  const { fetch } = pages(5);
  const result = await fetchList(context(terminal, json), NO_FLAGS, "numbers", fetch);
  expect(result).toEqual(ok({ numbers: ALL, next_cursor: null }));
});

test("a program with a limit gets that", async () => {
  const { asked, fetch } = pages(5);
  const flags = { limit: 3, cursor: "2" };
  const result = await fetchList(context(false), flags, "numbers", fetch);
  expect(result).toEqual(ok({ numbers: [2, 3, 4], next_cursor: "5" }));
  expect(asked).toEqual([flags]);
});

test("a refusal on the way is the answer", async () => {
  const { fetch } = pages(5);
  const breaking = (page: { limit: number | undefined; cursor: string | undefined }) =>
    page.cursor === undefined ? fetch(page) : Promise.resolve(refuse("unavailable", "Gone."));
  const result = await fetchList(context(false), NO_FLAGS, "numbers", breaking);
  expect(result).toEqual(refuse("unavailable", "Gone."));
});

test("notes say that a list is empty or goes on", () => {
  expect(listNotes(0, null, "Nothing.")).toEqual(["Nothing."]);
  expect(listNotes(5, null, "Nothing.")).toEqual([]);
  expect(listNotes(5, "abc", "Nothing.")[0]).toContain("--cursor abc");
});
