/** Records of a database from before the reader knew of times that say nothing (`domain/merge/endless.ts`). */
import { ENTITY_NAMES } from "../domain/entities.ts";
import { withoutEndless } from "../domain/merge/endless.ts";
import { canonicalTimes, fieldsOf, recordOf } from "../domain/merge/times.ts";
import type { Storage } from "../storage/port.ts";
import { forgetMarks, PUBLISHED_SEQ } from "./tracked-file.ts";

/**
 * Gives them the times that a reader gives them, and changes nothing else: no value, and no entry of the log,
 * since nobody has written anything.
 *
 * @returns how many records they were.
 */
export function dateEndless(storage: Storage): number {
  return storage.transaction(() => {
    const found = storage.reads.endless(Number.MAX_SAFE_INTEGER);
    for (const entity of ENTITY_NAMES) {
      const ids = found.filter((one) => one.entity === entity).map(({ id }) => id);
      const records = storage.getMany(entity, ids).map((record) => {
        const dated = withoutEndless(fieldsOf(record));
        return recordOf<typeof record>({
          ...dated,
          field_updated_at: canonicalTimes(entity, dated),
        });
      });
      if (records.length > 0) storage.put(entity, records);
    }
    // The log does not tell of this: what is exported next is all of the board.
    storage.setNote(PUBLISHED_SEQ, null);
    forgetMarks(storage);
    return found.length;
  });
}
