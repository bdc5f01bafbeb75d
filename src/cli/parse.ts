/**
 * Reads a command line against the specs of a command. Flags may stand anywhere, as `--flag value`,
 * `--flag=value`, `-f value` or `-fvalue`; switches may be bundled, `-qy`; `--` ends the flags. Of a
 * flag that is given twice and takes one value, the last counts.
 */
import { type Outcome, ok, refuse } from "../domain/refusal.ts";
import type { ArgumentSpec, ArgumentSpecs, FlagSpec, FlagSpecs, ParsedInput } from "./command.ts";
import { nearest } from "./nearest.ts";

/** A flag as it was typed, `--title` or `-t`, and the value in the same word, if there is one. */
interface Typed {
  as: string;
  value: string | undefined;
}

interface Named {
  name: string;
  spec: FlagSpec;
}

/** The specs by every way to type them. */
type Names = Map<string, Named>;

interface Values {
  [name: string]: unknown;
}

/**
 * Reads the words that follow the command.
 *
 * @returns a value for each flag (switches: a boolean; `many`: an array; else undefined where it is
 *   not given) and for each argument; `usage` if the words do not fit.
 */
export function parse(
  words: readonly string[],
  flags: FlagSpecs,
  args: ArgumentSpecs,
): Outcome<ParsedInput> {
  const names = namesOf(flags);
  const values: Values = {};
  for (const [name, spec] of Object.entries(flags)) values[name] = unset(spec);

  const positionals: string[] = [];
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? "";
    if (word === "--") {
      positionals.push(...words.slice(index + 1));
      break;
    }
    if (looksLikeFlag(word)) {
      const taken = takeFlags(word, words[index + 1], names, values);
      if (!taken.ok) return taken;
      if (taken.value === "next word too") index += 1;
    } else {
      positionals.push(word);
    }
  }
  return finish(values, positionals, flags, args);
}

/** Stores the flags of one word, the last with the next word as its value where it needs one. */
function takeFlags(
  word: string,
  next: string | undefined,
  names: Names,
  values: Values,
): Outcome<"this word" | "next word too"> {
  let taken: "this word" | "next word too" = "this word";
  for (const typed of flagsOf(word, names)) {
    const known = names.get(typed.as);
    if (known === undefined) return unknownFlag(typed.as, names);
    const needsNext = known.spec.type !== "switch" && typed.value === undefined;
    if (needsNext && (next === undefined || names.has(next.split("=", 1)[0] ?? ""))) {
      return missingValue(typed.as, known.spec, next);
    }
    if (needsNext) taken = "next word too";
    const value = read(typed.as, needsNext ? next : typed.value, known.spec);
    if (!value.ok) return value;
    store(values, known, value.value);
  }
  return ok(taken);
}

function finish(
  values: Values,
  positionals: readonly string[],
  flags: FlagSpecs,
  args: ArgumentSpecs,
): Outcome<ParsedInput> {
  for (const [name, spec] of Object.entries(flags)) {
    if (spec.required && values[name] === undefined) {
      return refuse("usage", `--${name} is missing: ${spec.summary}.`);
    }
  }
  const placed = placeArguments(positionals, args);
  return placed.ok ? ok({ flags: values, args: placed.value }) : placed;
}

function unset(spec: FlagSpec): unknown {
  if (spec.type === "switch") return false;
  return spec.many ? [] : undefined;
}

function store(values: Values, { name, spec }: Named, value: unknown): void {
  const before = values[name];
  values[name] = spec.many && Array.isArray(before) ? [...before, value] : value;
}

function namesOf(flags: FlagSpecs): Names {
  const names: Names = new Map();
  for (const [name, spec] of Object.entries(flags)) {
    names.set(`--${name}`, { name, spec });
    for (const alias of spec.aliases ?? []) names.set(`--${alias}`, { name, spec });
    if (spec.short !== undefined) names.set(`-${spec.short}`, { name, spec });
  }
  return names;
}

/** `-` alone is standard input, and `-5` a number. */
function looksLikeFlag(word: string): boolean {
  return word.length > 1 && word.startsWith("-") && !/^-[\d.]/.test(word);
}

/** The flags in one word: one, but for bundled switches. */
function flagsOf(word: string, names: Names): Typed[] {
  if (word.startsWith("--")) {
    const equals = word.indexOf("=");
    const as = equals < 0 ? word : word.slice(0, equals);
    return [{ as, value: equals < 0 ? undefined : word.slice(equals + 1) }];
  }
  const found: Typed[] = [];
  for (let index = 1; index < word.length; index += 1) {
    const as = `-${word.charAt(index)}`;
    const rest = word.slice(index + 1);
    const takesRest = names.get(as)?.spec.type !== "switch" && rest !== "";
    found.push({ as, value: takesRest ? rest.replace(/^=/, "") : undefined });
    if (takesRest) break;
  }
  return found;
}

function read(as: string, given: string | undefined, spec: FlagSpec): Outcome<unknown> {
  if (spec.type === "switch") {
    return given === undefined
      ? ok(true)
      : refuse("usage", `${as} takes no value, and got ${quote(given)}.`);
  }
  const value = given ?? "";
  if (spec.clearable && value === "none") return ok(null);
  if (spec.type === "number") {
    return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(value)
      ? ok(Number(value))
      : refuse("usage", `${as} takes a number, and got ${quote(value)}.`);
  }
  if (spec.type === "choice" && !spec.choices.includes(value)) {
    const meant = nearest(value.replaceAll("-", "_"), spec.choices);
    return refuse(
      "usage",
      `${as} is one of ${spec.choices.join(", ")}; it got ${quote(value)}.`,
      meant === undefined ? undefined : `Did you mean ${meant}?`,
    );
  }
  return ok(value);
}

function missingValue(as: string, spec: FlagSpec, next: string | undefined): Outcome<never> {
  const what = spec.type === "choice" ? `one of ${spec.choices.join(", ")}` : "a value";
  return refuse(
    "usage",
    `${as} needs ${what}.`,
    next === undefined ? undefined : `To give it the text ${next}, write ${as}=${next}`,
  );
}

function unknownFlag(as: string, names: Names): Outcome<never> {
  const all = new Set(Array.from(names.values(), ({ name }) => name));
  const meant = nearest(as.replace(/^-+/, ""), [...all]);
  return refuse(
    "usage",
    `There is no flag ${as} here.`,
    meant === undefined
      ? "--help shows the flags. After -- everything is text."
      : `Did you mean --${meant}?`,
  );
}

function placeArguments(
  words: readonly string[],
  args: ArgumentSpecs,
): Outcome<{ [name: string]: unknown }> {
  const values: { [name: string]: unknown } = {};
  let taken = 0;
  for (const [name, spec] of Object.entries(args)) {
    const given = spec.many ? words.slice(taken) : words.slice(taken, taken + 1);
    taken += given.length;
    if (given.length === 0 && !spec.optional) return missingArgument(name, spec);
    values[name] = spec.many ? given : given[0];
  }
  const extra = words[taken];
  if (extra === undefined) return ok(values);
  return refuse(
    "usage",
    `${quote(extra)} is one word too many.`,
    "Put quotes around a text of several words.",
  );
}

function missingArgument(name: string, spec: ArgumentSpec): Outcome<never> {
  return refuse("usage", `${name.toUpperCase()} is missing: ${spec.summary}.`);
}

function quote(text: string): string {
  return `“${text}”`;
}
