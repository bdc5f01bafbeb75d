import { ITEM_TYPES, type ItemType, type WorkItem } from "./entities.ts";
import { type Outcome, ok, refuse } from "./refusal.ts";

type Node = Pick<WorkItem, "id" | "project_id" | "item_type" | "title">;

/**
 * Whether one item may hang below another: of one project, never below a smaller kind, never below
 * itself or what is already below it.
 *
 * @param ancestors the ids above the parent, the parent's own among them.
 */
export function checkParent(
  child: Node,
  parent: Node,
  ancestors: ReadonlySet<string>,
): Outcome<null> {
  if (child.id === parent.id) {
    return refuse("refused", `“${child.title}” cannot be its own parent.`);
  }
  if (child.project_id !== parent.project_id) {
    return refuse("refused", `The parent “${parent.title}” belongs to another project.`);
  }
  if (rank(parent.item_type) > rank(child.item_type)) {
    return refuse(
      "refused",
      `${capital(article(child.item_type))} cannot hang below ${article(parent.item_type)}.`,
      "A parent is an epic, a story or a task, and never smaller than its child.",
    );
  }
  if (ancestors.has(child.id)) {
    return refuse(
      "refused",
      `“${parent.title}” is already below “${child.title}”; that would make a circle.`,
    );
  }
  return ok(null);
}

/** 0 for the largest kind. */
function rank(type: ItemType): number {
  return ITEM_TYPES.indexOf(type);
}

function article(type: ItemType): string {
  return type === "epic" ? "an epic" : `a ${type}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
