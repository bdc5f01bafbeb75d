/**
 * Times that no edit could follow. Somebody's clock, or a tool that writes the last day there is for “never”,
 * gives a field a time from the year 9999 on. By the law that value would stand for ever: what is written
 * later is older.
 *
 * So such a time says nothing. What it stands at counts as written when the record was last written otherwise:
 * at the newest of its other times. That depends on the record alone, so everybody reads it alike, and what is
 * read has no such time any more: the law of the merge, and why it converges, are the same as ever.
 */
import { EPOCH, earlier, type Instant, later } from "../instant.ts";
import type { Fields } from "./times.ts";

/** From here on a time of a write says nothing. */
export const ENDLESS = "9999-01-01T00:00:00.000Z" as Instant;

/** Whether a record has a time of a write that says nothing. */
export function hasEndless({ updated_at, created_at, field_updated_at }: Fields): boolean {
  if (updated_at >= ENDLESS || (created_at !== undefined && created_at >= ENDLESS)) return true;
  if (field_updated_at === null) return false;
  return Object.values(field_updated_at).some((time) => time >= ENDLESS);
}

/**
 * The record with all of its times in the present calendar; itself where they are. `field_updated_at` is not
 * in its canonical form afterwards.
 */
export function withoutEndless(record: Fields): Fields {
  if (!hasEndless(record)) return record;
  const { updated_at, created_at, field_updated_at } = record;
  const named = Object.entries(field_updated_at ?? {});
  const said = [updated_at, created_at ?? EPOCH, ...named.map(([, time]) => time)].filter(
    (time) => time < ENDLESS,
  );
  const newest = said.reduce(later, EPOCH);
  const dated = (time: Instant): Instant => (time < ENDLESS ? time : newest);
  const times = Object.fromEntries(named.map(([field, time]) => [field, dated(time)]));
  const made =
    created_at === undefined || created_at < ENDLESS ? created_at : said.reduce(earlier, newest);
  return {
    ...record,
    updated_at: dated(updated_at),
    ...(made === undefined ? {} : { created_at: made }),
    field_updated_at: field_updated_at === null ? null : times,
  };
}
