/** From key presses to actions. */
import { availableActions } from "./actions.svelte.ts";

/** How long the second key of a pair may take. */
const PAIR_MS = 1200;

const isMac = /Mac|iP(hone|ad|od)/.test(navigator.platform);

/** Listens for the keys of all actions, for as long as the page is open. */
export function startKeys(): void {
  let first: { key: string; at: number } | null = null;
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    const key = keyOf(event);
    if (key === null) return;
    const pair =
      first !== null && event.timeStamp - first.at < PAIR_MS ? `${first.key} ${key}` : "";
    // In a field the keys are its own, Ctrl+Z too: the browser then takes back what was typed.
    const actions = isTaken(event)
      ? availableActions().filter((action) => action.whileTyping)
      : availableActions();
    // The open view comes last and wins.
    const found =
      actions.findLast((action) => action.keys?.includes(pair)) ??
      actions.findLast((action) => action.keys?.includes(key));
    const starts = actions.some((action) =>
      action.keys?.some((keys) => keys.startsWith(`${key} `)),
    );
    first = found === undefined && starts ? { key, at: event.timeStamp } : null;
    if (found === undefined) return;
    event.preventDefault();
    found.run();
  });
}

/** `Mod+K`, `Mod+Shift+Z`, `?`, `c`, `Shift+ArrowUp`; null for a modifier alone. */
function keyOf(event: KeyboardEvent): string | null {
  const key = characterOf(event);
  if (["Shift", "Control", "Alt", "Meta", "AltGraph", "Dead"].includes(key)) return null;
  const mod = isMac ? event.metaKey : event.ctrlKey;
  if (mod) {
    return `Mod+${event.shiftKey ? "Shift+" : ""}${key.length === 1 ? key.toUpperCase() : key}`;
  }
  // Keys of the system and of the browser, and what a keyboard layout makes of AltGr.
  if (event.altKey || event.metaKey || event.ctrlKey) return null;
  if (key.length === 1) return key === " " ? "Space" : key;
  return event.shiftKey ? `Shift+${key}` : key;
}

/** The key without Caps Lock; on a keyboard of another script, the Latin letter of the same place. */
function characterOf(event: KeyboardEvent): string {
  const { key, code, shiftKey } = event;
  const isOther = key.length === 1 && key > "\u007f" && /^Key[A-Z]$/.test(code);
  const isLocked = /^[a-z]$/i.test(key) && event.getModifierState("CapsLock");
  if (!isOther && !isLocked) return key;
  const letter = isOther ? code.slice(3) : key;
  return shiftKey ? letter.toUpperCase() : letter.toLowerCase();
}

/** Whether the key belongs to what has the focus: a field, a menu, an open dialog. */
function isTaken(event: KeyboardEvent): boolean {
  const { target } = event;
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.matches("input, textarea, select")) return true;
  if (target.closest("[role=menu], [role=listbox], dialog:modal") !== null) return true;
  // Enter and Space press the button or follow the link that has the focus.
  if (event.key !== "Enter" && event.key !== " ") return false;
  return target.matches("button, summary, a[href], [role=button]");
}

/** What a key is called: `Ctrl`, `⌘`, `Down`. */
export function keyLabel(key: string): string {
  return LABELS[key] ?? (key.length === 1 ? key.toUpperCase() : key);
}

const LABELS: { readonly [key: string]: string } = {
  Mod: isMac ? "⌘" : "Ctrl",
  ArrowUp: "Up",
  ArrowDown: "Down",
  ArrowLeft: "Left",
  ArrowRight: "Right",
  Escape: "Esc",
};

/** The single keys of a combination or of a pair, in order. */
export function keyParts(keys: string): string[] {
  return keys.split(" ").flatMap((part) => (part === "+" ? [part] : part.split("+")));
}
