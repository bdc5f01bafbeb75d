/** Which field of which item is being chosen in a picker. */

export type ItemChange = "status" | "assignee" | "priority" | "sprint" | "labels";

let open = $state.raw<{ change: ItemChange; id: string } | null>(null);

export const itemPicker = {
  get open(): { change: ItemChange; id: string } | null {
    return open;
  },
};

export function showItemPicker(change: ItemChange, id: string): void {
  open = { change, id };
}

export function closeItemPicker(): void {
  open = null;
}
