/** Which of the dialogs that belong to no view is open. */

export type Overlay = "palette" | "help" | "create" | "projects";

let open = $state<Overlay | null>(null);

export const overlay = {
  get open(): Overlay | null {
    return open;
  },
};

export function showOverlay(name: Overlay): void {
  open = name;
}

/** Says that this one is closed; another that was opened from it stays open. */
export function closeOverlay(name: Overlay): void {
  if (open === name) open = null;
}
