/** What this browser remembers for its user. Nothing of it is on the board. */

const PREFIX = "pm.";

/** A value that is kept across visits; where the browser keeps nothing it lasts as long as the page. */
export function preference<T>(name: string, initial: T): { value: T } {
  let value = $state.raw<T>(read(name) ?? initial);
  return {
    get value() {
      return value;
    },
    set value(next) {
      value = next;
      try {
        localStorage.setItem(PREFIX + name, JSON.stringify(next));
      } catch {
        // Private windows and full disks: it then lasts as long as the page.
      }
    },
  };
}

function read<T>(name: string): T | null {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + name) ?? "null") as T | null;
  } catch {
    return null;
  }
}

/** `system` follows the device. */
export const theme = preference<"system" | "light" | "dark">("theme", "system");

/** The project that was open last, by key or id. */
export const lastProject = preference<string | null>("project", null);
