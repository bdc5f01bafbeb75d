/** A query whose answer a view shows, asked anew whenever a change may have touched it. */
import { untrack } from "svelte";
import type { Change } from "../../board/board.ts";
import type { Queries, QueryName } from "../../board/queries.ts";
import type { Refusal } from "../../domain/refusal.ts";
import { query } from "../api/client.ts";
import { onChange } from "./connection.svelte.ts";

export interface LiveQuery<T> {
  /** The newest answer; null before the first. */
  readonly value: T | null;
  readonly refusal: Refusal | null;
  readonly loading: boolean;
  reload(): void;
}

/**
 * To be called while a component is set up.
 *
 * @param params what to ask; read reactively, and null asks nothing.
 * @param isAbout whether a change may have touched the answer; all may, if left out.
 */
export function liveQuery<Q extends QueryName>(
  name: Q,
  params: () => Queries[Q]["params"] | null,
  isAbout: (change: Change) => boolean = () => true,
): LiveQuery<Queries[Q]["result"]> {
  let value = $state.raw<Queries[Q]["result"] | null>(null);
  let refusal = $state.raw<Refusal | null>(null);
  let loading = $state(false);
  const asked = $derived(JSON.stringify(params()));
  let wanted = 0;
  let answered = 0;

  /** One request at a time; however many changes come meanwhile, one more follows. */
  async function ask(): Promise<void> {
    wanted += 1;
    if (loading) return;
    loading = true;
    while (answered < wanted) {
      answered = wanted;
      const text = asked;
      const outcome = text === "null" ? null : await query(name, JSON.parse(text));
      if (text !== asked) answered = wanted - 1;
      else if (outcome?.ok) [value, refusal] = [outcome.value, null];
      else if (outcome !== null) refusal = outcome.refusal;
    }
    loading = false;
  }

  $effect(() => {
    void asked;
    value = null;
    refusal = null;
    // It reads and sets `loading` before it waits: tracked, the effect would go round for ever.
    untrack(() => void ask());
  });
  $effect(() => onChange((change) => void ((change === null || isAbout(change)) && ask())));

  return {
    get value() {
      return value;
    },
    get refusal() {
      return refusal;
    },
    get loading() {
      return loading;
    },
    reload: () => void ask(),
  };
}

/** Whether a change has written a record of one of these entities. */
export function touches(...entities: string[]): (change: Change) => boolean {
  return ({ records }) => records === null || records.some((one) => entities.includes(one.entity));
}
