// Builds dist/torture/pm: see pm.ts.
import { linkSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { COMPILE_FLAGS } from "../../scripts/compile-flags.ts";

const TOP = dirname(dirname(import.meta.dir));

/** Builds the executable with the harness's clock, and returns its path. */
export function buildTorturePm(): string {
  const output = join(TOP, "dist", "torture");
  const work = join(output, `.build-${process.pid}`);
  mkdirSync(work, { recursive: true });
  try {
    const built = Bun.spawnSync(
      [
        process.execPath,
        "build",
        ...COMPILE_FLAGS,
        `--outfile=${join(work, "pm")}`,
        join(import.meta.dir, "pm.ts"),
      ],
      { cwd: TOP, stdio: ["ignore", "pipe", "pipe"] },
    );
    if (built.exitCode !== 0) throw new Error(`pm.ts does not build:\n${built.stderr}`);
    linkSync(join(work, "pm"), join(work, "pm-server"));
    for (const name of ["pm", "pm-server"]) renameSync(join(work, name), join(output, name));
    return join(output, "pm");
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
