// What the tests of faults share: boards of some size, processes that are killed, disks that are full.
import { Database } from "bun:sqlite";
import { copyFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeBoard } from "../../bench/support/make-board.ts";
import { writeBoard } from "../../src/data-json/write.ts";
import type { BoardData } from "../../src/domain/board-data.ts";
import { PM } from "../support/pm.ts";
import type { Place } from "./support.ts";

/** A made-up board: the same for the same numbers. */
export { makeBoard };

/** A board as the bytes of its `data.json`. */
export function textOf(board: BoardData): string {
  const { exportedAt, exportedBy } = board;
  return writeBoard(board, { exportedAt: exportedAt ?? "", exportedBy: exportedBy ?? "" });
}

/** The environment of a place. */
export function environmentOf(place: Place): Record<string, string> {
  const lines = place.ok("env").split("\n");
  return Object.fromEntries(lines.map((line) => line.split(/=(.*)/s) as [string, string]));
}

export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | number | null;
  stdout: string;
  stderr: string;
  ms: number;
  /** The most memory that it held, in bytes. */
  peak: number;
}

/** Starts `pm` and waits for its end, which comes by SIGKILL after `killAfter` milliseconds. */
export async function start(
  place: Place,
  env: Record<string, string>,
  words: readonly string[],
  killAfter?: number,
): Promise<Ended> {
  const started = performance.now();
  const child = Bun.spawn([PM, ...words], {
    cwd: place.folder,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const timer =
    killAfter === undefined ? undefined : setTimeout(() => child.kill("SIGKILL"), killAfter);
  const [stdout, stderr] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ]);
  const code = await child.exited;
  clearTimeout(timer);
  return {
    code,
    signal: child.signalCode,
    stdout,
    stderr,
    ms: performance.now() - started,
    peak: child.resourceUsage()?.maxRSS ?? 0,
  };
}

/** What SQLite finds wrong with the database of a place. */
export function damage(place: Place): string[] {
  const database = new Database(join(place.folder, ".pm/data.db"));
  const rows = database.query<{ integrity_check: string }, []>("PRAGMA integrity_check").all();
  database.close();
  return rows.map((row) => row.integrity_check).filter((line) => line !== "ok");
}

/** The board that is in the database, as `data.json` would have it, without its first lines. */
export function inDatabase(place: Place): string {
  return withoutHead(place.ok("pm sync export --quiet -o - | cat"));
}

/** A board's file without the lines that say when and by what it was written. */
export function withoutHead(text: string): string {
  return text.trim().replace(/^ {2}"exported_(?:at|by)": .*\n/gm, "");
}

/** The files in `.pm`, sorted. */
export function filesIn(place: Place): string[] {
  return readdirSync(join(place.folder, ".pm")).sort();
}

/** A copy of everything in `.pm`, and the way to put it back. */
export function keepState(place: Place): () => void {
  const [pmDir, copy] = [join(place.folder, ".pm"), `${place.folder}-kept`];
  rmSync(copy, { recursive: true, force: true });
  copyFiles(pmDir, copy);
  return () => {
    rmSync(pmDir, { recursive: true });
    copyFiles(copy, pmDir);
  };
}

function copyFiles(from: string, to: string): void {
  mkdirSync(to);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    if (entry.isFile()) copyFileSync(join(from, entry.name), join(to, entry.name));
  }
}

/** Puts a board into `.pm/data.json` of a place. */
export function putBoard(place: Place, text: string | Uint8Array): void {
  mkdirSync(join(place.folder, ".pm"), { recursive: true });
  writeFileSync(join(place.folder, ".pm/data.json"), text);
}
