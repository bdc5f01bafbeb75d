import type { TimeEntry } from "../../domain/entities.ts";
import { later, parseInstant } from "../../domain/instant.ts";
import type { Json } from "../../domain/json.ts";
import { type Outcome, ok, refuse } from "../../domain/refusal.ts";
import type { CommandHandlers } from "../command-handlers.ts";
import { resolveRef } from "../resolve.ts";
import { findTarget } from "../target.ts";
import type { UnitOfWork } from "../unit-of-work.ts";
import { checkValues } from "../validate.ts";
import { viewOf } from "../view.ts";

export const timeEntryCommands: CommandHandlers<`time_entry.${string}`> = {
  "time_entry.start": (work, { work_item, description }) => {
    const item = findTarget(work, "work_item", { ref: work_item });
    if (!item.ok) return item;
    const values = checkValues("time_entry", { description: description ?? null });
    if (!values.ok) return values;
    const running = work.storage.reads.runningTimers(work.actor.id);
    const stopped = running.map((entry) => stop(work, entry)).at(-1);
    const entry = work.insert("time_entry", {
      ...values.value,
      work_item_id: item.value.id,
      user_id: work.actor.id,
      started_at: work.now,
    });
    return ok({ time_entry: viewOf(entry), stopped: stopped ? viewOf(stopped) : null });
  },

  "time_entry.stop": (work, { ref }) => {
    const running = work.storage.reads.runningTimers(work.actor.id).at(-1);
    if (ref === undefined && running === undefined) {
      return refuse("refused", "No timer of yours is running.");
    }
    const entry =
      ref === undefined && running
        ? ok(running)
        : findTarget(work, "time_entry", { ref: ref ?? "" });
    if (!entry.ok) return entry;
    if (entry.value.ended_at !== null) {
      return refuse("refused", `This timer was stopped at ${entry.value.ended_at}.`);
    }
    return ok({ time_entry: viewOf(stop(work, entry.value)) });
  },

  "time_entry.create": (work, { work_item, user, started_at, ended_at, description }) => {
    const item = findTarget(work, "work_item", { ref: work_item });
    if (!item.ok) return item;
    const userId =
      user === undefined ? ok(work.actor.id) : resolveRef(work.storage, "user", user, work.actor);
    if (!userId.ok) return userId;
    const values = checkEntry({ started_at, ended_at, description: description ?? null }, null);
    if (!values.ok) return values;
    const entry = work.insert("time_entry", {
      ...values.value,
      work_item_id: item.value.id,
      user_id: userId.value,
    });
    return ok({ time_entry: viewOf(entry) });
  },

  "time_entry.update": (work, { set, ...target }) => {
    const entry = findTarget(work, "time_entry", target);
    if (!entry.ok) return entry;
    const values = checkEntry(set, entry.value);
    if (!values.ok) return values;
    return ok({ time_entry: viewOf(work.edit("time_entry", entry.value, values.value)) });
  },

  "time_entry.delete": (work, target) => {
    const entry = findTarget(work, "time_entry", target);
    if (!entry.ok) return entry;
    return ok({
      time_entry: viewOf(work.edit("time_entry", entry.value, { deleted_at: work.now })),
    });
  },

  "time_entry.restore": (work, target) => {
    const entry = findTarget(work, "time_entry", target, "deleted");
    if (!entry.ok) return entry;
    return ok({ time_entry: viewOf(work.edit("time_entry", entry.value, { deleted_at: null })) });
  },
};

/** A clock that was set back must not end a timer before it began. */
function stop(work: UnitOfWork, entry: TimeEntry): TimeEntry {
  return work.edit("time_entry", entry, { ended_at: later(work.now, entry.started_at) });
}

function checkEntry(
  set: { [field: string]: Json | undefined },
  before: TimeEntry | null,
): Outcome<{ [field: string]: Json }> {
  const values = checkValues("time_entry", set);
  if (!values.ok) return values;
  const { started_at, ended_at } = { ...before, ...values.value };
  const [start, end] = [started_at, ended_at].map((time) =>
    typeof time === "string" ? parseInstant(time) : null,
  );
  if (start && end && end < start) {
    return refuse("invalid", `A time entry cannot end (${end}) before it starts (${start}).`);
  }
  return values;
}
