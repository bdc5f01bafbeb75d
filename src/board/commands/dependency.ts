import { ok, refuse } from "../../domain/refusal.ts";
import type { CommandHandlers } from "../command-handlers.ts";
import { findTarget, nameOf } from "../target.ts";
import { checkValues } from "../validate.ts";
import { viewOf } from "../view.ts";

export const dependencyCommands: CommandHandlers<`dependency.${string}`> = {
  "dependency.create": (work, { blocking, blocked, dependency_type = "blocks" }) => {
    const from = findTarget(work, "work_item", { ref: blocking });
    if (!from.ok) return from;
    const to = findTarget(work, "work_item", { ref: blocked });
    if (!to.ok) return to;
    const [a, b] = [from.value, to.value];
    const values = checkValues("dependency", {
      blocking_item_id: a.id,
      blocked_item_id: b.id,
      dependency_type,
    });
    if (!values.ok) return values;
    if (a.id === b.id) return refuse("refused", "An item cannot depend on itself.");
    const [existing] = work.storage.reads
      .dependencyBetween(a.id, b.id, dependency_type)
      .filter((dependency) => dependency.deleted_at === null);
    if (existing !== undefined) {
      return refuse(
        "refused",
        `${nameOf("work_item", a)} and ${nameOf("work_item", b)} are linked so already.`,
      );
    }
    if (dependency_type === "blocks" && work.storage.reads.blockedBy(b.id).includes(a.id)) {
      return refuse(
        "refused",
        `${nameOf("work_item", b)} already blocks ${nameOf("work_item", a)}; that would make a circle.`,
        "`pm work-item get` shows what blocks an item.",
      );
    }
    return ok({ dependency: viewOf(work.insert("dependency", values.value)) });
  },

  "dependency.delete": (work, target) => {
    const found = findTarget(work, "dependency", target);
    if (!found.ok) return found;
    const deleted = work.edit("dependency", found.value, { deleted_at: work.now });
    return ok({ dependency: viewOf(deleted) });
  },

  "dependency.restore": (work, target) => {
    const found = findTarget(work, "dependency", target, "deleted");
    if (!found.ok) return found;
    const { blocking_item_id, blocked_item_id, dependency_type } = found.value;
    if (
      dependency_type === "blocks" &&
      work.storage.reads.blockedBy(blocked_item_id).includes(blocking_item_id)
    ) {
      return refuse("refused", "Restoring this dependency would make a circle of blocks.");
    }
    return ok({ dependency: viewOf(work.edit("dependency", found.value, { deleted_at: null })) });
  },
};
