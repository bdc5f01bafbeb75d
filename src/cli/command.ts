/**
 * What a command is: its flags and arguments as data, from which its help, its parsing and the
 * types of what it gets are made; and the function that carries it out.
 */
import type { Outcome } from "../domain/refusal.ts";
import type { Context } from "./context.ts";
import type { Report } from "./report.ts";

interface FlagBase {
  summary: string;
  /** One letter, for `-q`. */
  short?: string;
  /** Further names that are accepted and not shown. */
  aliases?: readonly string[];
  required?: true;
  /** May be given several times. */
  many?: true;
  /** `none` takes the value away (null). */
  clearable?: true;
}

export type FlagSpec = FlagBase &
  (
    | { type: "switch" }
    /** With `stdin`, the value `-` stands for the text on standard input. */
    | { type: "text"; value: string; stdin?: true }
    | { type: "number"; value: string }
    | { type: "choice"; value: string; choices: readonly string[] }
  );

export interface ArgumentSpec {
  summary: string;
  optional?: true;
  /** Takes all that follow. Only for the last one. */
  many?: true;
  /** `-` stands for the text on standard input. */
  stdin?: true;
}

export type FlagSpecs = { readonly [name: string]: FlagSpec };
export type ArgumentSpecs = { readonly [name: string]: ArgumentSpec };

type Single<F> = F extends { type: "choice"; choices: readonly (infer Choice)[] }
  ? Choice
  : F extends { type: "number" }
    ? number
    : string;
type Clearable<F> = F extends { clearable: true } ? Single<F> | null : Single<F>;
type FlagValue<F> = F extends { type: "switch" }
  ? boolean
  : F extends { many: true }
    ? Single<F>[]
    : F extends { required: true }
      ? Clearable<F>
      : Clearable<F> | undefined;
type ArgumentValue<A> = A extends { many: true }
  ? string[]
  : A extends { optional: true }
    ? string | undefined
    : string;

/** What a command gets: the value of each of its flags and arguments. */
export interface Input<F extends FlagSpecs = FlagSpecs, A extends ArgumentSpecs = ArgumentSpecs> {
  flags: { [Name in keyof F]: FlagValue<F[Name]> };
  args: { [Name in keyof A]: ArgumentValue<A[Name]> };
}

export interface CommandSpec<F extends FlagSpecs, A extends ArgumentSpecs> {
  /** Positional arguments, in their order. */
  args?: A;
  flags?: F;
  /** Paragraphs below the summary in the command's help. */
  details?: string;
  /** Command lines, each with what it does. */
  examples: readonly (readonly [line: string, does: string])[];
  /** What stands before an error instead of `pm: `. */
  errorPrefix?: string;
  run(input: Input<F, A>, context: Context): Promise<Outcome<Report>>;
}

/** A command whose types are known to itself alone. */
export interface CommandDefinition {
  readonly args: ArgumentSpecs;
  readonly flags: FlagSpecs;
  readonly details: string;
  readonly examples: readonly (readonly [line: string, does: string])[];
  readonly errorPrefix: string;
  run(input: ParsedInput, context: Context): Promise<Outcome<Report>>;
}

/** Values by name, of the types that the specs call for (`parse.ts`). */
export interface ParsedInput {
  flags: { [name: string]: unknown };
  args: { [name: string]: unknown };
}

/** Makes a command of its spec. */
export function defineCommand<
  const F extends FlagSpecs = Record<never, never>,
  const A extends ArgumentSpecs = Record<never, never>,
>(spec: CommandSpec<F, A>): CommandDefinition {
  return {
    args: spec.args ?? {},
    flags: spec.flags ?? {},
    details: spec.details ?? "",
    examples: spec.examples,
    errorPrefix: spec.errorPrefix ?? "pm: ",
    // The parser made the input from these very specs.
    run: (input, context) => spec.run(input as Input<F, A>, context),
  };
}
