import type { JournalEntry, SyncOperations } from "../../board/sync-operations.ts";
import { type Outcome, ok, refuse } from "../../domain/refusal.ts";
import { defineCommand } from "../command.ts";
import type { Context } from "../context.ts";
import { count } from "../output/plural.ts";
import { conflictTable } from "../records/conflict.ts";
import type { Report } from "../report.ts";

export const command = defineCommand({
  flags: {
    all: { type: "switch", summary: "those that I have seen, too" },
    seen: { type: "switch", summary: "mark all of them as seen" },
    "take-back": {
      type: "text",
      value: "ID",
      summary: "put the value that lost back in its field",
    },
  },
  details:
    "Where two people have written the same field, the newer write stands. What lost is kept here, and so is what a merge had to mend.",
  examples: [
    ["pm sync conflicts", "shows what lost a contest and has not been seen"],
    ["pm sync conflicts --take-back 1a2b3c4d", "writes the value that lost, as a change of mine"],
    ["pm sync conflicts --seen", "marks all as seen"],
  ],
  async run({ flags }, context) {
    const sync = await context.sync();
    if (!sync.ok) return sync;
    if (flags["take-back"] !== undefined) return takeBack(sync.value, flags["take-back"]);
    if (flags.seen) return acknowledge(sync.value);
    return list(sync.value, flags.all, context);
  },
});

async function list(
  sync: SyncOperations,
  all: boolean,
  context: Context,
): Promise<Outcome<Report>> {
  const result = await sync.conflicts({ all });
  if (!result.ok) return result;
  const { conflicts } = result.value;
  return ok({
    json: result.value,
    text: (screen) => conflictTable(context, conflicts, screen),
    notes:
      conflicts.length > 0
        ? ["--take-back ID puts a value back; --seen marks all as seen."]
        : [all ? "No conflicts." : "No conflicts that you have not seen."],
  });
}

async function acknowledge(sync: SyncOperations): Promise<Outcome<Report>> {
  const result = await sync.acknowledge([]);
  if (!result.ok) return result;
  return ok({
    json: result.value,
    text: "",
    notes: [`Marked as seen: ${count(result.value.seen, "conflict")}.`],
  });
}

async function takeBack(sync: SyncOperations, prefix: string): Promise<Outcome<Report>> {
  const known = await sync.conflicts({ all: true });
  if (!known.ok) return known;
  const entry = oneOf(known.value.conflicts, prefix);
  if (!entry.ok) return entry;
  const result = await sync.takeBack(entry.value.id);
  if (!result.ok) return result;
  const { field, title } = result.value.conflict;
  return ok({
    json: result.value,
    text: "",
    notes: [`Put back: ${field} of ${title ?? result.value.conflict.record_id}`],
  });
}

function oneOf(entries: readonly JournalEntry[], prefix: string): Outcome<JournalEntry> {
  const [first, second] = entries.filter(({ id }) => id.startsWith(prefix));
  if (first === undefined) {
    return refuse("not_found", `No conflict “${prefix}”.`, "pm sync conflicts --all shows them.");
  }
  if (second !== undefined && first.id !== prefix) {
    return refuse("ambiguous", `Several conflicts begin with “${prefix}”.`, "Give more of the id.");
  }
  return ok(first);
}
