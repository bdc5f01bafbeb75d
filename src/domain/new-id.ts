/**
 * Where a new record goes in `data.json`. Its records are sorted by id, and a forge merges the file as
 * text: two branches that both put something into one gap between two records conflict, whatever it is.
 * Chance alone fills as many gaps as there are records, and of 10 records a side among 100 two nearly
 * always share a gap. An id stays a random UUID of version 4; what is chosen is its gap:
 *
 * - Gaps belong to people. Who of those on the board owns the gap behind a record follows from both
 *   ids alone (rendezvous hashing: Thaler and Ravishankar, 1998), so all clones agree without asking.
 *   Two people on one board never meet.
 * - What one branch makes lies together, in one gap ({@link Stretch}): so two branches of one person,
 *   or of people who do not know of each other, seldom meet. Two branches of one clone do not: it
 *   remembers where the last ones went.
 */

/** Between two neighbours by id; null: the array begins or ends here. */
export interface Gap {
  left: string | null;
  right: string | null;
}

/** The gap in which the new records of one person on one branch lie together. */
export interface Stretch extends Gap {
  by: string;
  branch: string;
  /** How many records went there. */
  count: number;
}

/**
 * After so many records the next gap is taken: ids that share a beginning need a longer one to be told
 * apart, here one digit or two.
 */
export const STRETCH_MAX = 32;

/** So many of the last stretches of a clone are kept in mind. */
export const RECENT_MAX = 4;

/** How many random ids the first one of a stretch is chosen from. */
export const CANDIDATES = 16;

/** A new id, and the gap that it lies in. */
export interface Candidate extends Gap {
  id: string;
}

/** Whether a person's next record on a branch still goes to this stretch. */
export function goesOn(stretch: Stretch, by: string, branch: string): boolean {
  return stretch.by === by && stretch.branch === branch && stretch.count < STRETCH_MAX;
}

/**
 * Chooses the id that begins a stretch.
 *
 * Wide gaps are met more often. So that a few of them do not take all, each gap that was met counts
 * once, and chance decides between those that are equally good.
 *
 * @param me the person who makes the record.
 * @param people the ids of everybody on the board.
 * @param recent the last stretches that began here: other branches, perhaps not merged yet.
 * @param draw a random UUID, version 4, that no record has.
 * @param neighbours candidates in many gaps side by side, for when none that was drawn is good.
 */
export function chooseId(
  me: string,
  people: readonly string[],
  recent: readonly Gap[],
  draw: () => Candidate,
  neighbours: () => readonly Candidate[],
): Candidate {
  const others = people.filter((person) => person !== me).map(hash);
  const mine = hash(me);
  const met = new Map<string, { candidate: Candidate; reasons: number[] }>();
  const look = (candidate: Candidate): void => {
    const place = candidate.left ?? "";
    if (met.has(place)) return;
    const isRecent = recent.some((stretch) => isIn(stretch, candidate.id));
    const lot = Number.parseInt(candidate.id.slice(-8), 16);
    met.set(place, { candidate, reasons: [Number(isRecent), rankOf(mine, others, place), lot] });
  };
  for (let drawn = 0; drawn < CANDIDATES; drawn += 1) look(draw());
  if (![...met.values()].some(({ reasons }) => reasons[0] === 0 && reasons[1] === 0)) {
    for (const candidate of neighbours()) look(candidate);
  }
  const [best] = [...met.values()].sort((a, b) => compareLists(a.reasons, b.reasons));
  return (best as { candidate: Candidate }).candidate;
}

function isIn({ left, right }: Gap, id: string): boolean {
  return (left === null || left < id) && (right === null || id < right);
}

/** The first difference decides. */
function compareLists(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}

/** Whose of these people the gap behind a record is; `left` null: the gap before the first one. */
export function ownerOf(left: string | null, people: readonly string[]): string | undefined {
  const hashes = people.map(hash);
  return people.find((_, index) => rankOf(hashes[index] as number, hashes, left ?? "") === 0);
}

/** How many of the others come before me at the gap behind a record; 0: it is mine. */
function rankOf(mine: number, others: readonly number[], left: string): number {
  const place = hash(left);
  const score = mix(mine ^ place);
  return others.filter((other) => mix(other ^ place) > score).length;
}

/** 32 bits of an id, from both of its ends: ids of some versions begin alike, those of others end alike. */
function hash(id: string): number {
  return mix(Number.parseInt(id.slice(0, 8), 16) ^ Number.parseInt(id.slice(-8), 16));
}

/** The finalizer of MurmurHash3: every bit of the result depends on every bit that goes in. */
function mix(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/** The first 48 bits of a UUID are before its version: 12 digits, in two groups. */
const PREFIX_DIGITS = 12;
const PREFIXES = 2 ** 48;

/** A narrower gap is full: less would be left to chance. */
const NARROWEST = 2 ** 16;

/**
 * Moves a random id into a gap: its first 48 bits are spread over what lies between, the other bits
 * stay. It is as random as one that was drawn again and again until it lay there.
 *
 * @param random a UUID of version 4.
 * @returns null if the gap is too narrow for it.
 */
export function moveInto(gap: Gap, random: string): string | null {
  const [low, high] = bounds(gap);
  const room = high - low - 1;
  if (room < NARROWEST) return null;
  const prefix = low + 1 + Math.floor((prefixOf(random) / PREFIXES) * room);
  const digits = prefix.toString(16).padStart(PREFIX_DIGITS, "0");
  return `${digits.slice(0, 8)}-${digits.slice(8)}${random.slice(13)}`;
}

/** The prefixes between which, without them, a gap's ids begin. */
function bounds({ left, right }: Gap): [low: number, high: number] {
  return [left === null ? -1 : prefixOf(left), right === null ? PREFIXES : prefixOf(right)];
}

function prefixOf(id: string): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}
