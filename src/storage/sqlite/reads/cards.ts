import type { Database } from "bun:sqlite";
import type { CardCounts, Reads } from "../../reads.ts";
import { askForAssignee, askForSprint } from "./item-filter.ts";
import { conditions, itemViews, viewColumnsOf } from "./statement.ts";
import { isBlocked } from "./visible.ts";
import { STATUS_RANK } from "./work-items.ts";

export function cardReads(database: Database): Pick<Reads, "cards"> {
  return {
    cards: (project_id, { sprint, assignee, ids }) => {
      const asked = conditions();
      asked.and("item.project_id = ?", project_id);
      asked.and("item.deleted_at IS NULL");
      if (sprint !== undefined) askForSprint(asked, sprint);
      if (assignee !== undefined) askForAssignee(asked, assignee);
      if (ids !== undefined) {
        asked.and("item.id IN (SELECT value FROM json_each(?))", JSON.stringify(ids));
      }
      const cards = itemViews<{ [C in keyof CardCounts]: number }>(
        database,
        `SELECT ${viewColumnsOf("work_item", "item")},
           ${isBlocked("item.id")} AS is_blocked,
           (SELECT count(*) FROM comments
            WHERE work_item_id = item.id AND deleted_at IS NULL) AS comment_count,
           (SELECT count(*) FROM work_items child
            WHERE child.parent_id = item.id AND child.deleted_at IS NULL) AS child_count
         FROM work_items item ${asked.where()}
         ORDER BY ${STATUS_RANK}, item.position, item.id`,
        ...asked.values,
      );
      return cards.map((card) => ({ ...card, is_blocked: card.is_blocked === 1 }));
    },
  };
}
