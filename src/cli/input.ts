/** Reading what a person or a pipe gives on standard input. */
import { readSync } from "node:fs";
import { type Outcome, ok, refuse } from "../domain/refusal.ts";
import type { ArgumentSpecs, CommandDefinition, FlagSpecs, ParsedInput } from "./command.ts";

/** One line from the terminal, without its end; empty at the end of the input. */
export function readLine(): string {
  const byte = new Uint8Array(1);
  const bytes: number[] = [];
  while (readSync(0, byte, 0, 1, null) === 1 && byte[0] !== 0x0a) bytes.push(byte[0] ?? 0);
  return new TextDecoder().decode(new Uint8Array(bytes));
}

/**
 * The input with each `-` that stands for standard input replaced by what is there, without the line
 * end that closes it; a refusal if that is no text.
 */
export async function readStdinFor(
  input: ParsedInput,
  command: CommandDefinition,
): Promise<Outcome<ParsedInput>> {
  const flags = waiting(input.flags, command.flags);
  const args = waiting(input.args, command.args);
  if (flags.length + args.length === 0) return ok(input);
  const whole = decoded(await Bun.stdin.bytes());
  if (whole === null) return refuse("invalid", "What is on standard input is not UTF-8 text.");
  const text = whole.replace(/\r?\n$/, "");
  const filled = (names: string[]) => Object.fromEntries(names.map((name) => [name, text]));
  return ok({
    flags: { ...input.flags, ...filled(flags) },
    args: { ...input.args, ...filled(args) },
  });
}

/** The text, or null where a character of it would be lost. */
function decoded(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** The names of the values that are to come from standard input. */
function waiting(values: { [name: string]: unknown }, specs: FlagSpecs | ArgumentSpecs): string[] {
  return Object.entries(specs)
    .filter(([name, spec]) => values[name] === "-" && "stdin" in spec && spec.stdin)
    .map(([name]) => name);
}
