import { shortId } from "../../domain/short-id.ts";

/** How many records a sentence names. */
const SHOWN = 10;

/** Records in a sentence: `work item 1a2b3c4d, comment 5e6f7a8b and 3 more`. */
export function recordNames(records: readonly { entity: string; id: string }[]): string {
  const shown = records
    .slice(0, SHOWN)
    .map(({ entity, id }) => `${entity.replaceAll("_", " ")} ${shortId(id)}`);
  const more = records.length - shown.length;
  return shown.join(", ") + (more > 0 ? ` and ${more} more` : "");
}
