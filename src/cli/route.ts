/** Finds the command in a command line. */
import { type Outcome, ok, refuse } from "../domain/refusal.ts";
import { GLOBAL_FLAGS } from "./global-flags.ts";
import { nearest } from "./nearest.ts";
import { COMMANDS, type CommandEntry, NOUNS } from "./registry.ts";

export type Route =
  | { to: "command"; command: CommandEntry; help: boolean; words: string[] }
  | { to: "help" }
  | { to: "noun help"; noun: string }
  | { to: "version" };

/** The names of the global flags that take the next word as their value. */
const TAKES_NEXT = new Set(
  Object.entries(GLOBAL_FLAGS).flatMap(([name, spec]) =>
    spec.type === "switch" ? [] : [`--${name}`, ...("short" in spec ? [`-${spec.short}`] : [])],
  ),
);

/**
 * Finds which command the words mean.
 *
 * @returns the command with all the words but its name; `usage`, with the nearest name, if there is
 *   none.
 */
export function route(words: readonly string[]): Outcome<Route> {
  const names = nameIndexes(words);
  const [first, second] = names.map((index) => words[index] ?? "");
  const asksHelp = words.includes("--help") || words.includes("-h");
  if (first === undefined) {
    return ok({ to: words.includes("--version") || words.includes("-V") ? "version" : "help" });
  }
  if (first === "help") return helpOn(words.slice((names[0] ?? 0) + 1));

  const single = COMMANDS.find((entry) => entry.noun === "" && entry.verb === first);
  if (single) return found(single, words, names.slice(0, 1), asksHelp);
  const nouns = NOUNS.map(({ noun }) => noun);
  if (!nouns.includes(first)) return unknownCommand(first, nouns);
  const verbs = COMMANDS.filter((entry) => entry.noun === first);
  if (second === undefined) {
    return asksHelp ? ok({ to: "noun help", noun: first }) : missingVerb(first, verbs);
  }
  const command = verbs.find((entry) => entry.verb === second);
  return command ? found(command, words, names, asksHelp) : unknownVerb(first, second, verbs);
}

/** Where the first two words stand that are neither a global flag nor the value of one. */
function nameIndexes(words: readonly string[]): number[] {
  const indexes: number[] = [];
  for (let index = 0; index < words.length && indexes.length < 2; index += 1) {
    const word = words[index] ?? "";
    if (word === "--") break;
    if (TAKES_NEXT.has(word)) index += 1;
    else if (!word.startsWith("-")) indexes.push(index);
  }
  return indexes;
}

function found(
  command: CommandEntry,
  words: readonly string[],
  names: readonly number[],
  help: boolean,
): Outcome<Route> {
  const rest = words.filter((_, index) => !names.includes(index));
  const end = rest.indexOf("--");
  const beforeEnd = end < 0 ? rest : rest.slice(0, end);
  const asked = help && beforeEnd.some((word) => word === "--help" || word === "-h");
  return ok({ to: "command", command, help: asked, words: rest });
}

function helpOn(words: readonly string[]): Outcome<Route> {
  if (words.length === 0) return ok({ to: "help" });
  return route([...words.slice(0, 2), "--help"]);
}

function unknownCommand(word: string, nouns: readonly string[]): Outcome<never> {
  const singles = COMMANDS.filter((entry) => entry.noun === "").map((entry) => entry.verb);
  return unknown(`There is no command “${word}”.`, nearest(word, [...singles, ...nouns]), "pm");
}

function unknownVerb(noun: string, word: string, verbs: readonly CommandEntry[]): Outcome<never> {
  const names = verbs.map((entry) => entry.verb);
  return unknown(`There is no command “${noun} ${word}”.`, nearest(word, names), `pm ${noun}`);
}

function unknown(message: string, meant: string | undefined, command: string): Outcome<never> {
  const all = `${command} --help shows them all.`;
  return refuse("usage", message, meant === undefined ? all : `Did you mean ${command} ${meant}?`);
}

function missingVerb(noun: string, verbs: readonly CommandEntry[]): Outcome<never> {
  const names = verbs.map((entry) => entry.verb).join(", ");
  return refuse(
    "usage",
    `pm ${noun} needs a verb, one of: ${names}.`,
    `pm ${noun} --help says what they do.`,
  );
}
