import type { RefusalKind } from "../domain/refusal.ts";

/** Done. */
export const EXIT_DONE = 0;

/** A bug or broken I/O: what was not foreseen. */
export const EXIT_INTERNAL = 1;

/** The exit code of each kind of refusal. */
export const EXIT_CODES: { readonly [K in RefusalKind]: number } = {
  refused: 1,
  invalid: 1,
  ambiguous: 1,
  unreadable: 1,
  unavailable: 1,
  usage: 2,
  not_found: 3,
  stale: 4,
};
