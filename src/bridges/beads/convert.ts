/**
 * An issue file of Beads as a board. `docs/import-beads.md` tells what becomes of what.
 *
 * A line becomes the same records wherever and whenever it is converted, so two versions of a file
 * give two boards that merge like any others.
 */
import { type BoardData, emptyBoard } from "../../domain/board-data.ts";
import { ENTITY_NAMES, type EntityName, type Project } from "../../domain/entities.ts";
import type { Instant } from "../../domain/instant.ts";
import { compareText, type Json } from "../../domain/json.ts";
import { type Difference, joinRecords } from "../../domain/merge/join.ts";
import type { Fields } from "../../domain/merge/times.ts";
import { convertComments } from "./convert-comments.ts";
import { convertIssue } from "./convert-issue.ts";
import { convertLinks } from "./convert-links.ts";
import { BEADS_PROJECT_ID, otherLineId } from "./ids.ts";
import { gatherPeople } from "./people.ts";
import { type BeadsReport, emptyReport } from "./report.ts";
import { reportLinks } from "./report-links.ts";
import type { BeadsIssue, BeadsLine, BeadsOther } from "./source.ts";

export interface Destination {
  /** The id of the project that gets the items. */
  project: string;
  /** The id of a person with an email: the same as in the rest of the board. */
  personId: (email: string) => string;
}

/**
 * Converts the lines of a file.
 *
 * Several lines with one id, which merges of such files leave behind, are joined into one record by
 * the merge law.
 *
 * @returns a board without the project itself, and what there is to say about it.
 */
export function convertBeads(
  lines: Iterable<BeadsLine>,
  { project, personId }: Destination,
): { board: BoardData; report: BeadsReport } {
  const report = emptyReport();
  const people = gatherPeople(personId);
  const gathered = gatherRecords();
  const issues: BeadsIssue[] = [];
  const names = new Map<string, string>();
  const others: BeadsOther[] = [];
  for (const line of lines) {
    if (line.kind === "other") {
      others.push(line);
      continue;
    }
    issues.push(line);
    const links = convertLinks(line, project, people, report);
    const item = convertIssue(line, links, project, people, report);
    names.set(item.id, line.id);
    if (item.parent_id !== null && links.parent !== null) names.set(item.parent_id, links.parent);
    gathered.add("work_item", item, line);
    for (const dependency of links.dependencies) gathered.add("dependency", dependency, line);
    for (const comment of convertComments(line, project, people, report)) {
      gathered.add("comment", comment, line);
    }
  }
  for (const user of people.users()) gathered.add("user", user, null);

  const board = gathered.board();
  board.unknown = keepOthers(others, project);
  report.duplicates = gathered.duplicates();
  for (const { deleted_at } of board.records.work_item) {
    report.issues[deleted_at === null ? "live" : "deleted"] += 1;
  }
  report.comments = board.records.comment.length;
  report.dependencies = board.records.dependency.length;
  report.people = board.records.user.length;
  report.other_lines = others.length;
  reportLinks(issues, board, names, report);
  report.mapped.sort((a, b) => b.count - a.count);
  return { board, report };
}

/** The project for a board that has none: the same one for everybody who makes it. */
export function beadsProject(): Project {
  const at = "2020-01-01T00:00:00.000Z" as Instant;
  return {
    id: BEADS_PROJECT_ID,
    title: "Beads",
    description: null,
    status: "active",
    created_at: at,
    updated_at: at,
    created_by: null,
    updated_by: null,
    key: "BEADS",
    version: 1,
    deleted_at: null,
    field_updated_at: null,
    extra: null,
  };
}

interface Gathered {
  add(entity: EntityName, record: object, source: BeadsIssue | null): void;
  board(): BoardData;
  duplicates(): BeadsReport["duplicates"];
}

/** Records by id; what comes twice is joined. */
function gatherRecords(): Gathered {
  const records = new Map(ENTITY_NAMES.map((entity) => [entity, new Map<string, Fields>()]));
  const firstLines = new Map<string, number>();
  const duplicates = new Map<string, BeadsReport["duplicates"][number]>();
  return {
    add(entity, record, source) {
      const fields = record as Fields;
      const known = records.get(entity) as Map<string, Fields>;
      const before = known.get(fields.id);
      const differences: Difference[] = [];
      known.set(fields.id, before ? joinRecords(entity, before, fields, differences) : fields);
      if (source === null) return;
      const first = firstLines.get(source.id) ?? source.line;
      firstLines.set(source.id, first);
      if (before === undefined || (first === source.line && differences.length === 0)) return;
      const duplicate = duplicates.get(source.id) ?? { id: source.id, lines: [first], lost: [] };
      duplicates.set(source.id, duplicate);
      if (!duplicate.lines.includes(source.line)) duplicate.lines.push(source.line);
      for (const { field, kept, ours, theirs } of differences) {
        const [winner, loser] = kept === "ours" ? [ours, theirs] : [theirs, ours];
        duplicate.lost.push({ entity, field, kept: winner, lost: loser });
      }
    },
    board() {
      const board = emptyBoard();
      for (const [entity, known] of records) {
        const sorted = [...known.values()].sort((a, b) => compareText(a.id, b.id));
        (board.records as { [entity: string]: unknown[] })[entity] = sorted;
      }
      return board;
    },
    duplicates: () => [...duplicates.values()],
  };
}

/** Lines that are no issues, as a top-level array of their own: kept, and merged like records. */
function keepOthers(others: readonly BeadsOther[], project: string): BoardData["unknown"] {
  if (others.length === 0) return [];
  const byId = new Map<string, Json>();
  for (const { type, key, fields } of others) {
    const id = otherLineId(project, type, key);
    byId.set(id, { id, line: fields });
  }
  return [["beads_other", [...byId].sort(([a], [b]) => compareText(a, b)).map(([, one]) => one)]];
}
