/** Saving a text that was written on what somebody has seen, and on nothing else. */
import { type Outcome, refuse } from "../../../domain/refusal.ts";

interface OverBase<Seen> {
  /** The text that the new one was written on. */
  base: string;
  /** The state of the record that is known here. */
  seen: Seen;
  send: (seen: Seen) => Promise<Outcome<unknown>>;
  /** The record as it is now; null where it cannot be had. */
  reread: () => Promise<{ seen: Seen; text: string } | null>;
}

/** Others write the record at the same time; not again and again in the moment between two requests. */
const MOST_TRIES = 4;

/**
 * Sends a text on the condition that the record is as it was seen. Where it has moved on in other fields
 * only, it is sent again; where the text itself has changed, it is refused as `stale`, and its editor
 * chooses.
 */
export async function sendOverBase<Seen>(options: OverBase<Seen>): Promise<Outcome<unknown>> {
  const { base, send, reread } = options;
  let outcome = await send(options.seen);
  for (let tries = 1; tries < MOST_TRIES; tries += 1) {
    if (outcome.ok || outcome.refusal.kind !== "stale") return outcome;
    const now = await reread();
    if (now === null) return outcome;
    if (now.text !== base) return refuse("stale", "It was changed elsewhere in the same moment.");
    outcome = await send(now.seen);
  }
  return outcome;
}
