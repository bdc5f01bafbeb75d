import { expect, test } from "bun:test";
import { wordSearch } from "./search-text.ts";

test("words are looked for as words, what is no word is left out of them", () => {
  expect(wordSearch("  login   page ")).toEqual({
    words: ["login", "page"],
    openEnded: true,
    anywhere: false,
    idPrefix: null,
  });
  expect(wordSearch("use C#")).toMatchObject({ words: ["use", "C#"], openEnded: false });
  expect(wordSearch('a "quoted" AND * thing')?.words).toEqual(["a", '"quoted"', "AND", "thing"]);
});

test("a text without words, or in a script without spaces, is looked for anywhere", () => {
  expect(wordSearch("++")).toMatchObject({ words: ["++"], anywhere: true, idPrefix: null });
  expect(wordSearch("検索する")?.anywhere).toBe(true);
  expect(wordSearch("보드 검색")?.anywhere).toBe(true);
  expect(wordSearch("Überblick")?.anywhere).toBe(false);
});

test("a text that looks like the beginning of an id may be one", () => {
  expect(wordSearch("1A2B")?.idPrefix).toBe("1a2b");
  expect(wordSearch("face book")?.idPrefix).toBeNull();
});

test("nothing is nothing to look for", () => {
  expect(wordSearch("")).toBeNull();
  expect(wordSearch(" \t\n\0 ")).toBeNull();
});
