/** The time of day, for what says how long ago something was. One clock for the whole page. */
import { createSubscriber } from "svelte/reactivity";

const TICK_MS = 30_000;

const subscribe = createSubscriber((update) => {
  const timer = setInterval(update, TICK_MS);
  return () => clearInterval(timer);
});

export const clock = {
  /** Milliseconds since 1970; read reactively, it moves on twice a minute. */
  get now(): number {
    subscribe();
    return Date.now();
  },
};
