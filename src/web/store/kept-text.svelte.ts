/**
 * Half-typed texts outlive their field: the panel may close, the page may be loaded again. They are
 * kept for as long as the browser's tab is open, and nowhere else.
 */
import { untrack } from "svelte";
import type { Draft, Unsaved } from "./draft.svelte.ts";

const PREFIX = "pm.typed.";

/** Keeps what is typed in a draft, and takes it up again. To be called while a component is set up. */
export function keepDraft(key: string, draft: Draft): void {
  const kept = read(key);
  if (kept !== null) untrack(() => draft.resume(kept));
  $effect(() => write(key, draft.unsaved));
}

/** A text that is not on the board yet, as a comment that is being written. */
export function keptText(key: string): { text: string } {
  let text = $state(read(key)?.text ?? "");
  return {
    get text() {
      return text;
    },
    set text(value) {
      text = value;
      write(key, value === "" ? null : { base: "", text: value });
    },
  };
}

function read(key: string): Unsaved | null {
  try {
    return JSON.parse(sessionStorage.getItem(PREFIX + key) ?? "null") as Unsaved | null;
  } catch {
    return null;
  }
}

function write(key: string, unsaved: Unsaved | null): void {
  try {
    if (unsaved === null) sessionStorage.removeItem(PREFIX + key);
    else sessionStorage.setItem(PREFIX + key, JSON.stringify(unsaved));
  } catch {
    // Where the browser keeps nothing, or no more, the text lasts as long as its field.
  }
}
