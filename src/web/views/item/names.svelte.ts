/** Names in place of the ids that a field had: those of items are asked for. */

import { shortId } from "../../../domain/short-id.ts";
import { query } from "../../api/client.ts";
import { exactWords } from "../../components/when.ts";
import { PRIORITY_NAMES, STATUS_NAMES, TYPE_NAMES } from "../../components/words.ts";
import { labelOf } from "./activity-words.ts";
import type { ItemContext } from "./item-context.svelte.ts";

export interface FieldValue {
  field: string | null;
  value: unknown;
}

/** What to show for the value of a field; null for none. */
export type Names = (field: string, value: unknown) => string | null;

const ITEM_FIELDS = new Set(["parent_id", "blocking_item_id", "blocked_item_id", "work_item_id"]);
const WORDS: { readonly [field: string]: { readonly [value: string]: string } } = {
  status: STATUS_NAMES,
  priority: PRIORITY_NAMES,
  item_type: TYPE_NAMES,
  dependency_type: { blocks: "Blocks", relates_to: "Relates to" },
};

/** To be called while a component is set up. */
export function createNames(context: ItemContext, values: () => readonly FieldValue[]): Names {
  let titles = $state.raw<ReadonlyMap<string, string>>(new Map());
  const wanted = $derived(
    [
      ...new Set(
        values()
          .filter(({ field }) => field !== null && ITEM_FIELDS.has(field))
          .map(({ value }) => value),
      ),
    ]
      .filter((id): id is string => typeof id === "string")
      .sort(),
  );
  const missing = $derived(wanted.filter((id) => !titles.has(id)).join());

  $effect(() => {
    if (missing !== "") void read(missing.split(","));
  });

  async function read(ids: string[]): Promise<void> {
    const outcome = await query("titles", { ids });
    if (!outcome.ok) return;
    const found = outcome.value.work_items.map(({ id, title }) => [id, title] as const);
    // Those that are not there are not asked for again.
    const all = ids.map((id) => [id, `An item that is not here (${shortId(id)})`] as const);
    titles = new Map([...titles, ...all, ...found]);
  }

  const nameOf = (field: string, id: string): string | null => {
    if (field === "assignee_id" || field === "user_id") return context.nameOf(id);
    if (field === "sprint_id") return context.sprints.get(id)?.name ?? "A sprint that is not there";
    return ITEM_FIELDS.has(field) ? (titles.get(id) ?? "…") : null;
  };

  return (field, value) => {
    if (labelOf(field) !== null) return value === true ? "Present" : "Absent";
    if (value === null || value === undefined || value === "") return null;
    if (typeof value === "object") return JSON.stringify(value);
    if (typeof value !== "string") return String(value);
    const isTime = field.endsWith("_at") && !Number.isNaN(Date.parse(value));
    return isTime ? exactWords(value) : (nameOf(field, value) ?? WORDS[field]?.[value] ?? value);
  };
}
