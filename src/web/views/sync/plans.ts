/** What an export or an import will do, in sentences. */
import type { ImportCounts, ImportReport, SyncStatus } from "../../../board/sync-operations.ts";
import { count } from "../../components/words.ts";

/** `3 new, 2 changed`; null where it is nothing. */
export function differences({ created, updated }: ImportCounts): string | null {
  const parts = [created > 0 && `${created} new`, updated > 0 && `${updated} changed`];
  const words = parts.filter(Boolean).join(", ");
  return words === "" ? null : words;
}

/** What an export will do. */
export function exportPlan({ tracked_file, to_export, to_import }: SyncStatus): string[] {
  const lines: string[] = [];
  if (!tracked_file) {
    lines.push(`.pm/data.json is made, with ${count(to_export.created, "record")}.`);
    return lines;
  }
  const here = differences(to_import);
  if (here !== null) {
    lines.push(
      `First, what the file has and the board has not is merged into the board: ${here}. Nothing that a pull brought is lost.`,
    );
  }
  const there = differences(to_export);
  lines.push(
    there === null
      ? "The file has everything that the board has: it stays as it is, unless the merge changes something."
      : `Then the file gets what it does not have: ${there}.`,
  );
  return lines;
}

/** What an import did, or would do. */
export function importPlan(
  report: ImportReport,
  mode: "merge" | "replace",
  done: boolean,
): string[] {
  const { created, updated, skipped, removed, conflicts } = report;
  const lines: string[] = [];
  const is = (number: number, rest: string) => lines.push(`${count(number, "record")} ${rest}`);
  if (created > 0) is(created, done ? "came new onto the board." : "will come new onto the board.");
  if (updated > 0) is(updated, done ? "were changed." : "will change.");
  if (removed > 0) {
    is(
      removed,
      `that the file does not have ${done ? "were" : "will be"} removed from this copy of the board.`,
    );
  }
  if (skipped > 0 && mode === "merge") is(skipped, "stay as they are: the same, or newer here.");
  if (conflicts > 0) {
    lines.push(
      `${count(conflicts, "value")} of yours ${done ? "lost" : "will lose"} against a newer one, and ${done ? "are" : "will be"} kept below, to take back.`,
    );
  }
  if (created + updated + removed === 0) {
    return [done ? "Nothing was different." : "Nothing is different: the board stays as it is."];
  }
  return lines;
}
