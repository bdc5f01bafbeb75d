/**
 * Why something was not done, in words for the person who asked.
 *
 * An expected outcome, never thrown: exceptions are left to bugs and broken I/O. The kind decides
 * the exit code (`cli/exit-codes.ts`) and the HTTP status (`server/problem.ts`), each in one table.
 */
export interface Refusal {
  kind: RefusalKind;
  /** What is wrong and where, as one sentence. */
  message: string;
  /** What to do about it, as one sentence; left out where the message says it already. */
  hint?: string;
}

export type RefusalKind =
  /** No such record. */
  | "not_found"
  /** A prefix or name that fits several records. */
  | "ambiguous"
  /** A value that is out of bounds or of the wrong kind. */
  | "invalid"
  /** A rule of the board forbids it: a cycle of blocks, a task above an epic. */
  | "refused"
  /** The record has moved on since the caller read it. */
  | "stale"
  /** Unknown command, flag, query or choice. */
  | "usage"
  /** A file that can't be read as a board. */
  | "unreadable"
  /** The other side is not there, is busy, or is no `pm`. */
  | "unavailable";

/** What an operation gives: a value, or the reason why not. */
export type Outcome<T> = { ok: true; value: T } | { ok: false; refusal: Refusal };

/** A success. */
export function ok<T>(value: T): { ok: true; value: T } {
  return { ok: true, value };
}

/** A refusal. */
export function refuse(
  kind: RefusalKind,
  message: string,
  hint?: string,
): { ok: false; refusal: Refusal } {
  return { ok: false, refusal: hint === undefined ? { kind, message } : { kind, message, hint } };
}
