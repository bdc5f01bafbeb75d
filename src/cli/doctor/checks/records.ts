import { readdirSync } from "node:fs";
import { shortId } from "../../../domain/short-id.ts";
import { count } from "../../output/plural.ts";
import type { Exam } from "../exam.ts";
import { type Finding, fine, found } from "../finding.ts";

/** On a large board there can be very many; who has mended these sees the next ones. */
const MOST_FLAGS = 10;

/** What merges have brought or decided that needs a look. */
export async function checkRecords({ database, files }: Exam, name: string): Promise<Finding[]> {
  const findings: Finding[] = [];
  if (database.state === "whole") {
    const { board, sync } = database.open;
    const result = await board.query("flags", {});
    if (result.ok) {
      const { flags } = result.value;
      for (const { entity, id, message } of flags.slice(0, MOST_FLAGS)) {
        const noun = entity.replaceAll("_", "-");
        const record = `${entity.replaceAll("_", " ")} ${shortId(id)}`;
        const repair = `pm ${noun} get ${shortId(id)}`;
        findings.push(found(name, "record-flag", `${record}: ${message}`, repair));
      }
      if (flags.length > MOST_FLAGS) {
        const more = `${count(flags.length - MOST_FLAGS, "more record")} of this kind.`;
        findings.push(found(name, "record-flag", more, "pm list --orphaned"));
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
