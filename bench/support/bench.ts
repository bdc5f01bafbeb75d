import { copyFileSync, existsSync, mkdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { compileHello } from "./hello.ts";
import type { Result } from "./measure.ts";

/** What a measurement works with. */
export interface Bench {
  /** The executables: ours, and what it is compared with. */
  pm: string;
  pmServer: string;
  hello: string;
  /** Null if there is no sqlite3 on the PATH. */
  sqlite3: string | null;
  /** A new folder that is removed at the end. */
  folder(name: string): string;
  /** A `data.json` with a made-up board of so many items, of which some were changed later. */
  boardFile(items: number, options?: BoardOptions): string;
  /** A git repository whose `.pm/data.json` is this file; without one it has no board. */
  repository(name: string, boardFile?: string): string;
  /** Runs `pm` outside of the measurement; throws if it fails. */
  runPm(repository: string, ...words: string[]): void;
}

export interface BoardOptions {
  /** How many items were changed later. */
  changed?: number;
  /** How far, from 0 to 1, these stand on the way from one to the next: for versions that differ. */
  from?: number;
  comments?: number;
}

/** A measurement, as each file of `measures/` exports it. */
export type MeasureFile = (bench: Bench) => Promise<Result[]> | Result[];

const SEED = 1;

/** Sets up in an empty folder. */
export function setUp(scratch: string): Bench {
  const top = dirname(dirname(import.meta.dir));
  const pm = join(top, "dist", "pm");
  if (!existsSync(pm)) throw new Error("There is no dist/pm: npm run build makes it.");
  const folder = (name: string): string => {
    const path = join(scratch, name);
    mkdirSync(path);
    return path;
  };
  const run = (cwd: string, ...command: string[]): void => {
    const { exitCode, stderr } = Bun.spawnSync(command, { cwd, stdin: "ignore" });
    if (exitCode !== 0) throw new Error(`${command.join(" ")} ended with ${exitCode}: ${stderr}`);
  };
  return {
    pm,
    pmServer: join(top, "dist", "pm-server"),
    hello: compileHello(folder("hello")),
    sqlite3: Bun.which("sqlite3"),
    folder,
    boardFile(items, { changed = 0, from = 0, comments = 0 } = {}) {
      const words = [items, SEED, changed, from, comments].map(String);
      const path = join(scratch, `board-${words.join("-")}.json`);
      if (existsSync(path)) return path;
      run(scratch, process.execPath, join(import.meta.dir, "make-board.ts"), path, ...words);
      return path;
    },
    repository(name, boardFile) {
      const path = folder(name);
      run(path, "git", "init", "--quiet");
      run(path, "git", "config", "user.name", "Ada");
      run(path, "git", "config", "user.email", "ada@example.org");
      if (boardFile !== undefined) {
        mkdirSync(join(path, ".pm"));
        copyFileSync(boardFile, join(path, ".pm", "data.json"));
      }
      return path;
    },
    runPm: (repository, ...words) => run(repository, pm, ...words),
  };
}

/** Writes out what is waiting to be written, so that the next run does not do it on its time. */
export function settle(): void {
  Bun.spawnSync(["sync"]);
}

export function sizeOf(path: string): number {
  return statSync(path).size;
}
