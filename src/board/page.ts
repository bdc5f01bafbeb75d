import { type Outcome, ok, refuse } from "../domain/refusal.ts";
import type { PageRequest } from "../storage/reads.ts";
import type { SortKey } from "../storage/sort-keys.ts";
import { DEFAULT_LIMIT, MAX_LIMIT } from "./queries.ts";

/** Every record of a list that is not paged. */
export const WHOLE_LIST: PageRequest = { limit: -1, after: null };

export interface PageParams {
  limit?: number | undefined;
  cursor?: string | undefined;
}

export interface Page<R> {
  records: R[];
  next_cursor: string | null;
}

/**
 * One page of a list.
 *
 * @param read gives the records after a sort key, at most so many.
 * @returns a refusal for a limit out of bounds, or a cursor that no page of such a list has given.
 */
export function readPage<R>(
  params: PageParams,
  key: SortKey<NoInfer<R>>,
  read: (page: PageRequest) => R[],
): Outcome<Page<R>> {
  const limit = limitOf(params);
  if (!limit.ok) return limit;
  const after = params.cursor === undefined ? ok(null) : decodeCursor(params.cursor, key.types);
  if (!after.ok) return after;
  // One more than asked for tells whether there are more.
  const records = read({ limit: limit.value + 1, after: after.value });
  const isCut = records.length > limit.value;
  if (isCut) records.length = limit.value;
  const last = records.at(-1);
  return ok({ records, next_cursor: isCut && last ? encodeCursor(key.of(last)) : null });
}

export function limitOf({ limit = DEFAULT_LIMIT }: PageParams): Outcome<number> {
  return Number.isInteger(limit) && limit >= 1 && limit <= MAX_LIMIT
    ? ok(limit)
    : refuse("invalid", `A limit is a whole number from 1 to ${MAX_LIMIT}, not ${limit}.`);
}

/** A sort key as callers see it: they keep it and send it back, and never look inside. */
export function encodeCursor(key: readonly (string | number)[]): string {
  return new TextEncoder().encode(JSON.stringify(key)).toBase64({
    alphabet: "base64url",
    omitPadding: true,
  });
}

export function decodeCursor(
  cursor: string,
  types: SortKey<unknown>["types"],
): Outcome<(string | number)[]> {
  const key = parseCursor(cursor);
  const fits =
    Array.isArray(key) &&
    key.length === types.length &&
    types.every((type, index) => typeof key[index] === type);
  return fits
    ? ok(key)
    : refuse(
        "usage",
        "The cursor is not one that this list has given.",
        "Leave it out to start at the beginning of the list.",
      );
}

function parseCursor(cursor: string): unknown {
  try {
    const bytes = Uint8Array.fromBase64(cursor, { alphabet: "base64url" });
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
}
