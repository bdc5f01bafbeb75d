import { type Outcome, ok, refuse } from "../domain/refusal.ts";
import type { Input } from "./command.ts";
import type { FILTERS, ITEM_FIELDS } from "./flags.ts";

/** The values that were given: those that are not undefined. */
export function given<T extends object>(
  values: T,
): { [Name in keyof T]?: Exclude<T[Name], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [Name in keyof T]?: Exclude<T[Name], undefined>;
  };
}

/** An empty text takes the value away. */
export function textOrNull(text: string | undefined): string | null | undefined {
  return text === "" ? null : text;
}

/** The text that can be given in two ways, as an argument or as the flag `--name`. */
export function either(
  argument: string | undefined,
  flag: string | undefined,
  name: string,
): Outcome<string> {
  const text = eitherOrNone(argument, flag, name);
  if (!text.ok) return text;
  if (text.value !== undefined) return ok(text.value);
  return refuse("usage", `The ${name} is missing: give it in quotes, or as --${name}.`);
}

/** As {@link either}, where it may be left out. */
export function eitherOrNone(
  argument: string | undefined,
  flag: string | undefined,
  name: string,
): Outcome<string | undefined> {
  if (argument === undefined || flag === undefined) return ok(argument ?? flag);
  return refuse("usage", `${argument} and --${name} ${flag}: give only one of the two.`);
}

/** The refusal of an update that changes nothing. */
export function nothingToChange(flags: { [name: string]: unknown }): Outcome<never> {
  const names = Object.keys(flags).map((name) => `--${name}`);
  return refuse("usage", `Nothing to change: give at least one of ${names.join(", ")}.`);
}

/** The fields of an item, as they were given with the flags of `ITEM_FIELDS`. */
export function itemFields(flags: Input<typeof ITEM_FIELDS>["flags"]) {
  return {
    description: textOrNull(flags.description),
    priority: flags.priority,
    story_points: flags["story-points"],
    parent: flags["parent-id"],
    assignee: flags["assignee-id"],
    sprint: flags["sprint-id"],
  };
}

/** What a list of items is narrowed down by, as it was given with the flags of `FILTERS`. */
export function filters(flags: Input<typeof FILTERS>["flags"]) {
  return {
    project: flags["project-id"],
    item_type: flags.type,
    priority: flags.priority,
    sprint: flags.sprint,
    assignee: flags.assignee,
    label: flags.label,
  };
}
