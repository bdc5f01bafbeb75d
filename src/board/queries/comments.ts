import { ok } from "../../domain/refusal.ts";
import { CREATION_ORDER } from "../../storage/sort-keys.ts";
import { readPage } from "../page.ts";
import { findOne, type QueryHandlers, resolveAll } from "../query-context.ts";
import { viewOf } from "../view.ts";

export const commentQueries: QueryHandlers<"comment" | "comments"> = {
  comment: (context, { ref }) => {
    const comment = findOne(context, "comment", ref);
    return comment.ok ? ok({ comment: viewOf(comment.value) }) : comment;
  },

  comments: (context, { work_item, deleted = false, ...params }) => {
    const ids = resolveAll(context, { work_item_id: ["work_item", work_item] });
    if (!ids.ok) return ids;
    const page = readPage(params, CREATION_ORDER, (request) =>
      context.storage.reads.comments({ ...ids.value, deleted }, request),
    );
    if (!page.ok) return page;
    const { records, next_cursor } = page.value;
    return ok({ comments: records.map(viewOf), next_cursor });
  },
};
