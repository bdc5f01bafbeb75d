/** The connection to the change feed (`/ws`): it heals by itself, and catches up on what it missed. */
import type { Change } from "../../board/board.ts";
import type { LiveMessage } from "../../server/live.ts";
import { resumeSession } from "./window-key.ts";

/**
 * `live`: every change arrives. `reconnecting`: just lost, being tried. `offline`: nobody answers, and
 * it is tried again every few seconds. `locked`: the server answers, but does not know this browser.
 */
export type ConnectionState = "connecting" | "live" | "reconnecting" | "offline" | "locked";

export interface LiveHandlers {
  onState(state: ConnectionState): void;
  /** The first message of the first connection: what is read from now on is of this write or later. */
  onHello(seq: number): void;
  onChange(change: Change): void;
  /** What was missed cannot be told: read everything anew. */
  onReload(seq: number): void;
}

export interface LiveConnection {
  /** Looks now whether the server is there, as after a request without an answer. */
  check(): void;
}

const LONGEST_WAIT_MS = 4000;
/** A connection that comes back within this time was never worth a word. */
const PATIENCE_MS = 1500;

export function connectLive(handlers: LiveHandlers): LiveConnection {
  let socket: WebSocket | null = null;
  let seen: { seq: number; feed: string } | null = null;
  let failures = 0;
  let lostAt: number | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const say = (state: ConnectionState): void => handlers.onState(state);

  function open(): void {
    clearTimeout(timer);
    const search = seen === null ? "" : `?since=${seen.seq}&feed=${encodeURIComponent(seen.feed)}`;
    const opened = new WebSocket(`${location.origin.replace(/^http/, "ws")}/ws${search}`);
    socket = opened;
    opened.onmessage = ({ data }) => receive(JSON.parse(String(data)) as LiveMessage);
    opened.onclose = () => {
      if (socket !== opened) return;
      socket = null;
      lost();
    };
  }

  function receive(message: LiveMessage): void {
    switch (message.type) {
      case "hello": {
        failures = 0;
        lostAt = null;
        const first = seen === null;
        // A later hello counts for nothing: what came in between follows it.
        if (first) {
          seen = { seq: message.seq, feed: message.feed };
          handlers.onHello(message.seq);
        } else if (seen !== null) {
          seen = { seq: seen.seq, feed: message.feed };
        }
        say("live");
        return;
      }
      case "change":
        if (seen !== null) seen = { ...seen, seq: message.seq };
        handlers.onChange(message);
        return;
      case "reload":
        if (seen !== null) seen = { ...seen, seq: message.seq };
        handlers.onReload(message.seq);
    }
  }

  function lost(): void {
    lostAt ??= performance.now();
    failures += 1;
    say(performance.now() - lostAt < PATIENCE_MS ? "reconnecting" : "offline");
    const wait = Math.min(LONGEST_WAIT_MS, 100 * 2 ** Math.min(failures, 6));
    clearTimeout(timer);
    timer = setTimeout(retry, wait * (0.75 + Math.random() / 2));
  }

  /** A WebSocket does not say why it is refused; a request does. */
  async function retry(): Promise<void> {
    try {
      const { status } = await fetch("/ws", { cache: "no-store" });
      if (status === 401 && !(await resumeSession())) {
        say("locked");
        clearTimeout(timer);
        timer = setTimeout(retry, LONGEST_WAIT_MS);
        return;
      }
      if (socket === null) open();
    } catch {
      lost();
    }
  }

  const hurry = (): void => {
    if (socket !== null) return;
    failures = 0;
    clearTimeout(timer);
    void retry();
  };
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") hurry();
  });

  open();
  return {
    check() {
      if (socket === null) return;
      const doubted = socket;
      socket = null;
      doubted.close();
      lost();
    },
  };
}
