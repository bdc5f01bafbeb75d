/** What was found for the text that somebody types: asked a moment after each key, the last one counts. */
import { untrack } from "svelte";
import type { SearchHit } from "../../../board/queries.ts";
import type { Refusal } from "../../../domain/refusal.ts";
import { query } from "../../api/client.ts";
import { onChange } from "../../store/connection.svelte.ts";

const PAUSE_MS = 80;
const SETTLED_MS = 150;
const PAGE = 30;

export interface Results {
  readonly hits: readonly SearchHit[];
  /** The text that the hits are of; null before the first answer. */
  readonly of: string | null;
  readonly refusal: Refusal | null;
  readonly isCut: boolean;
  /** An answer is awaited, to this text or for more. */
  readonly busy: boolean;
  more(): Promise<void>;
  retry(): void;
}

/** To be called while a component is set up. @param text read reactively. */
export function createResults(text: () => string): Results {
  let hits = $state.raw<readonly SearchHit[]>([]);
  let of = $state<string | null>(null);
  let refusal = $state.raw<Refusal | null>(null);
  let cursor = $state<string | null>(null);
  let busy = $state(false);
  /** Counts up with each question: only the answer to the last one is taken. */
  let turn = 0;

  async function ask(wanted: string): Promise<void> {
    turn += 1;
    const mine = turn;
    busy = true;
    // As many as are shown, where they are asked for anew.
    const limit = wanted === of ? Math.max(PAGE, hits.length) : PAGE;
    const outcome = await query("search", { text: wanted, limit });
    if (mine !== turn) return;
    busy = false;
    of = wanted;
    if (!outcome.ok) {
      refusal = outcome.refusal;
      hits = [];
      cursor = null;
      return;
    }
    refusal = null;
    hits = outcome.value.hits;
    cursor = outcome.value.next_cursor;
  }

  function clear(): void {
    turn += 1;
    hits = [];
    of = null;
    refusal = null;
    cursor = null;
    busy = false;
  }

  $effect(() => {
    const wanted = text().trim();
    if (wanted === "") {
      untrack(clear);
      return;
    }
    const timer = setTimeout(() => void ask(wanted), PAUSE_MS);
    return () => clearTimeout(timer);
  });

  let settling: ReturnType<typeof setTimeout> | undefined;
  $effect(() => {
    const stop = onChange(() => {
      clearTimeout(settling);
      settling = setTimeout(() => of !== null && void ask(of), SETTLED_MS);
    });
    return () => {
      stop();
      clearTimeout(settling);
    };
  });

  return {
    get hits() {
      return hits;
    },
    get of() {
      return of;
    },
    get refusal() {
      return refusal;
    },
    get isCut() {
      return cursor !== null;
    },
    get busy() {
      return busy;
    },
    async more() {
      if (cursor === null || of === null || busy) return;
      const mine = turn;
      busy = true;
      const outcome = await query("search", { text: of, limit: PAGE, cursor });
      if (mine !== turn) return;
      busy = false;
      if (!outcome.ok) {
        refusal = outcome.refusal;
        return;
      }
      const known = new Set(hits.map((hit) => hit.work_item.id));
      hits = [...hits, ...outcome.value.hits.filter((hit) => !known.has(hit.work_item.id))];
      cursor = outcome.value.next_cursor;
    },
    retry: () => void ask(text().trim()),
  };
}
