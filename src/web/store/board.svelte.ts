/**
 * The open project's board: read once, and then kept as it is by the change feed.
 *
 * What is on its way to the server lies over it (`pending`): shown at once, and taken away again when
 * the answer is there, whichever it is. So a refused change rolls back by itself.
 */
import type { ProjectView, SprintView, WorkItemView } from "../../board/commands.ts";
import type { Card, Column, Flag, Queries, UserView } from "../../board/queries.ts";
import type { Refusal } from "../../domain/refusal.ts";
import { query } from "../api/client.ts";
import { onChange } from "./connection.svelte.ts";

type Frame = Pick<
  Queries["board"]["result"],
  "project" | "columns" | "sprints" | "users" | "flags"
>;

/** Values of one card that were sent and not yet answered. */
export interface Pending {
  id: string;
  values: Partial<Card>;
}

let reference = $state<string | null>(null);
let frame = $state.raw<Frame | null>(null);
let cards = $state.raw<ReadonlyMap<string, Card>>(new Map());
let refusal = $state.raw<Refusal | null>(null);
let pending = $state.raw<readonly Pending[]>([]);
/** The items that commands have answered last, for queries that are slower than the commands. */
let answered = $state.raw<ReadonlyMap<string, WorkItemView>>(new Map());
const MOST_ANSWERED = 20;

/** The newest write that `frame` and `cards` have, and the newest that there is. */
let seq = 0;
let newest = 0;

const shown = $derived.by(() => {
  if (pending.length === 0) return cards;
  const map = new Map(cards);
  for (const { id, values } of pending) {
    const card = map.get(id);
    if (card !== undefined) map.set(id, { ...card, ...values });
  }
  return map;
});
const users = $derived(new Map((frame?.users ?? []).map((user) => [user.id, user])));
const sprints = $derived(new Map((frame?.sprints ?? []).map((sprint) => [sprint.id, sprint])));

export const board = {
  /** `loading` before the first answer only: what is shown stays while it is read anew. */
  get status(): "none" | "loading" | "ready" | "failed" {
    if (frame !== null) return "ready";
    if (refusal !== null) return "failed";
    return reference === null ? "none" : "loading";
  },
  get refusal(): Refusal | null {
    return refusal;
  },
  get project(): ProjectView | null {
    return frame?.project ?? null;
  },
  get columns(): readonly Column[] {
    return frame?.columns ?? [];
  },
  /** Every live item of the project, with what was changed here and not answered yet. */
  get cards(): ReadonlyMap<string, Card> {
    return shown;
  },
  get sprints(): ReadonlyMap<string, SprintView> {
    return sprints;
  },
  get activeSprint(): SprintView | null {
    return frame?.sprints.find((sprint) => sprint.status === "active") ?? null;
  },
  get users(): ReadonlyMap<string, UserView> {
    return users;
  },
  get flags(): readonly Flag[] {
    return frame?.flags ?? [];
  },
};

/** Shows the board of a project, by its key or id; what another one showed is dropped. */
export function openBoard(project: string): void {
  if (project === reference) return;
  reference = project;
  frame = null;
  cards = new Map();
  refusal = null;
  void load();
}

/** Reads the board anew, as after an error. */
export async function load(): Promise<void> {
  const asked = reference;
  if (asked === null) return;
  const outcome = await query("board", { project: asked });
  if (asked !== reference) return;
  if (!outcome.ok) {
    refusal = outcome.refusal;
    return;
  }
  const { work_items, seq: asOf, ...rest } = outcome.value;
  refusal = null;
  frame = rest;
  cards = new Map(work_items.map((card) => [card.id, card]));
  seq = asOf;
  if (newest > seq) void refresh();
}

let refreshing = false;

/** Reads what has changed since the last time, until there is nothing more. One at a time. */
async function refresh(): Promise<void> {
  if (refreshing || frame === null) return;
  refreshing = true;
  try {
    while (frame !== null && newest > seq) {
      const id: string = frame.project.id;
      const outcome = await query("board_changes", { project: id, since: seq });
      if (frame?.project.id !== id) continue;
      if (!outcome.ok || outcome.value.reload) {
        await load();
        return;
      }
      apply(outcome.value);
    }
  } finally {
    refreshing = false;
  }
}

function apply(changes: Queries["board_changes"]["result"]): void {
  const { work_items, gone, seq: asOf, reload: _, ...rest } = changes;
  frame = rest;
  seq = asOf;
  if (work_items.length + gone.length === 0) return;
  const map = new Map(cards);
  for (const card of work_items) {
    const known = map.get(card.id);
    // The answer to a command of ours may have overtaken this one.
    if (known === undefined || !isNewer(known, card)) map.set(card.id, card);
  }
  for (const id of gone) map.delete(id);
  cards = map;
}

const isNewer = (one: WorkItemView, other: WorkItemView): boolean =>
  one.version > other.version && one.updated_at > other.updated_at;

/** Takes in an item as a command has answered it, without waiting for the feed. */
export function takeIn(item: WorkItemView): void {
  answered = new Map([...answered, [item.id, item] as const].slice(-MOST_ANSWERED));
  if (frame === null) return;
  const known = cards.get(item.id);
  const isHere = item.project_id === frame.project.id && item.deleted_at === null;
  if (known === undefined && !isHere) return;
  const map = new Map(cards);
  const counts = known ?? { is_blocked: false, comment_count: 0, child_count: 0 };
  if (isHere) map.set(item.id, { ...counts, ...item });
  else map.delete(item.id);
  cards = map;
}

/** Shows these values until the returned function is called. */
export function showPending(edits: readonly Pending[]): () => void {
  pending = [...pending, ...edits];
  return () => {
    pending = pending.filter((edit) => !edits.includes(edit));
  };
}

/**
 * An item that came by another query, as it is by now: with what a command has answered since, and
 * with what was changed here and not answered yet.
 */
export function asOfNow<T extends WorkItemView>(item: T): T {
  const newer = answered.get(item.id);
  const values = pending.filter(({ id }) => id === item.id).map((edit) => edit.values);
  return Object.assign({}, item, newer && isNewer(newer, item) ? newer : null, ...values);
}

/** To be told the number of the newest write when the connection opens. */
export function noteNewest(number: number): void {
  newest = Math.max(newest, number);
  void refresh();
}

onChange((change) => {
  if (change === null) void load();
  else noteNewest(change.seq);
});
