import { rmSync } from "node:fs";
import { join } from "node:path";
import { type Bench, settle, sizeOf } from "../support/bench.ts";
import { measure, type Result } from "../support/measure.ts";
import { importScript } from "../support/sqlite-shell.ts";

/** A large board into an empty database, as in a fresh clone. */
export function run(bench: Bench): Result[] {
  const boardFile = bench.boardFile(100_000);
  const cwd = bench.repository("import", boardFile);
  bench.runPm(cwd, "sync", "import", "--quiet");
  const database = join(cwd, ".pm", "data.db");
  return [
    measure({
      what: "pm sync import, 100,000 items",
      ours: {
        prepare: () => removeDatabase(database),
        run: { command: [bench.pm, "sync", "import", "--quiet"], cwd },
      },
      floor: shellImport(bench, cwd, database, boardFile),
      limit: 0.8,
      rounds: 7,
      fileSize: sizeOf(boardFile),
    }),
  ];
}

/**
 * The same by the sqlite3 shell: tables and indexes of `pm`, filled from the same file by `json_each`.
 *
 * @param made a database of `pm`, for its tables.
 */
export function shellImport(bench: Bench, cwd: string, made: string, boardFile: string) {
  if (bench.sqlite3 === null) return null;
  const database = join(cwd, "shell.db");
  const script = importScript(made, boardFile);
  return {
    prepare: () => removeDatabase(database),
    run: { command: [bench.sqlite3, database, script], cwd },
  };
}

function removeDatabase(path: string): void {
  for (const suffix of ["", "-wal", "-shm"]) rmSync(path + suffix, { force: true });
  settle();
}
