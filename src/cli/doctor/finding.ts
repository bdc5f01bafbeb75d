/** What one look at the board has found. */
import type { Outcome } from "../../domain/refusal.ts";
import { type Code, FINDINGS } from "./findings.ts";

export type Status = "ok" | "notice" | "problem";

export interface Finding {
  /** The family of checks that it comes from. */
  name: string;
  /** What it is, for scripts and for `docs/doctor.md`; null where all is well. */
  code: Code | null;
  status: Status;
  /** What was found, with what and where. */
  message: string;
  /** The command, or what else to do about it; null where there is nothing to do. */
  repair: string | null;
  /** What `--fix` does. @returns what was done, as a sentence. */
  fix: Fix | null;
}

export type Fix = () => Outcome<string> | Promise<Outcome<string>>;

export function fine(name: string, message: string): Finding {
  return { name, code: null, status: "ok", message, repair: null, fix: null };
}

/**
 * Something that is not well.
 *
 * @param code says, by the table in `findings.ts`, how bad it is and what it means.
 */
export function found(
  name: string,
  code: Code,
  message: string,
  repair: string | null,
  fix: Fix | null = null,
): Finding {
  return { name, code, status: FINDINGS[code].status, message, repair, fix };
}
