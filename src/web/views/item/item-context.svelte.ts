/** The item that the panel shows: what every part of the panel reads, and how it is changed. */
import { getContext, setContext } from "svelte";
import type { Commands, SprintView, WorkItemView } from "../../../board/commands.ts";
import type { Card, Column, Queries, UserView } from "../../../board/queries.ts";
import type { Outcome, Refusal } from "../../../domain/refusal.ts";
import { query } from "../../api/client.ts";
import { asOfNow, board, takeIn } from "../../store/board.svelte.ts";
import { liveQuery, touches } from "../../store/live-query.svelte.ts";
import { type RunOptions, run } from "../../store/run.ts";
import { sendOverBase } from "./over-base.ts";

type Whole = Queries["work_item"]["result"];
type SetValues = Commands["work_item.update"]["params"]["set"];

/** What can be chosen in a dialog over the panel. */
export type Choosing =
  | "assignee"
  | "sprint"
  | "parent"
  | "label"
  | "blocked_by"
  | "blocks"
  | "relates_to"
  | "delete";

export interface ItemContext {
  readonly item: WorkItemView;
  /** Null until all that hangs on the item is known. */
  readonly whole: Whole | null;
  readonly users: ReadonlyMap<string, UserView>;
  readonly sprints: ReadonlyMap<string, SprintView>;
  readonly columns: readonly Column[];
  /** Nothing can be changed: it is deleted. */
  readonly isLocked: boolean;
  choosing: Choosing | null;
  /** What to call a person of whom the id is known. */
  nameOf(id: string | null): string;
  /** Writes fields; `values` is how the item looks then, shown at once. */
  set(
    set: SetValues,
    values: Partial<Card>,
    options?: RunOptions,
  ): Promise<Outcome<{ work_item: WorkItemView }>>;
  /**
   * Writes a field that was typed over `base`; refused as `stale` where it is something else by now.
   * `textOf` is how the field is typed.
   */
  setOver(
    base: string,
    textOf: (item: WorkItemView) => string,
    set: SetValues,
    values: Partial<Card>,
  ): Promise<Outcome<unknown>>;
}

export interface FoundItem {
  /** Null until it is known, and where it is not there. */
  readonly context: ItemContext | null;
  readonly refusal: Refusal | null;
  reload(): void;
}

const KEY = Symbol("item");

/** To be called while the panel of one item is set up. */
export function findItem(ref: string): FoundItem {
  const answer = liveQuery(
    "work_item",
    () => ({ ref }),
    touches("work_item", "comment", "dependency", "time_entry"),
  );
  const known = $derived(answer.value?.work_item ?? board.cards.get(ref) ?? null);
  const item = $derived(known === null ? null : asOfNow<WorkItemView>(known));
  const project = $derived(item?.project_id ?? null);
  const isHere = $derived(project !== null && project === board.project?.id);
  // An item of another project than the open one: its sprints and columns are asked for.
  const elsewhere = $derived(isHere || project === null ? null : { project });
  const users = liveQuery("users", () => ({ limit: 5000 }), touches("user"));
  const sprints = liveQuery("sprints", () => elsewhere && { ...elsewhere, limit: 1000 });
  const lanes = liveQuery("swim_lanes", () => elsewhere, touches("swim_lane"));
  const people = $derived(new Map((users.value?.users ?? []).map((user) => [user.id, user])));
  const sprintsThere = $derived(
    new Map<string, SprintView>((sprints.value?.sprints ?? []).map((one) => [one.id, one])),
  );
  let choosing = $state<Choosing | null>(null);

  const context: ItemContext = {
    get item() {
      if (item === null) throw new Error("The item is not known yet.");
      return item;
    },
    get whole() {
      return answer.value;
    },
    get users() {
      return people.size > 0 ? people : board.users;
    },
    get sprints() {
      return isHere ? board.sprints : sprintsThere;
    },
    get columns() {
      return isHere ? board.columns : (lanes.value?.swim_lanes ?? []);
    },
    get isLocked() {
      return item?.deleted_at !== null;
    },
    get choosing() {
      return choosing;
    },
    set choosing(value) {
      choosing = value;
    },
    nameOf(id) {
      if (id === null) return "Somebody";
      return this.users.get(id)?.name ?? "Somebody who is not known here";
    },
    set(set, values, options = {}) {
      const { id } = this.item;
      return run("work_item.update", { ref: id, set }, { show: [{ id, values }], ...options });
    },
    setOver(base, textOf, set, values) {
      const { id } = this.item;
      return sendOverBase({
        base,
        seen: this.item.version,
        send: (version) => {
          const params = { ref: id, set, version };
          return run("work_item.update", params, { show: [{ id, values }], quiet: true });
        },
        async reread() {
          const now = await query("work_item", { ref: id });
          if (!now.ok) return null;
          const { work_item } = now.value;
          takeIn(work_item);
          return { seen: work_item.version, text: textOf(work_item) };
        },
      });
    },
  };

  return {
    get context() {
      return item === null ? null : context;
    },
    get refusal() {
      return answer.refusal;
    },
    reload: () => answer.reload(),
  };
}

export function provideItem(context: ItemContext): void {
  setContext(KEY, context);
}

export function useItem(): ItemContext {
  return getContext<ItemContext>(KEY);
}
