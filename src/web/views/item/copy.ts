import { itemUrl } from "../../router.svelte.ts";
import { toast } from "../../store/toasts.svelte.ts";

export function copyLink(id: string): Promise<void> {
  return copy(location.origin + itemUrl(id), "The link is copied.");
}

/** Puts a text on the clipboard, and says so; where the browser does not allow it, shows the text. */
export async function copy(text: string, done: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    toast({ kind: "done", text: done });
  } catch {
    toast({ kind: "refused", text: "The browser does not let this page copy.", hint: text });
  }
}
