import { ENTITIES } from "../../../domain/entities.ts";
import { type Outcome, ok } from "../../../domain/refusal.ts";
import { shortId } from "../../../domain/short-id.ts";
import { dateEndless } from "../../../sync/date-endless.ts";
import { git as run } from "../../../sync/git.ts";
import { count } from "../../output/plural.ts";
import { recordNames } from "../../records/record-names.ts";
import type { Exam } from "../exam.ts";
import { type Finding, fine, found } from "../finding.ts";

/** Clocks differ by seconds, and nobody is to blame for that. */
const TOLERANCE_MS = 5 * 60_000;

/** Whether this clock fits to what others have written. */
export function checkClock({ database, git, now }: Exam, name: string): Finding[] {
  if (database.state !== "whole") return [];
  const [newest] = database.open.sync.storage.reads.newest(1);
  const board = newest === undefined ? 0 : Date.parse(newest.updated_at);
  const commit =
    git === null ? 0 : Number(run(git, "log", "-1", "--format=%ct").stdout.toString()) * 1000;
  const limit = now + TOLERANCE_MS;
  const endless = database.open.sync.storage.reads.endless(1_000);
  if (endless.length > 0) {
    const message = `Times from the year 9999 on are on ${recordNames(endless)}.`;
    const fix = (): Outcome<string> => {
      const dated = dateEndless(database.open.sync.storage);
      return ok(`Dated ${count(dated, "record")} by the other times on them; no value was changed`);
    };
    return [found(name, "stamp-endless", message, "pm doctor --fix", fix)];
  }
  if (board <= limit && commit <= limit) return [fine(name, "It fits to what was written last.")];
  if (board > limit && commit <= limit && newest !== undefined) {
    const { noun } = ENTITIES[newest.entity];
    const message = `The ${noun} ${shortId(newest.id)} was changed ${aheadBy(board - now)} from now, at ${newest.updated_at}.`;
    const repair = "Set the clock of whoever wrote it, or yours, if it is behind: date";
    return [found(name, "stamp-in-future", message, repair)];
  }
  const of = board > commit ? "change of the board" : "commit";
  const ahead = aheadBy(Math.max(board, commit) - now);
  const message = `This clock is behind: the last ${of} is ${ahead} ahead of it.`;
  return [found(name, "clock-behind", message, "Set the clock of this machine: date")];
}

function aheadBy(ms: number): string {
  const hours = ms / 3_600_000;
  if (hours < 2) return `${Math.round(ms / 60_000)} minutes`;
  return hours < 48 ? `${Math.round(hours)} hours` : `${Math.round(hours / 24)} days`;
}
