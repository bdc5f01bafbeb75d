/** What can be done with an item by key: the same on the board, in lists, and in its panel. */

import { count } from "../components/words.ts";
import { type ItemChange, showItemPicker } from "../layout/item-picker.svelte.ts";
import { itemUrl, openItem } from "../router.svelte.ts";
import { board } from "../store/board.svelte.ts";
import { run, toastDone } from "../store/run.ts";
import { toast } from "../store/toasts.svelte.ts";
import { type Action, runWhenOffered } from "./actions.svelte.ts";

/** What is done in the panel of the item: the action there, its name, its key, and other words for it. */
const IN_PANEL: readonly [string, string, string | null, string][] = [
  ["item-description", "Edit the description", "d", ""],
  ["item-points", "Set the story points", "v", "estimate value"],
  ["item-parent", "Set the parent…", "u", "epic story under"],
  ["item-child", "Add a child item", "n", "new subtask"],
  ["item-comment", "Write a comment", "r", "reply"],
  ["item-timer", "Start or stop the timer", null, "time tracking"],
  ["item-blocked-by", "Is blocked by…", "b", "dependency"],
  ["item-blocks", "Blocks…", null, "dependency"],
  ["item-relates", "Relates to…", null, "dependency"],
];

/**
 * @param item the id of the item that they are about.
 * @param when whether there is one, and the focus is where these keys mean it.
 */
export function itemActions(item: () => string | null, when: () => boolean): Action[] {
  const on = (act: (id: string) => void) => () => {
    const id = item();
    if (id !== null) act(id);
  };
  const picks = (change: ItemChange) => on((id) => showItemPicker(change, id));
  return [
    {
      id: "edit",
      title: "Edit the title",
      group: "Item",
      keys: ["e"],
      words: "rename change",
      when,
      run: on((id) => openItem(id, { edit: true })),
    },
    {
      id: "move",
      title: "Move to…",
      group: "Item",
      keys: ["m"],
      words: "status column",
      when,
      run: picks("status"),
    },
    {
      id: "assign",
      title: "Assign to…",
      group: "Item",
      keys: ["a"],
      words: "person",
      when,
      run: picks("assignee"),
    },
    {
      id: "priority",
      title: "Priority…",
      group: "Item",
      keys: ["p"],
      when,
      run: picks("priority"),
    },
    { id: "sprint", title: "Sprint…", group: "Item", keys: ["s"], when, run: picks("sprint") },
    {
      id: "label",
      title: "Labels…",
      group: "Item",
      keys: ["t"],
      words: "tag",
      when,
      run: picks("labels"),
    },
    ...IN_PANEL.map(
      ([action, title, key, words]): Action => ({
        id: `open-${action}`,
        title,
        group: "Item",
        ...(key === null ? {} : { keys: [key] }),
        words,
        when,
        run: on((id) => {
          openItem(id);
          runWhenOffered(action, id);
        }),
      }),
    ),
    {
      id: "copy-link",
      title: "Copy the address",
      group: "Item",
      words: "url link",
      when,
      run: on((id) => {
        void navigator.clipboard
          .writeText(new URL(itemUrl(id), location.origin).href)
          .then(() => toast({ kind: "done", text: "The address is copied." }));
      }),
    },
    {
      id: "delete",
      title: "Delete",
      group: "Item",
      keys: ["Delete"],
      words: "remove",
      when,
      run: on((id) => void remove(id)),
    },
  ];
}

async function remove(id: string): Promise<void> {
  const title = board.cards.get(id)?.title ?? "the item";
  const outcome = await run("work_item.delete", { ref: id });
  if (!outcome.ok) return;
  const { deleted_descendants: below } = outcome.value;
  toastDone({
    text: `Deleted “${title}”${below === 0 ? "" : ` and ${count(below, "item")} below it`}.`,
    back: [{ command: "work_item.restore", params: { ref: id } }],
  });
}
