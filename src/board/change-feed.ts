import type { Storage } from "../storage/port.ts";
import type { Change } from "./board.ts";

/**
 * How an open board learns of a change, whoever made it: every committed write has a number, and
 * whoever has seen number N asks for what came after it. A process that waits looks at `stamp` every
 * now and then, which costs next to nothing, and asks when it has moved.
 */
export interface ChangeFeed {
  /** The number of the newest write. */
  lastSeq(): number;
  /** The writes after `seq`, oldest first; null where there are too many: read the board anew. */
  since(seq: number): Change[] | null;
  /** Differs from the last time when another process has written. */
  stamp(): number;
}

/** More writes than this at once are told as “read the board anew”. */
const MANY = 500;

export function changeFeed(storage: Storage): ChangeFeed {
  return {
    lastSeq: () => storage.log.lastSeq(),
    since: (seq) => {
      if (seq > storage.log.lastSeq()) return null;
      const writes = storage.log.since(seq, MANY + 1);
      return writes.length > MANY ? null : writes;
    },
    stamp: () => storage.stamp(),
  };
}
