/**
 * `/ws`: how an open board learns of a change, whoever made it.
 *
 * On opening, a client gets `hello` with the number of the newest write. From then on each committed
 * write comes as a `change` with its number, those of other processes too. A client that was away
 * gives the number of the last one that it has seen (`/ws?since=N&feed=F`, both from the last messages)
 * and gets what came after it, or `reload` where that cannot be told.
 */
import type { ServerWebSocket, WebSocketHandler } from "bun";
import type { Change } from "../board/board.ts";
import type { ChangeFeed } from "../board/change-feed.ts";

/** What the server says. */
export type LiveMessage =
  /** `feed` names the database: numbers count in it alone. */
  | { type: "hello"; seq: number; feed: string }
  | ({ type: "change" } & Change)
  /** Read the board anew; it is as of write `seq`, or later. */
  | { type: "reload"; seq: number };

export interface ClientState {
  /** The last write that the client has seen; null if it starts afresh. */
  since: number | null;
}

export interface Live {
  handler: WebSocketHandler<ClientState>;
  /** What a client asks for, from the parameters of its URL. */
  stateOf(search: URLSearchParams): ClientState;
  clients(): number;
  /** Tells the clients of what was written since they were last told. */
  tell(): void;
  close(): void;
}

/** How often the database is asked whether another process has written. */
const POLL_MS = 100;
/** A client that has this much unread, in bytes, is cut off: it comes back and catches up. */
const MOST_UNREAD = 4_000_000;
export const MOST_CLIENTS = 100;

export function createLive(changes: ChangeFeed, feed: string): Live {
  const sockets = new Set<ServerWebSocket<ClientState>>();
  let told = changes.lastSeq();
  let stamp = changes.stamp();
  let timer: ReturnType<typeof setInterval> | undefined;

  const tell = (): void => {
    if (sockets.size === 0 || changes.lastSeq() === told) return;
    const messages = messagesSince(changes, told);
    told = changes.lastSeq();
    for (const message of messages) {
      const text = JSON.stringify(message);
      for (const socket of sockets) socket.send(text);
    }
  };
  const poll = (): void => {
    const now = changes.stamp();
    if (now === stamp) return;
    stamp = now;
    tell();
  };

  return {
    handler: {
      maxPayloadLength: 4096,
      backpressureLimit: MOST_UNREAD,
      closeOnBackpressureLimit: true,
      idleTimeout: 120,
      sendPings: true,
      open(socket) {
        // The others are told up to here first, so that one number holds for all.
        tell();
        if (sockets.size === 0) {
          told = changes.lastSeq();
          stamp = changes.stamp();
          timer = setInterval(poll, POLL_MS);
        }
        sockets.add(socket);
        const { since } = socket.data;
        const hello: LiveMessage = { type: "hello", seq: told, feed };
        const missed = since === null ? [] : messagesSince(changes, since);
        for (const message of [hello, ...missed]) socket.send(JSON.stringify(message));
      },
      // There is nothing to say to the server here: commands go over HTTP.
      message(socket) {
        socket.close(1003, "This socket only tells.");
      },
      close(socket) {
        sockets.delete(socket);
        if (sockets.size === 0) clearInterval(timer);
      },
    },
    stateOf(search) {
      const since = /^\d{1,15}$/.exec(search.get("since") ?? "")?.[0];
      if (since === undefined) return { since: null };
      const same = (search.get("feed") ?? feed) === feed;
      return { since: same ? Number(since) : Number.POSITIVE_INFINITY };
    },
    clients: () => sockets.size,
    tell,
    close() {
      clearInterval(timer);
      for (const socket of sockets) socket.close(1001, "The server stops.");
    },
  };
}

function messagesSince(changes: ChangeFeed, since: number): LiveMessage[] {
  const missed = changes.since(since);
  if (missed === null) return [{ type: "reload", seq: changes.lastSeq() }];
  return missed.map((change) => ({ type: "change", ...change }));
}
