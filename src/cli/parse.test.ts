import { describe, expect, test } from "bun:test";
import type { ArgumentSpecs, FlagSpecs } from "./command.ts";
import { parse } from "./parse.ts";

const FLAGS: FlagSpecs = {
  title: { type: "text", value: "T", summary: "a title" },
  type: { type: "choice", value: "TYPE", choices: ["epic", "in_story"], summary: "a kind" },
  points: { type: "number", value: "N", clearable: true, summary: "points" },
  label: { type: "text", value: "L", many: true, summary: "a label" },
  quiet: { type: "switch", short: "q", summary: "quiet" },
  yes: { type: "switch", short: "y", summary: "yes" },
  directory: { type: "text", value: "PATH", short: "C", summary: "where" },
  "sprint-id": { type: "text", value: "ID", aliases: ["sprint"], summary: "a sprint" },
};
const ANY: ArgumentSpecs = { words: { summary: "words", many: true, optional: true } };

/** The values that are not what nothing gives. */
function read(...words: string[]): object {
  const outcome = parse(words, FLAGS, ANY);
  if (!outcome.ok) return outcome.refusal;
  const { flags, args } = outcome.value;
  const given = Object.entries(flags).filter(
    ([, value]) => value !== undefined && value !== false && !(Array.isArray(value) && !value[0]),
  );
  return { ...Object.fromEntries(given), words: args.words };
}

test("what is not given is undefined, false or empty", () => {
  expect(parse([], FLAGS, ANY)).toEqual({
    ok: true,
    value: {
      flags: {
        title: undefined,
        type: undefined,
        points: undefined,
        label: [],
        quiet: false,
        yes: false,
        directory: undefined,
        "sprint-id": undefined,
      },
      args: { words: [] },
    },
  });
});

describe("values", () => {
  test.each([
    [["--title", "A b"], { title: "A b" }],
    [["--title=A=b"], { title: "A=b" }],
    [["--title="], { title: "" }],
    [["--title", ""], { title: "" }],
    [["--title", "-"], { title: "-" }],
    [["--title", "- a list"], { title: "- a list" }],
    [["--title", "-x"], { title: "-x" }],
    [["--title=--type"], { title: "--type" }],
    [["--title", "one", "--title", "two"], { title: "two" }],
    [["--type", "epic"], { type: "epic" }],
    [["--points", "-1"], { points: -1 }],
    [["--points=1.5"], { points: 1.5 }],
    [["--points", "none"], { points: null }],
    [["--label", "a", "--label=b"], { label: ["a", "b"] }],
    [["-q"], { quiet: true }],
    [["-qy"], { quiet: true, yes: true }],
    [["-C", "there"], { directory: "there" }],
    [["-Cthere"], { directory: "there" }],
    [["-C=there"], { directory: "there" }],
    [["-qC", "there"], { quiet: true, directory: "there" }],
    [["--sprint", "7"], { "sprint-id": "7" }],
  ])("%j", (words, expected) => {
    expect(read(...words)).toEqual({ words: [], ...expected });
  });
});

test("flags stand anywhere among the arguments, up to --", () => {
  expect(read("a", "--title", "T", "b", "-q", "--", "--yes", "-y")).toEqual({
    title: "T",
    quiet: true,
    words: ["a", "b", "--yes", "-y"],
  });
});

test("a dash and negative numbers are arguments", () => {
  expect(read("-", "-5", "-.5")).toEqual({ words: ["-", "-5", "-.5"] });
});

describe("refusals", () => {
  const cases: [words: string[], message: string, hint: string | undefined][] = [
    [["--titel", "x"], "There is no flag --titel here.", "Did you mean --title?"],
    [["--Title", "x"], "There is no flag --Title here.", "Did you mean --title?"],
    [["--__proto__"], "There is no flag --__proto__ here.", undefined],
    [["-x"], "There is no flag -x here.", undefined],
    [["--title"], "--title needs a value.", undefined],
    [["--title", "--type", "epic"], "--title needs a value.", "--title=--type"],
    [["--title", "--type=epic"], "--title needs a value.", "--title=--type=epic"],
    [["--type"], "--type needs one of epic, in_story.", undefined],
    [["--type", "epci"], "--type is one of epic, in_story; it got “epci”.", "Did you mean epic?"],
    [["--type", "in-story"], "--type is one of", "Did you mean in_story?"],
    [["--points", "many"], "--points takes a number, and got “many”.", undefined],
    [["--points", "1e9"], "--points takes a number", undefined],
    [["--points", ""], "--points takes a number", undefined],
    [["--quiet=yes"], "--quiet takes no value, and got “yes”.", undefined],
  ];
  test.each(cases)("%j", (words, message, hint) => {
    const refusal = read(...words);
    expect(refusal).toMatchObject({ kind: "usage", message: expect.stringContaining(message) });
    if (hint !== undefined) expect(refusal).toHaveProperty("hint", expect.stringContaining(hint));
  });
});

describe("arguments", () => {
  const two: ArgumentSpecs = {
    id: { summary: "the item" },
    status: { summary: "the status", optional: true },
  };
  test("fill the places in their order", () => {
    expect(parse(["1a", "done"], {}, two)).toMatchObject({
      value: { args: { id: "1a", status: "done" } },
    });
    expect(parse(["1a"], {}, two)).toMatchObject({ value: { args: { id: "1a" } } });
  });
  test("one that is missing is named", () => {
    expect(parse([], {}, two)).toMatchObject({
      refusal: { kind: "usage", message: "ID is missing: the item." },
    });
  });
  test("one too many is named", () => {
    expect(parse(["fix", "the", "bug"], {}, two)).toMatchObject({
      refusal: { kind: "usage", message: "“bug” is one word too many." },
    });
  });
  test("a required flag that is missing is named", () => {
    const flags: FlagSpecs = {
      type: { type: "text", value: "T", required: true, summary: "kind" },
    };
    expect(parse([], flags, {})).toMatchObject({
      refusal: { kind: "usage", message: "--type is missing: kind." },
    });
  });
});
