/** A bar on stderr, for what takes a while. */
import { isTerminal } from "./screen.ts";
import { writeAll } from "./streams.ts";

export interface Progress {
  /** Hands the items on, and shows how many are done. */
  over<T>(label: string, items: readonly T[]): Iterable<T>;
  /** Shows what is going on where nobody can tell how far it is. */
  say(label: string): void;
  /** Leaves nothing on the line. */
  clear(): void;
}

const CELLS = 30;
/** Between two drawings. */
const MILLISECONDS = 50;

/** A bar that draws on a terminal, and nothing in a pipe or where it must be quiet. */
export async function startProgress(quiet: boolean): Promise<Progress> {
  const draws = !quiet && process.env.TERM !== "dumb" && (await isTerminal(2));
  let drawn = 0;
  const draw = (text: string): void => {
    if (!draws) return;
    writeAll(2, `\r\u001b[K${text}`);
    drawn = performance.now();
  };
  return {
    *over(label, items) {
      for (const [index, item] of items.entries()) {
        // A look at the clock costs more than most items.
        if (index % 64 === 0 && performance.now() - drawn > MILLISECONDS) {
          draw(bar(label, index, items.length));
        }
        yield item;
      }
      draw(bar(label, items.length, items.length));
    },
    say: (label) => draw(`${label}…`),
    clear: () => draw(""),
  };
}

function bar(label: string, done: number, total: number): string {
  const share = total === 0 ? 1 : done / total;
  const filled = Math.round(share * CELLS);
  const cells = "█".repeat(filled) + "░".repeat(CELLS - filled);
  return `${label} ${cells} ${String(Math.floor(share * 100)).padStart(3)} % of ${total}`;
}
