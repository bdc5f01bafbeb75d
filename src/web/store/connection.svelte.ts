/** Whether changes arrive, and who is told of them. Started once, by `main.ts`. */
import type { Change } from "../../board/board.ts";
import { whenUnreachable } from "../api/call.ts";
import { type ConnectionState, connectLive, type LiveConnection } from "../api/live.ts";
import { holdWindowKey } from "../api/window-key.ts";

/** Null: too much has changed to tell; read everything anew. */
type Listener = (change: Change | null) => void;

let state = $state<ConnectionState>("connecting");
const listeners = new Set<Listener>();
/** A request got no answer: what it asked for is asked anew as soon as somebody answers. */
let isSomethingMissing = false;
let live: LiveConnection | undefined;

export const connection = {
  get state(): ConnectionState {
    return state;
  },
  /** Whether an edit can be sent. While it is not, edits are refused, in words. */
  get canWrite(): boolean {
    return state !== "offline" && state !== "locked";
  },
};

/** Calls the listener for each change of anybody, this page too. @returns how to stop that. */
export function onChange(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Opens the connection. `onHello` gets the number of the newest write as of now. */
export function startConnection(onHello: (seq: number) => void): void {
  const tell = (change: Change | null): void => {
    for (const listener of listeners) listener(change);
  };
  live = connectLive({
    onState: (next) => {
      state = next;
      if (next === "live") void holdWindowKey();
      if (next !== "live" || !isSomethingMissing) return;
      isSomethingMissing = false;
      tell(null);
    },
    onHello,
    onChange: tell,
    onReload: () => tell(null),
  });
  whenUnreachable(() => {
    isSomethingMissing = true;
    live?.check();
  });
}
