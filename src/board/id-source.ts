import type { EntityName } from "../domain/entities.ts";
import {
  type Candidate,
  chooseId,
  goesOn,
  moveInto,
  RECENT_MAX,
  type Stretch,
} from "../domain/new-id.ts";
import { shortId } from "../domain/short-id.ts";
import type { Storage } from "../storage/port.ts";

/** What a new id is chosen from. */
export interface IdSourceParts {
  storage: Storage;
  /** The id of the person who makes the records. */
  me: string;
  /** The branch that is checked out; asked for when the first id is needed. */
  branch: () => string;
  /** A new random UUID, version 4. */
  random: () => string;
}

/** Of so many people on a board the gaps are shared out among these. */
const PEOPLE_MAX = 1000;

/** How many gaps side by side are looked at where chance has met no good one. */
const NEIGHBOURS = 128;

/** How often an id is drawn for a stretch before it counts as full. */
const ATTEMPTS = 4;

/**
 * Makes the ids of new records by the rule of `domain/new-id.ts`. Where the last ones of an entity
 * went is a note in the database, in the same transaction as the record.
 */
export function idSource(parts: IdSourceParts): (entity: EntityName) => string {
  const { storage, me, random } = parts;
  return (entity) => {
    const key = `new_ids.${entity}`;
    const noted = storage.note(key);
    const recent: Stretch[] = noted === null ? [] : JSON.parse(noted);
    const keep = (stretches: readonly Stretch[]): void =>
      storage.setNote(key, JSON.stringify(stretches.slice(0, RECENT_MAX)));
    const branch = parts.branch();
    const [last, ...before] = recent;
    if (last !== undefined && goesOn(last, me, branch)) {
      const id = nextIn(last, entity, parts);
      if (id !== null) {
        keep([{ ...last, count: last.count + 1 }, ...before]);
        return id;
      }
    }
    const { id, left, right } = chooseId(
      me,
      storage.idsByPrefix("user", "", PEOPLE_MAX),
      recent,
      () => draw(entity, parts),
      () => neighbours(storage, entity, random),
    );
    keep([{ left, right, by: me, branch, count: 1 }, ...recent]);
    return id;
  };
}

function draw(entity: EntityName, { storage, random }: IdSourceParts): Candidate {
  for (;;) {
    const id = random();
    const gap = storage.gapAt(entity, id);
    if (gap !== null) return { id, ...gap };
  }
}

/** Another id in the stretch, which people can tell from its neighbours. */
function nextIn(
  stretch: Stretch,
  entity: EntityName,
  { storage, random }: IdSourceParts,
): string | null {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const id = moveInto(stretch, random());
    const gap = id === null ? null : storage.gapAt(entity, id);
    if (id === null || gap === null) return null;
    if (![gap.left, gap.right].some((other) => other !== null && shortId(other) === shortId(id))) {
      return id;
    }
  }
  return null;
}

/** A candidate in each of many gaps, from a random place on; in all of them on a small board. */
function neighbours(storage: Storage, entity: EntityName, random: () => string): Candidate[] {
  const some = storage.idsFrom(entity, random(), NEIGHBOURS);
  const ids = some.length < NEIGHBOURS ? storage.idsFrom(entity, "", NEIGHBOURS) : some;
  return ids.slice(0, -1).flatMap((left, index) => {
    const gap = { left, right: ids[index + 1] as string };
    const id = moveInto(gap, random());
    return id === null ? [] : [{ id, ...gap }];
  });
}
