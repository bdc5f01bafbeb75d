import { existsSync } from "node:fs";
import { conflictMarkers } from "../../../data-json/conflict-markers.ts";
import { SCHEMA_VERSION } from "../../../data-json/write.ts";
import { EPOCH, fromMilliseconds } from "../../../domain/instant.ts";
import { ok } from "../../../domain/refusal.ts";
import { boardBytes } from "../../../sync/board-bytes.ts";
import { BOARD_PATH, indexEntries, isGitWorkspace } from "../../../sync/git.ts";
import { leftOut, whatBringsIn } from "../../../sync/left-out.ts";
import { publish } from "../../../sync/publish.ts";
import { readTwice } from "../../../sync/read-twice.ts";
import { resolveBoard } from "../../../sync/resolve.ts";
import { readTracked } from "../../../sync/tracked-file.ts";
import type { Workspace } from "../../../workspace/locate.ts";
import { count } from "../../output/plural.ts";
import { recordNames } from "../../records/record-names.ts";
import type { Exam } from "../exam.ts";
import { type Finding, type Fix, fine, found } from "../finding.ts";

/** Whether the tracked file is a board, and has the bytes that an export gives it. */
export function checkDataJson(exam: Exam, name: string): Finding[] {
  const { files, git } = exam;
  if (!existsSync(files.dataJson)) {
    const missing = found(name, "file-missing", "There is none yet.", "pm sync export");
    return [leftOutFinding(exam.workspace, name) ?? missing];
  }
  const bytes = readTracked(files.dataJson, BOARD_PATH);
  if (!bytes.ok) return [unreadable(name, bytes.refusal.message)];
  const isUnmerged = git !== null && indexEntries(git, BOARD_PATH).some((entry) => entry.stage > 0);
  const text = Buffer.from(bytes.value);
  const board = readTwice(bytes.value, BOARD_PATH);
  if (isUnmerged || (!board.ok && conflictMarkers(text.toString()).length > 0)) {
    const message = board.ok ? "git holds three versions of it." : board.refusal.message;
    return [found(name, "file-conflict", message, "pm sync resolve", resolve(exam))];
  }
  if (!board.ok) {
    return [
      isNewer(text)
        ? found(name, "file-newer", board.refusal.message, "Update pm.")
        : unreadable(name, board.refusal.message),
    ];
  }
  const { duplicates } = board.value;
  if (duplicates > 0) {
    const message = `It has ${count(duplicates, "record")} twice.`;
    return [found(name, "file-duplicates", message, "pm sync resolve", resolve(exam))];
  }
  if (!text.equals(boardBytes(board.value.board))) {
    const { endless } = board.value.board;
    const edited =
      endless === undefined
        ? "somebody has edited it"
        : `times from the year 9999 on say nothing, and are on ${recordNames(endless)}`;
    const how = text.includes("\r\n") ? "its lines end with CR LF" : edited;
    const message = `It is not as an export writes it: ${how}.`;
    return [found(name, "file-not-canonical", message, "pm sync export", rewrite(exam))];
  }
  return [fine(name, "It can be read.")];
}

/** That git has the file and the sparse check-out is without it; null where that is not so. */
export function leftOutFinding(workspace: Workspace, name: string): Finding | null {
  if (!isGitWorkspace(workspace) || leftOut(workspace) === null) return null;
  const message = "The sparse check-out leaves it out.";
  return found(name, "file-left-out", message, whatBringsIn(workspace));
}

/** An export writes a file anew only where it has other content. */
function unreadable(name: string, message: string): Finding {
  const repair =
    "Mend the line, or take the last good one: git restore .pm/data.json - or let the database write it: mv .pm/data.json .pm/data.json.bad && pm sync export";
  return found(name, "file-unreadable", message, repair);
}

function isNewer(text: Buffer): boolean {
  const version = /"schema_version"\s*:\s*(\d+)/.exec(text.subarray(0, 4096).toString())?.[1];
  return version !== undefined && Number(version) > SCHEMA_VERSION;
}

function resolve({ workspace, now }: Exam): Fix {
  return () => {
    const resolved = resolveBoard(workspace, fromMilliseconds(now) ?? EPOCH);
    if (!resolved.ok) return resolved;
    const { staged, conflicts } = resolved.value;
    const lost = conflicts === 0 ? "" : `; ${count(conflicts, "value")} lost a contest`;
    return ok(`Merged it by the law${staged ? ", and staged it" : ""}${lost}`);
  };
}

function rewrite({ database }: Exam): Fix | null {
  if (database.state !== "whole") return null;
  const { sync } = database.open;
  return () => {
    const done = publish(sync);
    return done.ok ? ok("Exported the board anew") : done;
  };
}
