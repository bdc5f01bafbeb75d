/** What can be done with the open item by key and palette. */
import { type Action, useActions } from "../../keyboard/actions.svelte.ts";
import { copyLink } from "./copy.ts";
import type { Choosing, ItemContext } from "./item-context.svelte.ts";

/** The parts of the panel that a key goes to, by the id of their element. */
export const PARTS = {
  title: "item-title",
  description: "item-description",
  status: "item-status",
  priority: "item-priority",
  points: "item-points",
  comment: "item-comment",
  child: "item-child",
  timer: "item-timer",
} as const;

/** Presses the buttons of a part, or goes into its field. */
function goTo(part: keyof typeof PARTS): void {
  const element = document.getElementById(PARTS[part]);
  const target = element?.matches("textarea, input, button")
    ? element
    : element?.querySelector<HTMLElement>("textarea, input, button");
  if (!target) return;
  target.scrollIntoView({ block: "nearest" });
  target.focus();
  if (target instanceof HTMLButtonElement) target.click();
}

/** To be called while the panel of an item is set up. */
export function useItemActions(context: ItemContext): void {
  const choose = (what: Choosing) => () => {
    context.choosing = what;
  };
  // Beside the panel, the keys are those of the card or row that has the focus.
  const isHere = (): boolean => !document.activeElement?.closest("[data-card], [data-row]");
  const when = (): boolean => !context.isLocked && isHere();
  const group = "Item" as const;
  const actions: Action[] = [
    {
      id: "item-title",
      group,
      keys: ["e"],
      title: "Edit the title",
      when,
      run: () => goTo("title"),
    },
    {
      id: "item-description",
      group,
      keys: ["d"],
      title: "Edit the description",
      when,
      run: () => goTo("description"),
    },
    {
      id: "item-status",
      group,
      keys: ["m"],
      title: "Move to another status…",
      words: "column",
      when,
      run: () => goTo("status"),
    },
    {
      id: "item-priority",
      group,
      keys: ["p"],
      title: "Set the priority…",
      when,
      run: () => goTo("priority"),
    },
    {
      id: "item-points",
      group,
      keys: ["v"],
      title: "Set the story points",
      words: "estimate value",
      when,
      run: () => goTo("points"),
    },
    {
      id: "item-assign",
      group,
      keys: ["a"],
      title: "Assign to…",
      words: "person",
      when,
      run: choose("assignee"),
    },
    {
      id: "item-label",
      group,
      keys: ["t"],
      title: "Add or remove labels…",
      words: "tag",
      when,
      run: choose("label"),
    },
    {
      id: "item-sprint",
      group,
      keys: ["s"],
      title: "Put into a sprint…",
      when,
      run: choose("sprint"),
    },
    {
      id: "item-parent",
      group,
      keys: ["u"],
      title: "Set the parent…",
      words: "epic story under",
      when,
      run: choose("parent"),
    },
    {
      id: "item-child",
      group,
      keys: ["n"],
      title: "Add a child item",
      words: "new subtask",
      when,
      run: () => goTo("child"),
    },
    {
      id: "item-blocked-by",
      group,
      keys: ["b"],
      title: "Is blocked by…",
      words: "dependency",
      when,
      run: choose("blocked_by"),
    },
    {
      id: "item-blocks",
      group,
      title: "Blocks…",
      words: "dependency",
      when,
      run: choose("blocks"),
    },
    {
      id: "item-relates",
      group,
      title: "Relates to…",
      words: "dependency",
      when,
      run: choose("relates_to"),
    },
    {
      id: "item-comment",
      group,
      keys: ["r"],
      title: "Write a comment",
      words: "reply",
      when,
      run: () => goTo("comment"),
    },
    {
      id: "item-timer",
      group,
      keys: ["w"],
      title: "Start or stop the timer",
      words: "time tracking",
      // Its entries come a moment later than the item.
      when: () => when() && context.whole !== null,
      run: () => goTo("timer"),
    },
    {
      id: "item-copy",
      group,
      keys: ["y"],
      title: "Copy the link to this item",
      when: isHere,
      run: () => void copyLink(context.item.id),
    },
    {
      id: "item-delete",
      group,
      title: "Delete this item…",
      words: "remove trash",
      when,
      run: choose("delete"),
    },
  ];
  useActions(() => actions.map((action) => ({ ...action, about: context.item.id })));
}
