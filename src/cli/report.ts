import type { Screen } from "./output/screen.ts";

/** What a command has to say. */
export interface Report {
  /** What `--json` prints: the shapes of the HTTP API. Undefined: it is printed already. */
  json: unknown;
  /** What stdout gets without `--json`; empty for nothing. Ends with a newline, if not empty. */
  text: string | Uint8Array | ((screen: Screen) => string | Promise<string>);
  /** Messages for stderr, below the text. */
  notes?: readonly string[];
  /** Default: 0. */
  exitCode?: number;
}
