/** What an import has to say about how issues became a board, and about what had no place. */
import type { Json } from "../../domain/json.ts";

export type MappedField = "status" | "type" | "priority" | "link";

export interface Mapped {
  field: MappedField;
  from: string;
  to: string;
  count: number;
}

/** One record that several lines told of: the values that were not taken. */
export interface Duplicate {
  /** The issue's id in Beads. */
  id: string;
  lines: number[];
  lost: { entity: string; field: string; kept: Json; lost: Json }[];
}

/** The report, as `--json` prints it. Issues are named by their ids in Beads. */
export interface BeadsReport {
  issues: { live: number; deleted: number };
  comments: number;
  dependencies: number;
  people: number;
  /** Lines that are no issues, kept beside the board's arrays. */
  other_lines: number;
  mapped: Mapped[];
  /** How many descriptions have such a section below them now. */
  appended: { [field: string]: number };
  /** How many items carry such an unknown field. */
  kept: { [field: string]: number };
  /** Links that stand in `beads_dependencies` of the item: a parent's author and time, and others. */
  links_kept: { parent: number; external: number; to_itself: number };
  parents: {
    items: number;
    /** Children by their id alone, as in `bd-2b34.1`. */
    by_dotted_id: number;
    /** Parents that are not in the file. */
    missing: { id: string; parent: string; deleted: boolean }[];
    /** Parents beside the newest one: a `relates_to` each. */
    second: { id: string; parent: string }[];
  };
  /** Links to issues that are not in the file. */
  missing_ends: { id: string; depends_on: string; type: string }[];
  /** Issues that are each other's parents, or block each other, in a ring. */
  rings: { kind: "parent" | "blocks"; ids: string[] }[];
  /** Links that are gone in Beads since the last import: deleted here. */
  removed_links: number;
  changed_titles: string[];
  cut_descriptions: string[];
  without_author: number;
  without_time: number;
  duplicates: Duplicate[];
  dropped: { comment_numbers: number; comments_without_text: number; blank_labels: number };
}

/** A report of nothing, to be filled in. */
export function emptyReport(): BeadsReport {
  return {
    issues: { live: 0, deleted: 0 },
    comments: 0,
    dependencies: 0,
    people: 0,
    other_lines: 0,
    mapped: [],
    appended: {},
    kept: {},
    links_kept: { parent: 0, external: 0, to_itself: 0 },
    parents: { items: 0, by_dotted_id: 0, missing: [], second: [] },
    missing_ends: [],
    rings: [],
    removed_links: 0,
    changed_titles: [],
    cut_descriptions: [],
    without_author: 0,
    without_time: 0,
    duplicates: [],
    dropped: { comment_numbers: 0, comments_without_text: 0, blank_labels: 0 },
  };
}

/** Counts one word of Beads that became one of ours. */
export function countMapped(
  { mapped }: BeadsReport,
  field: MappedField,
  from: string,
  to: string,
): void {
  const known = mapped.find((one) => one.field === field && one.from === from && one.to === to);
  if (known === undefined) mapped.push({ field, from, to, count: 1 });
  else known.count += 1;
}

/** Counts one more of this name. */
export function countOne(counts: { [name: string]: number }, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}
