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
  { created, updated, skipped, removed, conflicts }: ImportReport,
  mode: "merge" | "replace",
  done: boolean,
): string[] {
  if (created + updated + removed === 0) {
    return [done ? "Nothing was different." : "Nothing is different: the board stays as it is."];
  }
  const was = (number: number): string => (number === 1 ? "was" : "were");
  const stays = skipped === 1 ? "stays as it is" : "stay as they are";
  const lines: [number, noun: string, rest: string][] = [
    [created, "record", done ? "came new onto the board." : "will come new onto the board."],
    [updated, "record", done ? `${was(updated)} changed.` : "will change."],
    [
      removed,
      "record",
      `that the file does not have ${done ? was(removed) : "will be"} removed from this copy of the board.`,
    ],
    [mode === "merge" ? skipped : 0, "record", `${stays}: the same, or newer here.`],
    [
      conflicts,
      "value",
      `of yours ${done ? "lost" : "will lose"} against a newer one. Sync keeps what lost, to take back.`,
    ],
  ];
  return lines
    .filter(([number]) => number > 0)
    .map(([number, noun, rest]) => `${count(number, noun)} ${rest}`);
}
