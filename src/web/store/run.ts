/** The one way in which the page changes the board. */
import type { Command, CommandName, Commands, WorkItemView } from "../../board/commands.ts";
import type { Outcome } from "../../domain/refusal.ts";
import { execute, executeAll } from "../api/client.ts";
import { type Pending, showPending, takeIn } from "./board.svelte.ts";
import { connection } from "./connection.svelte.ts";
import { toast, toastRefusal } from "./toasts.svelte.ts";
import { watch } from "./under-way.svelte.ts";

export interface Done {
  text: string;
  back: readonly Command[];
}

export interface RunOptions {
  /** What cards look like if it succeeds: shown at once, and taken back if it is refused. */
  show?: readonly Pending[];
  /** What to say when it is done, with a button for the commands that take just this back. */
  done?: Done;
  /** Where the caller shows a refusal itself, as beside a field. */
  quiet?: boolean;
}

/**
 * Carries out a command. A refusal is said in a toast, unless `quiet`.
 *
 * Without a connection nothing is sent and nothing is queued: an edit that is sent an hour later
 * would win over what others wrote in that hour. What was typed stays in its field.
 */
export async function run<C extends CommandName>(
  name: C,
  params: Commands[C]["params"],
  { show = [], done, quiet = false }: RunOptions = {},
): Promise<Outcome<Commands[C]["result"]>> {
  const outcome = connection.canWrite ? await shownMeanwhile(name, params, show) : OFFLINE;
  if (!outcome.ok) {
    if (!quiet) toastRefusal(outcome.refusal);
  } else if (done !== undefined) {
    toastDone(done);
  }
  return outcome;
}

export function toastDone({ text, back }: Done): void {
  toast({ kind: "done", text, action: { label: "Undo", run: () => void runAll(back) } });
}

async function shownMeanwhile<C extends CommandName>(
  name: C,
  params: Commands[C]["params"],
  show: readonly Pending[],
): Promise<Outcome<Commands[C]["result"]>> {
  const hide = showPending(show);
  const outcome = await watch(execute(name, params));
  if (outcome.ok && "work_item" in outcome.value) takeIn(outcome.value.work_item as WorkItemView);
  hide();
  return outcome;
}

const OFFLINE: Outcome<never> = {
  ok: false,
  refusal: {
    kind: "unavailable",
    message: "Not saved: there is no connection to pm-server.",
    hint: "Try again once the board is connected. What you have typed stays where it is.",
  },
};

/** Several commands in one write, all or none; else as `run`. */
export async function runAll(
  commands: readonly Command[],
  { show = [], done, quiet = false }: RunOptions = {},
): Promise<boolean> {
  const hide = connection.canWrite ? showPending(show) : () => {};
  const outcome = connection.canWrite ? await watch(executeAll(commands)) : OFFLINE;
  if (outcome.ok) {
    for (const result of outcome.value) if ("work_item" in result) takeIn(result.work_item);
  }
  hide();
  if (outcome.ok && done !== undefined) toastDone(done);
  if (!outcome.ok && !quiet) toastRefusal(outcome.refusal);
  return outcome.ok;
}
