import { expect, test } from "bun:test";
import { isFoundByLabel, matchChoices } from "./match.ts";

const choices = ["Go to board", "Board settings", "Über uns", "Cardboard"].map((label) => ({
  label,
}));
const found = (text: string) => matchChoices(choices, text).map(({ label }) => label);

test("nothing typed shows all, in their order", () => {
  expect(found("  ")).toHaveLength(4);
});

test("labels that begin so come first, then words, then the middle of words", () => {
  expect(found("board")).toEqual(["Board settings", "Go to board", "Cardboard"]);
});

test("all words must be there, in any order, without case and accents", () => {
  expect(found("BOARD go")).toEqual(["Go to board"]);
  expect(found("uber")).toEqual(["Über uns"]);
  expect(found("board x")).toEqual([]);
});

test("what is found by words that one does not see comes last", () => {
  const hidden = { label: "Limit", words: "maximum board" };
  const all = [hidden, ...choices];
  expect(matchChoices(all, "board").map(({ label }) => label)).toEqual([
    "Board settings",
    "Go to board",
    "Cardboard",
    "Limit",
  ]);
  expect(all.map((one) => isFoundByLabel(one, "board"))).toEqual([false, true, true, false, true]);
});
