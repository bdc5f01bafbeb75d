// Builds dist/pm: one executable that holds Bun and all of src. `--target=bun-windows-x64` (or
// another target of Bun) builds it for another system, into dist/<target>/.
import { copyFileSync, linkSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { buildWeb } from "./build-web.ts";
import { COMPILE_FLAGS } from "./compile-flags.ts";

const top = dirname(import.meta.dir);
const { values } = parseArgs({ options: { target: { type: "string" } } });

const windows = values.target?.includes("windows") ?? process.platform === "win32";
const suffix = windows ? ".exe" : "";
const output = values.target ? join(top, "dist", values.target) : join(top, "dist");
const work = join(output, `.build-${process.pid}`);
const built = join(work, `pm${suffix}`);

const flags = [...COMPILE_FLAGS, ...(values.target ? [`--target=${values.target}`] : [])];

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
  await buildWeb();
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
