/** Short words at the edge of the page: what was done, and why something was not. */
import type { Refusal } from "../../domain/refusal.ts";

export interface Toast {
  id: number;
  kind: "done" | "refused";
  text: string;
  hint?: string;
  action?: ToastAction;
  /** A second one, before it. */
  other?: ToastAction;
}

export interface ToastAction {
  label: string;
  run: () => void;
}

const LIFETIME_MS = { done: 5000, refused: 12_000 };
/** More at once than anybody reads. */
const MOST = 4;

let shown = $state.raw<readonly Toast[]>([]);
let lastId = 0;

export const toasts = {
  get all(): readonly Toast[] {
    return shown;
  },
};

/** Shows a toast until its time is over; the same words are not shown twice. */
export function toast(given: Omit<Toast, "id">): void {
  lastId += 1;
  const added = { ...given, id: lastId };
  const others = shown.filter((one) => one.text !== given.text || one.kind !== given.kind);
  shown = [...others, added].slice(-MOST);
  setTimeout(() => dismiss(added.id), LIFETIME_MS[given.kind]);
}

export function dismiss(id: number): void {
  shown = shown.filter((one) => one.id !== id);
}

/** Why something was not done, and what to do about it. */
export function toastRefusal({ message, hint }: Refusal): void {
  toast({ kind: "refused", text: message, ...(hint === undefined ? {} : { hint }) });
}
