import { EPOCH } from "../../../domain/instant.ts";
import { ok } from "../../../domain/refusal.ts";
import type { Storage } from "../../../storage/port.ts";
import type { SyncContext } from "../../../sync/context.ts";
import { databaseText } from "../../../sync/database-bytes.ts";
import { importBoard } from "../../../sync/import.ts";
import { syncStatus } from "../../../sync/status.ts";
import { claimsBeyondLog, forgetSeen, lookAt, PUBLISHED_SEQ } from "../../../sync/tracked-file.ts";
import { count } from "../../output/plural.ts";
import type { Exam } from "../exam.ts";
import { type Finding, fine, found } from "../finding.ts";

/** What the database and the tracked file have not told each other, and whether they know. */
export function checkAgreement({ database, integration }: Exam, name: string): Finding[] {
  if (database.state !== "whole") return [];
  const { sync } = database.open;
  const status = syncStatus(sync, integration);
  if (!status.ok || status.value.problem !== null || !status.value.tracked_file) return [];
  const { to_import, to_export } = status.value;
  const findings: Finding[] = [];
  if (believesFalsely(sync)) {
    const message = "The database takes data.json for what it has itself, and it is not.";
    findings.push(
      found(name, "base-disagrees", message, "pm doctor --fix", () => {
        sync.storage.transaction(() => forgetSeen(sync.storage));
        return ok("Made the next export look at all of data.json");
      }),
    );
  }
  const news = to_import.created + to_import.updated;
  if (news > 0) {
    const message = `data.json has ${count(news, "record")} that the database has not seen.`;
    findings.push(
      found(name, "base-news", message, "pm sync import --merge", () => {
        const done = importBoard(sync, { tracked: true }, { mode: "merge" });
        if (!done.ok) return done;
        const { created, updated } = done.value;
        return ok(`Took data.json in: ${created} created, ${updated} updated`);
      }),
    );
  }
  const unshared = to_export.created + to_export.updated;
  const waits = `${count(unshared, "record")} of the database ${unshared === 1 ? "is" : "are"} not in data.json yet`;
  const isCarried = integration.hooks.some((hook) => hook.name === "pre-commit" && hook.in_place);
  if (unshared > 0 && !isCarried) {
    findings.push(found(name, "base-unshared", `${waits}.`, "pm sync export"));
  }
  if (findings.length > 0) return findings;
  return [
    fine(name, unshared > 0 ? `${waits}: the next commit takes them along.` : "They are the same."),
  ];
}

/**
 * Whether the database would skip an export that is due: it notes that the file is as it was when both
 * were the same, and they are not. (Somebody has written to the database by other means, or put another
 * one in its place.)
 */
function believesFalsely(sync: SyncContext): boolean {
  const { storage, dataJson, dataJsonName } = sync;
  if (claimsBeyondLog(storage)) return true;
  const looked = lookAt(storage, dataJson, dataJsonName);
  if (!looked.ok || looked.value.state !== "seen") return false;
  if (storage.note(PUBLISHED_SEQ) !== String(storage.log.lastSeq())) return false;
  return !isSameBody(looked.value.take(), storage);
}

/** Compares chunk by chunk, without the lines that say when and by what a file was written. */
function isSameBody(file: Uint8Array, storage: Storage): boolean {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  const start = bytes.subarray(0, HEAD_MAX).toString();
  let at = Buffer.byteLength(HEAD.exec(start)?.[0] ?? "");
  let isFirst = true;
  for (const text of databaseText(storage, { exportedAt: EPOCH, exportedBy: "" })) {
    const chunk = Buffer.from(isFirst ? text.replace(HEAD, "") : text);
    isFirst = false;
    if (!chunk.equals(bytes.subarray(at, at + chunk.length))) return false;
    at += chunk.length;
  }
  return at === bytes.length;
}

const HEAD =
  /^\{\n {2}"schema_version": 1,\n {2}"exported_at": "[^"\n]*",\n {2}"exported_by": "(?:[^"\\\n]|\\.)*"/;
const HEAD_MAX = 4096;
