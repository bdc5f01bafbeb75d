import type { Board } from "../../board/board.ts";
import { shortId } from "../../domain/short-id.ts";
import { count } from "../output/plural.ts";
import { type Check, fine, notice, problem } from "./check.ts";

/** What merges have brought that needs a look: it is kept as it is, and shown here. */
export async function checkRecords(board: Board): Promise<Check[]> {
  const result = await board.query("flags", {});
  if (!result.ok) return [problem("records", result.refusal.message, result.refusal.hint ?? null)];
  const { flags } = result.value;
  if (flags.length === 0) return [fine("records", "They fit together.")];
  return flags.map(({ entity, id, message }) =>
    notice("records", `${entity.replaceAll("_", " ")} ${shortId(id)}: ${message}`),
  );
}

/** Whether the tracked file can be read, and what it and the database have not told each other. */
export async function checkTrackedFile(board: Board): Promise<Check[]> {
  const result = await board.sync.status();
  if (!result.ok)
    return [problem("data.json", result.refusal.message, result.refusal.hint ?? null)];
  const { tracked_file, problem: unreadable, to_import, unseen_conflicts } = result.value;
  return [
    fileCheck(tracked_file, unreadable, to_import.created + to_import.updated),
    unseen_conflicts === 0
      ? fine("conflicts", "None that have not been seen.")
      : notice(
          "conflicts",
          `${count(unseen_conflicts, "value")} lost a contest in a merge.`,
          "pm sync conflicts shows them.",
        ),
  ];
}

function fileCheck(isThere: boolean, unreadable: string | null, news: number): Check {
  if (!isThere) {
    return notice("data.json", "It is not there yet.", "pm sync export writes it.");
  }
  if (unreadable !== null) {
    const hint =
      "After a merge: pm sync resolve. Else move it aside; pm sync export then writes it anew.";
    return problem("data.json", unreadable, hint);
  }
  if (news > 0) {
    const message = `It has ${count(news, "record")} that the database has not seen.`;
    return notice("data.json", message, "pm sync import --merge takes them in.");
  }
  return fine("data.json", "It can be read, and has nothing that the database has not.");
}
