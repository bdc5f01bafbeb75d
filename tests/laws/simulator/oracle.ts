// What the board must say in the end, worked out from the writes alone: for each field the newest one.
import type { Json } from "../../../src/domain/json.ts";

export interface Oracle {
  /** Notes what a write changed: the record before it (null for a new one) and after it. */
  wrote(entity: string, before: View | null, after: View): void;
  /** What a board says otherwise than the newest write, one line each. */
  lost(board: { [array: string]: unknown }): string[];
  writes(): number;
}

/** A record as a command gives it back. */
export type View = { id: string; updated_at: string; labels?: string[] } & {
  [field: string]: Json;
};

const ARRAYS: { readonly [entity: string]: string } = {
  work_item: "work_items",
  comment: "comments",
  sprint: "sprints",
};

/**
 * Fields that the board itself writes as well (places and links that are mended), and those that have
 * no times of their own.
 */
const NOT_JUDGED = new Set([
  ...["id", "created_at", "created_by", "updated_at", "updated_by", "version"],
  ...["position", "parent_id", "labels"],
]);

export function createOracle(): Oracle {
  const newest = new Map<string, { at: string; value: Json }>();
  let count = 0;
  const note = (entity: string, id: string, field: string, at: string, value: Json): void => {
    count += 1;
    const key = `${entity} ${id} ${field}`;
    const known = newest.get(key);
    const isNewer =
      known === undefined ||
      at > known.at ||
      (at === known.at && JSON.stringify(value) > JSON.stringify(known.value));
    if (isNewer) newest.set(key, { at, value });
  };
  return {
    writes: () => count,
    wrote(entity, before, after) {
      for (const [field, value] of Object.entries(after)) {
        if (NOT_JUDGED.has(field)) continue;
        if (before !== null && before[field] === value) continue;
        note(entity, after.id, field, after.updated_at, value);
      }
      const [old, now] = [before?.labels ?? [], after.labels ?? []];
      for (const label of new Set([...old, ...now])) {
        if (old.includes(label) === now.includes(label)) continue;
        note(entity, after.id, `labels.${label}`, after.updated_at, now.includes(label));
      }
    },
    lost(board) {
      const records = new Map<string, View>();
      for (const [entity, array] of Object.entries(ARRAYS)) {
        for (const record of (board[array] ?? []) as View[]) {
          records.set(`${entity} ${record.id}`, record);
        }
      }
      return [...newest].flatMap(([key, { at, value }]) => {
        const [entity, id, field = ""] = key.split(" ");
        const record = records.get(`${entity} ${id}`);
        const said = record === undefined ? "no record" : saidIn(record, field);
        if (JSON.stringify(said) === JSON.stringify(value)) return [];
        return [
          `${key}: ${JSON.stringify(value)} of ${at}, and the board has ${JSON.stringify(said)}`,
        ];
      });
    },
  };
}

function saidIn(record: View, field: string): Json {
  if (!field.startsWith("labels.")) return record[field] ?? null;
  return record.labels?.includes(field.slice("labels.".length)) === true;
}
