import type { Style } from "../output/colour.ts";
import type { Detail } from "../output/details.ts";
import type { Screen } from "../output/screen.ts";
import { ago } from "../output/times.ts";

/** A column that is there for a person only where a list has deleted records among others. */
export const DELETED_COLUMN = {
  name: "deleted",
  cell: ({ deleted_at }: { deleted_at: string | null }, { now }: Screen): string =>
    deleted_at === null ? "" : ago(deleted_at, now),
  style: (): Style => "red",
};

/** When a record that is shown on its own was deleted. */
export function deletedDetail(deletedAt: string | null, { now }: Screen): Detail {
  const text = deletedAt === null ? "" : ago(deletedAt, now);
  return { name: "deleted", text, exact: deletedAt ?? "", style: "red" };
}
