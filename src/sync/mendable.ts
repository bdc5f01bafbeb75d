import type { EntityName } from "../domain/entities.ts";
import type { Mendable } from "../domain/merge/mend.ts";
import { type Fields, recordOf } from "../domain/merge/times.ts";
import type { Storage } from "../storage/port.ts";

/**
 * What the mending pass looks at, from the database.
 *
 * @param entity, changed: a record to be looked at as if it were stored.
 */
export function mendable(storage: Storage, entity?: EntityName, changed?: Fields): Mendable {
  const all = <E extends "project" | "swim_lane">(name: E) =>
    [...storage.scan(name)].map((row) => {
      const record = storage.fromRow(name, row);
      return entity === name && changed?.id === record.id
        ? recordOf<typeof record>(changed)
        : record;
    });
  const item = entity === "work_item" ? changed : undefined;
  const links = storage.reads.parentLinks();
  return {
    projects: all("project"),
    lanes: all("swim_lane"),
    links: item === undefined ? links : withLink(links, item),
    item: (id) => {
      if (id === item?.id) return recordOf(item);
      return storage.get("work_item", id) as NonNullable<
        ReturnType<typeof storage.get<"work_item">>
      >;
    },
  };
}

type Links = Iterable<{ id: string; parent_id: string }>;

function* withLink(links: Links, { id, parent_id }: Fields): Links {
  for (const link of links) if (link.id !== id) yield link;
  if (typeof parent_id === "string") yield { id, parent_id };
}
