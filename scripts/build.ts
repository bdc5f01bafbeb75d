// Builds dist/pm: one executable that holds Bun and all of src. `--target=bun-windows-x64` (or
// another target of Bun) builds it for another system, into dist/<target>/.
//
// The start-up time of `pm` decides the flags. Measured on 2 cores, `pm --version` with Hono, Zod
// and 1 MB of other code in the executable, against 3.7 ms for a compiled hello world:
//   --minify                                  44 ms (all code is parsed at start)
//   --minify --bytecode                        8 ms
//   --minify --splitting                       4.1 ms, but 47 ms once that code is imported
//   --minify --splitting --bytecode            3.8 ms, and 11 ms once that code is imported
// So: whatever a command does not need must sit behind `await import(...)`.
import { copyFileSync, linkSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";

const top = dirname(import.meta.dir);
const { values } = parseArgs({ options: { target: { type: "string" } } });

const windows = values.target?.includes("windows") ?? process.platform === "win32";
const suffix = windows ? ".exe" : "";
const output = values.target ? join(top, "dist", values.target) : join(top, "dist");
const work = join(output, `.build-${process.pid}`);
const built = join(work, `pm${suffix}`);

const flags = [
  "--compile",
  "--minify",
  "--splitting",
  "--bytecode",
  "--format=esm",
  // Embedded, and read only when a stack trace is printed: traces name the lines of src.
  "--sourcemap=linked",
  // The executable runs inside other people's repositories: their files must not steer it.
  "--no-compile-autoload-bunfig",
  "--no-compile-autoload-dotenv",
  "--no-compile-autoload-tsconfig",
  "--no-compile-autoload-package-json",
  ...(values.target ? [`--target=${values.target}`] : []),
];

/** Makes `name` the same file as `original`; a copy where the file system has no hard links. */
function linkOrCopy(original: string, name: string): void {
  try {
    linkSync(original, name);
  } catch {
    copyFileSync(original, name);
  }
}

mkdirSync(work, { recursive: true });
try {
  const { exitCode } = Bun.spawnSync(
    [process.execPath, "build", ...flags, `--outfile=${built}`, join(top, "src", "main.ts")],
    { cwd: top, stdio: ["ignore", "inherit", "inherit"] },
  );
  process.exitCode = exitCode;
  if (exitCode === 0) {
    // Renamed into place, so that a `pm` which is running keeps the file it was started from.
    linkOrCopy(built, join(work, `pm-server${suffix}`));
    renameSync(built, join(output, `pm${suffix}`));
    renameSync(join(work, `pm-server${suffix}`), join(output, `pm-server${suffix}`));
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}
