import { readdirSync } from "node:fs";
import { shortId } from "../../../domain/short-id.ts";
import { count } from "../../output/plural.ts";
import type { Exam } from "../exam.ts";
import { type Finding, fine, found } from "../finding.ts";

/** What merges have brought or decided that needs a look. */
export async function checkRecords({ database, files }: Exam, name: string): Promise<Finding[]> {
  const findings: Finding[] = [];
  if (database.state === "whole") {
    const { board, sync } = database.open;
    const result = await board.query("flags", {});
    if (result.ok) {
      for (const { entity, id, message } of result.value.flags) {
        const noun = entity.replaceAll("_", "-");
        const record = `${entity.replaceAll("_", " ")} ${shortId(id)}`;
        const repair = `pm ${noun} get ${shortId(id)}`;
        findings.push(found(name, "record-flag", `${record}: ${message}`, repair));
      }
    }
    const unseen = sync.storage.journal.unseen();
    if (unseen > 0) {
      const message = `${count(unseen, "value")} lost a contest in a merge.`;
      const repair = "pm sync conflicts, then pm sync conflicts --seen";
      findings.push(found(name, "conflict-unseen", message, repair));
    }
  }
  for (const file of unreadableJournals(files.journal)) {
    const message = `.pm/journal/${file} is no journal file.`;
    const repair = `Look into it, then move it away: mkdir -p .pm/backups && mv .pm/journal/${file} .pm/backups/`;
    findings.push(found(name, "journal-unreadable", message, repair));
  }
  if (findings.length > 0 || database.state !== "whole") return findings;
  return [fine(name, "They fit together, and no contest is unseen.")];
}

function unreadableJournals(folder: string): string[] {
  try {
    return readdirSync(folder).filter((file) => file.endsWith(".unreadable"));
  } catch {
    return [];
  }
}
