/** The three levels of help: all of `pm`, a noun, a command. Made from the specs, for 80 columns. */
import { version } from "../../package.json" with { type: "json" };
import type { CommandDefinition, FlagSpec, FlagSpecs } from "./command.ts";
import { GLOBAL_FLAGS } from "./global-flags.ts";
import { wrap } from "./output/text.ts";
import { COMMANDS, type CommandEntry, EVERY_DAY, NOUNS, nameOf } from "./registry.ts";

const WIDTH = 80;
const HEADING = 14;
const NOUN = 13;

export const VERSION_LINE = `pm ${version}\n`;

/** `pm --help`: one screen. */
export function rootHelp(): string {
  const everyDay = EVERY_DAY.map(({ verb, summary }) => `${verb.padEnd(8)}${summary}`);
  const half = Math.ceil(everyDay.length / 2);
  const pairs = everyDay
    .slice(0, half)
    .map((line, index) => `${line.padEnd(32)}${everyDay[half + index] ?? ""}`);
  const nouns = NOUNS.flatMap(({ noun }) => {
    const verbs = COMMANDS.filter((entry) => entry.noun === noun).map((entry) => entry.verb);
    return wrap(verbs.join(" "), WIDTH - HEADING - NOUN).map((line, index) => ({
      group: groupOf(noun),
      line: (index === 0 ? noun : "").padEnd(NOUN) + line,
    }));
  });
  const setUp = COMMANDS.filter((entry) => entry.group === "Set up").map(nameOf);

  return lines(
    `pm ${version}, an agile board that lives in your git repository`,
    "",
    section("Start here", ['pm init, then pm add "My first task", then pm board']),
    "",
    section("Every day", pairs),
    "",
    section("The board", nouns.filter(({ group }) => group === "The board").map(lineOf)),
    section("With others", nouns.filter(({ group }) => group === "With others").map(lineOf)),
    section("Set up", [setUp.join("  ")]),
    "",
    section("Flags", wrap("-C PATH  --server URL  --json  --quiet  --color WHEN  --help", 66)),
    section("More", ["pm NOUN --help, pm NOUN VERB --help"]),
  );
}

/** `pm NOUN --help`. */
export function nounHelp(noun: string): string {
  const entries = COMMANDS.filter((entry) => entry.noun === noun);
  const summary = NOUNS.find((one) => one.noun === noun)?.summary ?? "";
  return lines(
    `pm ${noun}: ${summary}`,
    "",
    ...entries.map((entry) => `  pm ${nameOf(entry).padEnd(24)} ${entry.summary}`),
    "",
    `pm ${noun} VERB --help has flags and examples.`,
  );
}

/** `pm NOUN VERB --help`. */
export function commandHelp(entry: CommandEntry, command: CommandDefinition): string {
  const rows = [
    ...Object.entries(command.args).map(([name, spec]) => ({
      left: `  ${name.toUpperCase()}`,
      right: spec.stdin ? `${spec.summary} (- for standard input)` : spec.summary,
    })),
    ...flagRows(command.flags),
  ];
  return lines(
    `pm ${nameOf(entry)}: ${entry.summary}`,
    "",
    `Usage: ${usageOf(entry, command)}`,
    ...(command.details === "" ? [] : ["", ...paragraphs(command.details)]),
    ...(rows.length > 0 ? ["", ...aligned(rows)] : []),
    "",
    "Flags of every command:",
    ...aligned(flagRows(GLOBAL_FLAGS)),
    "",
    "Examples:",
    ...command.examples.flatMap(([line, does]) => [`  ${line}`, `      ${does}`]),
  );
}

/** How the command is called, in one line. */
export function usageOf(entry: CommandEntry, command: CommandDefinition): string {
  const args = Object.entries(command.args).map(([name, spec]) => {
    const shown = spec.many ? `${name.toUpperCase()}...` : name.toUpperCase();
    return spec.optional ? `[${shown}]` : shown;
  });
  const required = Object.entries(command.flags)
    .filter(([, spec]) => spec.required)
    .map(([name, spec]) => `--${name} ${placeholderOf(spec)}`);
  const optional = Object.keys(command.flags).length > required.length ? ["[flags]"] : [];
  return ["pm", nameOf(entry), ...args, ...required, ...optional].join(" ");
}

function flagRows(flags: FlagSpecs): { left: string; right: string }[] {
  return Object.entries(flags).map(([name, spec]) => ({
    left: `  ${spec.short ? `-${spec.short}, ` : "    "}--${name} ${placeholderOf(spec)}`.trimEnd(),
    right: `${spec.summary}${choices(spec)}${remarks(spec)}`,
  }));
}

function placeholderOf(spec: FlagSpec): string {
  return spec.type === "switch" ? "" : spec.value;
}

function choices(spec: FlagSpec): string {
  return spec.type === "choice" ? `: ${spec.choices.join(", ")}` : "";
}

function remarks(spec: FlagSpec): string {
  const found = [
    ...(spec.type === "text" && spec.stdin ? ["- for standard input"] : []),
    ...(spec.clearable ? ["none clears it"] : []),
    ...(spec.many ? ["may be given several times"] : []),
    ...(spec.required ? ["required"] : []),
  ];
  return found.length > 0 ? ` (${found.join("; ")})` : "";
}

function aligned(rows: readonly { left: string; right: string }[]): string[] {
  const left = Math.min(30, Math.max(...rows.map((row) => row.left.length)) + 2);
  return rows.flatMap((row) => {
    const [first = "", ...more] = wrap(row.right, WIDTH - left);
    const head = row.left.length < left ? row.left.padEnd(left) + first : row.left;
    const tail = row.left.length < left ? more : [first, ...more];
    return [head, ...tail.map((line) => " ".repeat(left) + line)];
  });
}

function section(heading: string, content: readonly string[]): string {
  return content
    .map((line, index) => (index === 0 ? heading : "").padEnd(HEADING) + line)
    .join("\n");
}

function paragraphs(text: string): string[] {
  return text.split("\n").flatMap((paragraph) => wrap(paragraph, WIDTH));
}

function groupOf(noun: string): string {
  return COMMANDS.find((entry) => entry.noun === noun)?.group ?? "";
}

function lineOf({ line }: { line: string }): string {
  return line;
}

function lines(...all: string[]): string {
  return `${all.join("\n")}\n`;
}
