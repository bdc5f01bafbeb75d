import { createHash } from "node:crypto";
import { closeSync, openSync, readSync, statSync } from "node:fs";
import { join } from "node:path";
import { type Bench, settle, sizeOf } from "../support/bench.ts";
import { measure, type Result } from "../support/measure.ts";
import { exportScript } from "../support/sqlite-shell.ts";

/**
 * The tracked file of a large board: written anew after one change, and looked at when nothing has
 * changed. The shell writes the same rows with the same columns in the same order.
 */
export function run(bench: Bench): Result[] {
  const boardFile = bench.boardFile(100_000);
  const cwd = bench.repository("export", boardFile);
  bench.runPm(cwd, "sync", "import", "--quiet");
  const tracked = join(cwd, ".pm", "data.json");
  const database = join(cwd, ".pm", "data.db");
  const output = join(cwd, "shell.json");
  const command = [bench.pm, "sync", "export", "--quiet"];

  let before = "";
  const changed = measure({
    what: "pm sync export, 100,000 items",
    ours: {
      prepare: () => {
        bench.runPm(cwd, "work-item", "create", "--project-id", "P1", "--type", "task", "One more");
        before = stateOf(tracked);
        settle();
      },
      run: { command, cwd },
      check: () => {
        if (stateOf(tracked) === before) throw new Error("The export wrote nothing.");
      },
    },
    floor:
      bench.sqlite3 === null
        ? null
        : {
            prepare: settle,
            run: {
              command: [bench.sqlite3, "-json", database, exportScript(database)],
              cwd,
              stdoutFile: output,
            },
          },
    limit: 1,
    rounds: 9,
    fileSize: sizeOf(boardFile),
  });

  const unchanged = measure({
    what: "pm sync export, nothing changed",
    ours: {
      prepare: () => {
        before = stateOf(tracked);
      },
      run: { command, cwd },
      check: () => {
        if (stateOf(tracked) !== before) throw new Error("The export touched the file.");
      },
    },
    floor: { run: { command: [bench.hello], cwd } },
    limit: 5,
    rounds: 21,
    fileSize: sizeOf(boardFile),
  });
  return [changed, unchanged];
}

/** Everything by which a write would show: the file itself, its times, its bytes. */
function stateOf(path: string): string {
  const { ino, mtimeNs, ctimeNs } = statSync(path, { bigint: true });
  const hash = createHash("sha256");
  // By and by: the memory of this process would count as that of the next one that it starts.
  const buffer = new Uint8Array(1 << 20);
  const file = openSync(path, "r");
  for (let read = -1; read !== 0; ) {
    read = readSync(file, buffer);
    hash.update(buffer.subarray(0, read));
  }
  closeSync(file);
  return `${ino} ${mtimeNs} ${ctimeNs} ${hash.digest("hex")}`;
}
