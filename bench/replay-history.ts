/**
 * Replays the history of a real board as branches and merges.
 *
 *     npm run build && node scripts/bun.mjs run bench/replay-history.ts ISSUES.jsonl [PEOPLE]
 *
 * ISSUES.jsonl is an issue file of Beads. What it tells of (issues made, closed, deleted, changed,
 * commented on, linked) happens again at its times, divided among PEOPLE (4) by chance: each day
 * everybody works on a branch of their own, from the same commit, and at its end all are merged, one
 * after the other, in a real repository by `git merge-tree`: as text, as a forge does it, for this
 * project's file and for the issue file itself; and with the merge driver. After each day every value
 * that anybody wrote must be in the merged board, unless a newer write to the same field is.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { beadsProject } from "../src/bridges/beads/convert.ts";
import { BEADS_PROJECT_ID, itemId } from "../src/bridges/beads/ids.ts";
import { readBoard } from "../src/data-json/read.ts";
import { type BoardData, emptyBoard } from "../src/domain/board-data.ts";
import { ENTITY_NAMES } from "../src/domain/entities.ts";
import { sameJson } from "../src/domain/json.ts";
import { type Fields, fieldsOf, TIMED_FIELDS, timeOf } from "../src/domain/merge/times.ts";
import { boardOf, must } from "../tests/support/beads-merge.ts";
import { type Event, historyOf, type Line } from "./replay/history.ts";
import { jsonl, lineAfter, Person } from "./replay/person.ts";
import { Repository } from "./replay/repository.ts";
import { throwDice } from "./support/dice.ts";

const [file, people = "4"] = process.argv.slice(2);
if (file === undefined) {
  console.error("usage: replay-history.ts ISSUES.jsonl [PEOPLE]");
  process.exit(2);
}
const text = readFileSync(file, "utf8");
const lines = text
  .split("\n")
  .filter(Boolean)
  .map((line) => JSON.parse(line) as Line);
const issues = new Map(lines.map(({ id }) => [itemId(BEADS_PROJECT_ID, id), id]));
const whole = boardOf(text);
const events = historyOf(lines, whole, (item) => issues.get(item));
const days = Map.groupBy(events, ({ at }) => at.slice(0, 10));

const figures = {
  days: 0,
  events: events.length,
  merges: 0,
  "conflicts of the issue file, as text": 0,
  "conflicts of data.json, as text": 0,
  "conflicts of data.json, with the driver": 0,
  "contests kept in the journal": 0,
  "values lost": 0,
};
/** The newest write of each field that anybody has made. */
const newest = new Map<string, { value: unknown; time: string }>();
const dice = throwDice(1);
const scratch = mkdtempSync(join(tmpdir(), "pm-replay-"));
try {
  const pm = resolve(import.meta.dir, "..", "dist", "pm");
  const repository = new Repository(join(scratch, "r.git"), pm);
  let board = start();
  let shown = new Map<string, Line>();
  let main = repository.commit(versionOf(new Person(board, shown)));
  let waiting: Event[] = [];
  // What waits after the last day happens on one more.
  for (const today of [...days.values(), []]) {
    const team = Array.from({ length: Number(people) }, () => new Person(board, shown));
    const [done, next]: [Event[], Event[]] = [[], []];
    for (const event of [...waiting, ...today]) {
      const after = dice.one(team).apply(event);
      // Nobody changes what has not reached them: that happens on the next day.
      if (after === null) next.push(event);
      else {
        done.push(event);
        note(event, after);
      }
    }
    waiting = next;
    const tips = team.map((person) => repository.commit(versionOf(person), main));
    let tip = tips[0] as string;
    for (const branch of tips.slice(1)) {
      const merge = repository.merge(tip, branch);
      tip = merge.commit;
      figures.merges += 1;
      if (merge.textConflicts.issuesJsonl) figures["conflicts of the issue file, as text"] += 1;
      if (merge.textConflicts.dataJson) figures["conflicts of data.json, as text"] += 1;
      if (merge.driverConflict) figures["conflicts of data.json, with the driver"] += 1;
    }
    board = must(readBoard(repository.dataJson(tip), "data.json"));
    figures["values lost"] += lostIn(board);
    // The issue file goes on as if somebody had mended each of its conflicts rightly.
    shown = new Map(shown);
    for (const event of done) shown.set(event.line.id, lineAfter(shown.get(event.line.id), event));
    const merged = Buffer.from(repository.dataJson(tip)).toString();
    main = repository.commit({ dataJson: merged, issuesJsonl: jsonl(shown) }, tip);
    figures.days += 1;
    if (process.stderr.isTTY) process.stderr.write(`\r${figures.days} of ${days.size} days`);
  }
  figures["contests kept in the journal"] = repository
    .journal()
    .reduce((sum, path) => sum + (JSON.parse(readFileSync(path, "utf8")) as unknown[]).length, 0);
  console.table(figures);
  if (waiting.length > 0) console.log(`${waiting.length} events changed what is not there.`);
  process.exitCode = figures["values lost"] === 0 ? 0 : 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/** The project and the people are there from the beginning. */
function start(): BoardData {
  const board = emptyBoard();
  board.records.project = [beadsProject()];
  board.records.user = whole.records.user;
  board.exportedAt = beadsProject().created_at;
  board.exportedBy = "pm-cli 0.1.0";
  return board;
}

function versionOf(person: Person) {
  return { dataJson: person.dataJson(), issuesJsonl: person.issuesJsonl() };
}

function note({ entity, id, values, made }: Event, after: Fields): void {
  for (const field of made === null ? Object.keys(values) : TIMED_FIELDS[entity]) {
    if (field === "labels") continue;
    const [key, time] = [`${entity} ${id} ${field}`, timeOf(after, field)];
    const known = newest.get(key);
    const value = after[field] ?? null;
    const isNewer =
      known === undefined ||
      time > known.time ||
      (time === known.time && JSON.stringify(value) > JSON.stringify(known.value));
    if (isNewer) newest.set(key, { value, time });
  }
}

/** How many newest writes are not in the board. */
function lostIn(merged: BoardData): number {
  const records = new Map(
    ENTITY_NAMES.flatMap((entity) =>
      merged.records[entity].map((record) => [`${entity} ${record.id}`, fieldsOf(record)]),
    ),
  );
  let lost = 0;
  for (const [key, { value }] of newest) {
    const [entity, id, field] = key.split(" ") as [string, string, string];
    const there = records.get(`${entity} ${id}`)?.[field];
    if (there === undefined || !sameJson(there, value as never)) lost += 1;
  }
  return lost;
}
