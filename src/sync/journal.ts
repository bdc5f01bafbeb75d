/** The conflict journal as people see it, and taking a lost value back. */
import { readPage } from "../board/page.ts";
import type { ConflictsParams, JournalEntry } from "../board/sync-operations.ts";
import { startUnitOfWork } from "../board/unit-of-work.ts";
import { ENTITIES, type EntityName, fieldSpec } from "../domain/entities.ts";
import { EPOCH, fromMilliseconds } from "../domain/instant.ts";
import type { Json } from "../domain/json.ts";
import { mend } from "../domain/merge/mend.ts";
import { type Fields, fieldsOf, labelOfField } from "../domain/merge/times.ts";
import { type Outcome, ok, refuse } from "../domain/refusal.ts";
import type { Values } from "../domain/stamp.ts";
import type { Storage, StoredConflict } from "../storage/port.ts";
import { CONFLICT_ORDER } from "../storage/sort-keys.ts";
import type { SyncContext } from "./context.ts";
import { mendable } from "./mendable.ts";

/** A page of the entries, the newest first, each with the title of its record. */
export function listConflicts(
  storage: Storage,
  { all, ...params }: ConflictsParams,
): Outcome<{ conflicts: JournalEntry[]; next_cursor: string | null }> {
  const page = readPage(params, CONFLICT_ORDER, (request) =>
    storage.journal.list({ all }, request),
  );
  if (!page.ok) return page;
  const { records, next_cursor } = page.value;
  return ok({ conflicts: withTitles(storage, records), next_cursor });
}

function withTitles(storage: Storage, entries: readonly StoredConflict[]): JournalEntry[] {
  const titles = new Map<string, string>();
  for (const [entity, group] of Map.groupBy(entries, (entry) => entry.entity)) {
    if (!isEntity(entity)) continue;
    const ids = [...new Set(group.map((entry) => entry.record_id))];
    for (const record of storage.getMany(entity, ids)) {
      const { title, name, content } = fieldsOf(record) as Fields;
      const text = title ?? name ?? content;
      if (typeof text === "string") titles.set(record.id, text.slice(0, 200));
    }
  }
  return entries.map((entry) => ({ ...entry, title: titles.get(entry.record_id) ?? null }));
}

/** Writes the value that lost back into its field, as a change of mine. */
export function takeBack(
  context: SyncContext,
  prefix: string,
): Outcome<{ conflict: JournalEntry }> {
  const actor = context.actor();
  if (!actor.ok) return actor;
  return context.storage.transaction(() => {
    const { storage } = context;
    const entry = findEntry(storage, prefix);
    if (!entry.ok) return entry;
    const { entity, record_id, field, lost } = entry.value;
    const record = isEntity(entity) ? storage.get(entity, record_id) : null;
    if (record === null || !isEntity(entity)) {
      return refuse("refused", `The value of ${field} cannot be put back: its record is not here.`);
    }
    const values = lostValue(entity, fieldsOf(record), field, lost);
    if (values === null) {
      return refuse(
        "refused",
        `The value of ${field} cannot be put back: this version of pm does not know the field.`,
        "`pm sync conflicts --json` shows the value.",
      );
    }
    const changed = { ...fieldsOf(record), ...values };
    if (Object.hasOwn(HOW_TO_MEND, field) && breaksRules(storage, entity, changed)) {
      return refuse(
        "refused",
        `The value of ${field} cannot be put back: the merge took it away since it broke a rule, and it would again.`,
        HOW_TO_MEND[field],
      );
    }
    const now = fromMilliseconds(context.now()) ?? EPOCH;
    const work = startUnitOfWork(storage, actor.value, now, context.newId);
    work.edit(entity, record as never, values);
    work.log(`${entity}.take_back`);
    storage.journal.markTakenBack(entry.value.id);
    const taken = { ...entry.value, seen: true, taken_back: true };
    return ok({ conflict: withTitles(storage, [taken])[0] as JournalEntry });
  });
}

/** What has to go before the value that a mend took away can come back. */
const HOW_TO_MEND: { readonly [field: string]: string } = {
  parent_id: "The items would be above one another. Give the other one another parent first.",
  key: "Another project has the key. Give that one another key first.",
  deleted_at: "Another lane shows the status. Delete that one first.",
};

/** Whether the next merge would have to mend the board if it had this record. */
function breaksRules(storage: Storage, entity: EntityName, record: Fields): boolean {
  return mend(mendable(storage, entity, record)).length > 0;
}

function findEntry(storage: Storage, prefix: string): Outcome<StoredConflict> {
  const wanted = prefix.toLowerCase();
  const found = /^[0-9a-f]{4,32}$/.test(wanted) ? storage.journal.find(wanted) : [];
  const [entry, other] = found;
  if (entry === undefined) {
    return refuse(
      "not_found",
      `There is no conflict “${prefix}”.`,
      "`pm sync conflicts --all` lists them.",
    );
  }
  if (other !== undefined) {
    const ids = found.map(({ id }) => id.slice(0, 8)).join(", ");
    return refuse("ambiguous", `“${prefix}” fits several conflicts: ${ids}.`);
  }
  return ok(entry);
}

function lostValue(entity: string, record: Fields, field: string, lost: Json): Values | null {
  const label = labelOfField(field);
  if (label !== null && record.labels !== undefined) {
    const others = record.labels.filter((name) => name !== label);
    return { labels: lost === true ? [...others, label].sort() : others };
  }
  return isEntity(entity) && fieldSpec(entity, field) !== undefined ? { [field]: lost } : null;
}

function isEntity(name: string): name is EntityName {
  return Object.hasOwn(ENTITIES, name);
}
