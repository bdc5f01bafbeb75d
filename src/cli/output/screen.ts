import { fstatSync, statSync } from "node:fs";

/** What is known of the place that the output goes to. */
export interface Screen {
  /** A person reads it: aligned, cut to the width. Else a program: tab-separated, whole. */
  terminal: boolean;
  /** In columns. */
  width: number;
  colour: boolean;
  /** Milliseconds since 1970: what relative times are relative to. */
  now: number;
}

export type ColourChoice = "auto" | "always" | "never";

/** Looks at stdout and the environment. */
export async function findScreen(choice: ColourChoice): Promise<Screen> {
  const terminal = await isTerminal(1);
  return {
    terminal,
    width: terminal ? process.stdout.columns || 80 : Number.POSITIVE_INFINITY,
    colour: choice === "auto" ? terminal && wantsColour(process.env) : choice === "always",
    now: Date.now(),
  };
}

/** https://no-color.org: any value that is not empty. */
function wantsColour(environment: { [name: string]: string | undefined }): boolean {
  return !environment.NO_COLOR && environment.TERM !== "dumb";
}

/**
 * Whether a person sits behind the file descriptor. `node:tty` costs 1.3 ms to load, so pipes and
 * files are told by their kind first.
 */
export async function isTerminal(descriptor: 0 | 1 | 2): Promise<boolean> {
  try {
    const stat = fstatSync(descriptor);
    if (!stat.isCharacterDevice()) return false;
    if (stat.rdev === statSync("/dev/null", { throwIfNoEntry: false })?.rdev) return false;
  } catch {
    return false;
  }
  const { isatty } = await import("node:tty");
  return isatty(descriptor);
}
