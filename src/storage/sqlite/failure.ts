import type { Refusal } from "../../domain/refusal.ts";
import { TABLES } from "./schema.ts";

/** The codes of SQLite for another process's transaction that is under way, or a file that takes no writes. */
export const BUSY = /^SQLITE_(BUSY|LOCKED|READONLY)/;

/** A table that every database of ours has is not there. */
const LACKS = /^no such table: (?:main\.)?(\w+)/;

/**
 * What SQLite says that is the user's to mend, as a refusal; null for anything else.
 *
 * @param name what to call the database in messages.
 */
export function databaseFailure(error: unknown, name: string): Refusal | null {
  const { code, message } = error as { code?: unknown; message?: string };
  if (typeof code !== "string" || !code.startsWith("SQLITE_")) return null;
  const [, lacking] = LACKS.exec(message ?? "") ?? [];
  if (lacking !== undefined && TABLES.includes(`TABLE ${lacking} `))
    return DAMAGED.refusal(name, "");
  const kind = CASES.find(({ codes }) => codes.some((start) => code.startsWith(start)));
  return kind?.refusal(name, message ?? code) ?? null;
}

interface Case {
  codes: readonly string[];
  refusal(name: string, message: string): Refusal;
}

const DAMAGED: Case = {
  codes: ["SQLITE_NOTADB", "SQLITE_CORRUPT"],
  refusal: (name) => ({
    kind: "unreadable",
    message: `${name} is damaged, or no database of pm.`,
    hint: "`pm doctor --fix` puts it aside, makes a new one from data.json, and brings back what can be read of the old one.",
  }),
};

const CASES: readonly Case[] = [
  DAMAGED,
  {
    codes: ["SQLITE_CANTOPEN", "SQLITE_READONLY", "SQLITE_PERM"],
    refusal: (name) => ({
      kind: "unavailable",
      message: `${name} cannot be opened for writing.`,
      hint: "Check that the folder exists and that you may write in it.",
    }),
  },
  {
    codes: ["SQLITE_FULL"],
    refusal: (name) => ({
      kind: "unavailable",
      message: `The disk of ${name} is full; what was in it is unchanged.`,
      hint: "Make room, then try again.",
    }),
  },
  {
    codes: ["SQLITE_BUSY"],
    refusal: (name) => ({
      kind: "unavailable",
      message: `Another process is writing to ${name}, and did not come to an end.`,
      hint: "Try again when it is done.",
    }),
  },
  {
    codes: ["SQLITE_IOERR"],
    refusal: (name, message) => ({
      kind: "unavailable",
      message: `${name} could not be read or written (${message}); what was in it is unchanged.`,
      hint: "Look whether the disk has room and is well, then try again.",
    }),
  },
];
