import { ENTITY_NAMES, type EntityName, type EntityTypes } from "./entities.ts";
import type { Instant } from "./instant.ts";
import type { Json } from "./json.ts";

/** The records of one entity or of all, each list sorted by id. */
export type Records = { [E in EntityName]: EntityTypes[E][] };

/** A whole board as a value: what a `data.json` holds. */
export interface BoardData {
  /** When the board was first exported; null before that. */
  exportedAt: Instant | null;
  /** The newest version that has written it, as `pm-cli 0.1.0`; null before that. */
  exportedBy: string | null;
  records: Records;
  /** Top-level values that this version does not know, by key, sorted by key. */
  unknown: [key: string, value: Json][];
  /** Records of the file with times that said nothing (`merge/endless.ts`); left out where there are none. */
  endless?: { entity: EntityName; id: string }[];
}

/** A board without anything on it. */
export function emptyBoard(): BoardData {
  return {
    exportedAt: null,
    exportedBy: null,
    records: Object.fromEntries(ENTITY_NAMES.map((entity) => [entity, []])) as unknown as Records,
    unknown: [],
  };
}

/** Of two program versions as `pm-cli 0.1.0` the newer; numbers compare as numbers. */
export function newerVersion(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  const [x, y] = [versionNumbers(a), versionNumbers(b)];
  for (let index = 0; index < 3; index += 1) {
    const [m, n] = [x[index] ?? 0, y[index] ?? 0];
    if (m !== n) return m > n ? a : b;
  }
  return a >= b ? a : b;
}

function versionNumbers(text: string): number[] {
  return (/(\d+)\.(\d+)\.(\d+)/.exec(text) ?? []).slice(1).map(Number);
}
