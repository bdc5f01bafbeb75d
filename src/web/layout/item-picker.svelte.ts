/** Which field of which item is being chosen in a picker. */

export type ItemChange = "status" | "assignee" | "priority" | "sprint" | "labels";

export interface OpenItemPicker {
  change: ItemChange;
  id: string;
}

let open = $state.raw<OpenItemPicker | null>(null);

export const itemPicker = {
  get open(): OpenItemPicker | null {
    return open;
  },
};

export function showItemPicker(change: ItemChange, id: string): void {
  open = { change, id };
}

/** Says that this one is closed; one that was opened after it stays open. */
export function closeItemPicker(closed: OpenItemPicker): void {
  if (open === closed) open = null;
}
