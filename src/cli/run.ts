/** From a command line to an exit code: find the command, read its words, run it, print. */
import { statSync } from "node:fs";
import { resolve } from "node:path";
import { type Outcome, ok, type Refusal, refuse } from "../domain/refusal.ts";
import type { CommandDefinition, ParsedInput } from "./command.ts";
import { EXIT_CODES, EXIT_DONE, EXIT_INTERNAL } from "./exit-codes.ts";
import { GLOBAL_FLAGS, type GlobalFlags } from "./global-flags.ts";
import { jsonText } from "./output/json-text.ts";
import { findScreen, type Screen } from "./output/screen.ts";
import { writeAll } from "./output/streams.ts";
import { printableLines } from "./output/text.ts";
import { parse } from "./parse.ts";
import type { CommandEntry } from "./registry.ts";
import type { Report } from "./report.ts";
import { route } from "./route.ts";

/**
 * Runs one command line, given without the program's name.
 *
 * @returns the exit code, when all output has been written.
 */
export async function runCli(words: readonly string[]): Promise<number> {
  try {
    return await runWords(words);
  } catch (error) {
    const { describeFailure } = await import("./failure.ts");
    fail(describeFailure(error, words, process.cwd), "pm: ", asksForJson(words));
    return EXIT_INTERNAL;
  }
}

async function runWords(words: readonly string[]): Promise<number> {
  const way = route(words);
  if (!way.ok) return fail(way.refusal, "pm: ", asksForJson(words));
  if (way.value.to === "command") {
    const { command: entry, help, words: rest } = way.value;
    const { command } = await entry.load();
    return help ? showHelp(entry, command, words) : runCommand(command, rest);
  }
  const { nounHelp, rootHelp, VERSION_LINE } = await import("./help.ts");
  if (way.value.to === "version") return show("version", VERSION_LINE, words);
  return show("help", way.value.to === "help" ? rootHelp() : nounHelp(way.value.noun), words);
}

async function showHelp(
  entry: CommandEntry,
  command: CommandDefinition,
  words: readonly string[],
): Promise<number> {
  const { commandHelp } = await import("./help.ts");
  return show("help", commandHelp(entry, command), words);
}

function show(name: "help" | "version", text: string, words: readonly string[]): number {
  writeAll(1, asksForJson(words) ? jsonText({ [name]: text.trimEnd() }, false) : text);
  return EXIT_DONE;
}

async function runCommand(command: CommandDefinition, words: readonly string[]): Promise<number> {
  const parsed = parse(words, { ...command.flags, ...GLOBAL_FLAGS }, command.args);
  if (!parsed.ok) return fail(parsed.refusal, "pm: ", asksForJson(words));
  const read = await withStdin(parsed.value, command);
  if (!read.ok) return fail(read.refusal, "pm: ", asksForJson(words));
  const input = read.value;
  // The parser made the values from GLOBAL_FLAGS.
  const globals = input.flags as unknown as GlobalFlags;
  const directory = directoryOf(globals.directory);
  if (!directory.ok) return fail(directory.refusal, "pm: ", globals.json);

  const screen = await findScreen(globals.color ?? "auto");
  const { createContext } = await import("./context.ts");
  const context = createContext(globals, directory.value, screen);
  try {
    const outcome = await command.run(input, context);
    if (!outcome.ok) return fail(outcome.refusal, command.errorPrefix, globals.json);
    await print(outcome.value, globals.json, screen);
    for (const note of outcome.value.notes ?? []) context.note(note);
    return outcome.value.exitCode ?? EXIT_DONE;
  } finally {
    await context.close();
  }
}

async function print(report: Report, json: boolean, screen: Screen): Promise<void> {
  if (json && report.json === undefined) return;
  if (json) writeAll(1, jsonText(report.json, screen.terminal));
  else writeAll(1, typeof report.text === "function" ? await report.text(screen) : report.text);
}

/** Says why not: for people on stderr, for programs as JSON on stdout. Returns the exit code. */
function fail(refusal: Refusal, prefix: string, json: boolean): number {
  const { kind, message, hint } = refusal;
  if (json) {
    writeAll(1, jsonText({ error: { kind, message, hint: hint ?? null } }, false));
  } else {
    const said = hint === undefined ? message : `${message}\n${hint}`;
    writeAll(2, `${prefix}${printableLines(said).join("\n")}\n`);
  }
  return EXIT_CODES[kind];
}

/** For the time before the words are understood. */
function asksForJson(words: readonly string[]): boolean {
  const end = words.indexOf("--");
  return (end < 0 ? words : words.slice(0, end)).includes("--json");
}

async function withStdin(
  input: ParsedInput,
  command: CommandDefinition,
): Promise<Outcome<ParsedInput>> {
  const values = [...Object.values(input.flags), ...Object.values(input.args)];
  if (!values.includes("-")) return ok(input);
  const { readStdinFor } = await import("./input.ts");
  return readStdinFor(input, command);
}

/** As in git, each `-C` starts from the one before it. */
function directoryOf(given: readonly string[]): Outcome<string> {
  let directory = process.cwd();
  for (const path of given) {
    directory = resolve(directory, path);
    if (!statSync(directory, { throwIfNoEntry: false })?.isDirectory()) {
      return refuse("usage", `-C ${path}: there is no such folder.`);
    }
  }
  return ok(directory);
}
