/** The activity that is shown: the newest first, more of the past on request, and what happens now. */
import type { ActivityEntry } from "../../../board/queries.ts";
import type { Refusal } from "../../../domain/refusal.ts";
import { query } from "../../api/client.ts";
import { isLink } from "../../components/field-words.ts";
import { onChange } from "../../store/connection.svelte.ts";
import { needNames } from "../../store/names.svelte.ts";

const PAGE = 100;

export interface Feed {
  readonly entries: readonly ActivityEntry[];
  /** `loading` before the first answer only. */
  readonly status: "loading" | "ready" | "failed";
  readonly refusal: Refusal | null;
  readonly hasOlder: boolean;
  readonly loadingOlder: boolean;
  older(): Promise<void>;
  reload(): void;
}

/** To be called while a component is set up. @param user whose; everybody's if null; read reactively. */
export function createFeed(user: () => string | null): Feed {
  let entries = $state.raw<readonly ActivityEntry[]>([]);
  let status = $state<Feed["status"]>("loading");
  let refusal = $state.raw<Refusal | null>(null);
  let cursor = $state<string | null>(null);
  let loadingOlder = $state(false);
  let wanted = 0;
  let running = false;
  /** Counts up with each filter: an answer for another one is dropped. */
  let turn = 0;

  const page = (after?: string) => {
    const person = user();
    return query("activity", {
      limit: PAGE,
      ...(person === null ? {} : { user: person }),
      ...(after === undefined ? {} : { cursor: after }),
    });
  };

  /** Reads the newest page, and puts what is new in it over what is shown. One at a time. */
  async function refresh(): Promise<void> {
    wanted += 1;
    if (running) return;
    running = true;
    for (let done = 0; done < wanted; ) {
      done = wanted;
      const asked = turn;
      const outcome = await page();
      if (asked !== turn) {
        done = -1;
        continue;
      }
      if (!outcome.ok) {
        refusal = outcome.refusal;
        if (status === "loading") status = "failed";
        continue;
      }
      await needNames(itemsIn(outcome.value.activity));
      if (asked !== turn) {
        done = -1;
        continue;
      }
      take(outcome.value.activity, outcome.value.next_cursor);
    }
    wanted = 0;
    running = false;
  }

  function take(newest: readonly ActivityEntry[], next: string | null): void {
    const top = entries[0]?.seq;
    const fresh = top === undefined ? newest : newest.filter((entry) => entry.seq > top);
    // Nothing in common with what is shown: there is a gap between the two.
    const starts = status !== "ready" || top === undefined || fresh.length === newest.length;
    entries = starts ? newest : [...fresh, ...entries];
    if (starts) cursor = next;
    refusal = null;
    status = "ready";
  }

  async function older(): Promise<void> {
    if (cursor === null || loadingOlder) return;
    loadingOlder = true;
    const asked = turn;
    const outcome = await page(cursor);
    if (outcome.ok) await needNames(itemsIn(outcome.value.activity));
    loadingOlder = false;
    if (asked !== turn) return;
    if (!outcome.ok) {
      refusal = outcome.refusal;
      return;
    }
    refusal = null;
    entries = [...entries, ...outcome.value.activity];
    cursor = outcome.value.next_cursor;
  }

  $effect(() => {
    void user();
    turn += 1;
    entries = [];
    cursor = null;
    status = "loading";
    void refresh();
  });
  $effect(() =>
    onChange((change) => {
      if (change === null) {
        turn += 1;
        status = "loading";
      }
      void refresh();
    }),
  );

  return {
    get entries() {
      return entries;
    },
    get status() {
      return status;
    },
    get refusal() {
      return refusal;
    },
    get hasOlder() {
      return cursor !== null;
    },
    get loadingOlder() {
      return loadingOlder;
    },
    older,
    reload() {
      if (status === "failed") status = "loading";
      void refresh();
    },
  };
}

/** The items that values point at: their titles are shown instead of their ids. */
function itemsIn(entries: readonly ActivityEntry[]): string[] {
  const ids = entries
    .filter(({ field }) => field !== null && isLink(field))
    .flatMap(({ before, after }) => [before, after]);
  return [...new Set(ids.filter((id) => typeof id === "string"))];
}
