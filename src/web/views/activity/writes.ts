/** From single changes to what somebody did: by write, and in it by record. */
import type { ActivityEntry } from "../../../board/queries.ts";
import { entityName } from "../../components/field-words.ts";

/** One command, import or undo, with all that it changed. */
export interface Write {
  seq: number;
  at: string;
  /** Null: an import, whose changes have authors of their own. */
  by: string | null;
  isImport: boolean;
  /** The branch that an import came from, where git has told. */
  branch: string | null;
  action: string;
  records: readonly ChangedRecord[];
}

export interface ChangedRecord {
  key: string;
  entity: string;
  id: string;
  /** The item that it is about. */
  item: string | null;
  title: string | null;
  /** Who, where the write is an import. */
  by: string | null;
  /** When, where the write is an import. */
  at: string;
  /** `created`, `deleted`, `changed`; as a sentence goes on. */
  verb: string;
  /** What changed in it, the newest first as everything. */
  changes: readonly ActivityEntry[];
}

/** The writes that these entries are of, in their order. */
export function writesOf(entries: readonly ActivityEntry[]): Write[] {
  return [...Map.groupBy(entries, (entry) => entry.seq).values()].map((group) => {
    const [first] = group as [ActivityEntry];
    const isImport = first.action === "import";
    return {
      seq: first.seq,
      at: isImport ? first.written_at : first.at,
      by: isImport ? null : first.by,
      isImport,
      branch: first.branch,
      action: first.action,
      records: recordsOf(group),
    };
  });
}

function recordsOf(entries: readonly ActivityEntry[]): ChangedRecord[] {
  // The order of the log within a write: what was done first stands first.
  const groups = Map.groupBy(entries.toReversed(), (one) => `${one.entity} ${one.record_id}`);
  return [...groups].map(([key, group]) => {
    const [first] = group as [ActivityEntry];
    const fields = group.filter((one) => one.field !== null && one.field !== "deleted_at");
    const others = fields.filter((one) => one.field !== "position");
    return {
      key,
      entity: first.entity,
      id: first.record_id,
      item: first.work_item_id,
      title: first.title,
      by: first.by,
      at: first.at,
      verb: verbOf(group, others.length === 0 && fields.length > 0),
      changes: others,
    };
  });
}

const MADE: { readonly [entity: string]: string } = {
  comment: "commented on",
  dependency: "linked",
  time_entry: "logged time on",
};

function verbOf(group: readonly ActivityEntry[], isPlaceOnly: boolean): string {
  const [{ entity, action }] = group as [ActivityEntry];
  const noun = entity === "work_item" ? "" : `the ${entityName(entity)} `;
  const isAbout = Object.hasOwn(MADE, entity);
  const on = isAbout ? `${noun}of ` : noun;
  if (group.some((one) => one.field === null)) {
    if (action === "time_entry.start") return "started a timer on";
    return isAbout ? (MADE[entity] as string) : `created ${noun}`.trim();
  }
  const deletion = group.find((one) => one.field === "deleted_at");
  if (deletion !== undefined) {
    return `${deletion.after === null ? "restored" : "deleted"} ${on}`.trim();
  }
  if (action === "time_entry.stop") return "stopped the timer on";
  if (action.endsWith(".take_back")) return `took a lost value back in ${on}`.trim();
  if (isPlaceOnly) return `moved ${on}`.trim();
  if (action === "undo") return `undid a change of ${on}`.trim();
  if (action === "redo") return `redid a change of ${on}`.trim();
  if (action === "sprint.start") return "started the sprint";
  if (action === "sprint.complete" && entity === "sprint") return "completed the sprint";
  return `changed ${on}`.trim();
}
