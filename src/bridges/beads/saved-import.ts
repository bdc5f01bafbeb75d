/**
 * The last import, kept in `.pm/imports/` of this machine: a compressed `data.json` of the records as
 * they were brought in.
 */
import { lstatSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { MAX_BYTES, readBoard } from "../../data-json/read.ts";
import { writeBoard } from "../../data-json/write.ts";
import { type Instant, parseInstant } from "../../domain/instant.ts";
import type { Json } from "../../domain/json.ts";
import { type Outcome, ok, refuse } from "../../domain/refusal.ts";
import type { LastImport } from "./last-import.ts";

/** Stands beside the arrays of the kept file. */
const TIMES = "times_in_file";

function fileName(project: string): string {
  return `beads-${project}.json.zst`;
}

/**
 * What was last imported into a project here; null if nothing was.
 *
 * @param folder `.pm/imports`.
 * @returns `unreadable` for a file that is there and is none of ours: going on without it could take
 *   back what people have written since.
 */
export function loadLastImport(folder: string, project: string): Outcome<LastImport | null> {
  const path = join(folder, fileName(project));
  const unreadable = (why: string): Outcome<never> =>
    refuse(
      "unreadable",
      `Failed to read ${path}, what was last imported: ${why}`,
      "Without it, newer lines would take back what was changed here. To import all the same, move it away.",
    );
  // A repository can bring links: one would make us read, and later write, what it points to.
  if (!isAbsentOr("isDirectory", folder)) return unreadable(`${folder} is no folder`);
  if (!isAbsentOr("isFile", path)) return unreadable("it is no file");
  let bytes: Uint8Array;
  try {
    bytes = zstdDecompressSync(readFileSync(path), { maxOutputLength: MAX_BYTES });
  } catch (error) {
    if ((error as { code?: unknown }).code === "ENOENT") return ok(null);
    return unreadable((error as Error).message);
  }
  const board = readBoard(bytes, path);
  if (!board.ok) return board;
  const timesInFile: { [id: string]: Instant } = {};
  const given = board.value.unknown.find(([key]) => key === TIMES)?.[1];
  for (const [id, time] of Object.entries((given ?? {}) as { [id: string]: Json })) {
    const instant = typeof time === "string" ? parseInstant(time) : null;
    if (instant !== null) timesInFile[id] = instant;
  }
  const unknown = board.value.unknown.filter(([key]) => key !== TIMES);
  return ok({ board: { ...board.value, unknown }, timesInFile });
}

function isAbsentOr(kind: "isDirectory" | "isFile", path: string): boolean {
  const found = lstatSync(path, { throwIfNoEntry: false });
  return found === undefined || found[kind]();
}

/** Keeps an import for the next time, in a folder that {@link loadLastImport} has looked at. */
export function saveLastImport(
  folder: string,
  project: string,
  { board, timesInFile }: LastImport,
): void {
  mkdirSync(folder, { recursive: true });
  const unknown = [...board.unknown, [TIMES, timesInFile] as [string, Json]];
  const text = writeBoard({ ...board, unknown }, { exportedAt: "", exportedBy: "" });
  const path = join(folder, fileName(project));
  const temporary = `${path}.${crypto.randomUUID()}.tmp`;
  try {
    writeFileSync(temporary, zstdCompressSync(Buffer.from(text)), { flag: "wx" });
    renameSync(temporary, path);
  } finally {
    rmSync(temporary, { force: true });
  }
}
