import { ok } from "../../domain/refusal.ts";
import type { CommandHandlers } from "../command-handlers.ts";
import { findTarget } from "../target.ts";
import { checkValues } from "../validate.ts";
import { viewOf } from "../view.ts";

export const commentCommands: CommandHandlers<`comment.${string}`> = {
  "comment.create": (work, { work_item, content }) => {
    const item = findTarget(work, "work_item", { ref: work_item });
    if (!item.ok) return item;
    const values = checkValues("comment", { content });
    if (!values.ok) return values;
    const comment = work.insert("comment", { ...values.value, work_item_id: item.value.id });
    return ok({ comment: viewOf(comment) });
  },

  "comment.update": (work, { set, ...target }) => {
    const comment = findTarget(work, "comment", target);
    if (!comment.ok) return comment;
    const values = checkValues("comment", set);
    if (!values.ok) return values;
    return ok({ comment: viewOf(work.edit("comment", comment.value, values.value)) });
  },

  "comment.delete": (work, target) => {
    const comment = findTarget(work, "comment", target);
    if (!comment.ok) return comment;
    return ok({ comment: viewOf(work.edit("comment", comment.value, { deleted_at: work.now })) });
  },

  "comment.restore": (work, target) => {
    const comment = findTarget(work, "comment", target, "deleted");
    if (!comment.ok) return comment;
    return ok({ comment: viewOf(work.edit("comment", comment.value, { deleted_at: null })) });
  },
};
