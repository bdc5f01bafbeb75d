import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { COMPILE_FLAGS } from "../../scripts/compile-flags.ts";

/**
 * Compiles a program that prints one line, with the flags of `pm`: what a start of the runtime costs,
 * below which nothing of ours can come.
 *
 * @returns the executable.
 */
export function compileHello(folder: string): string {
  const source = join(folder, "hello.ts");
  const executable = join(folder, "hello");
  writeFileSync(source, 'console.log("hello world");\n');
  const { exitCode, stderr } = Bun.spawnSync(
    [process.execPath, "build", ...COMPILE_FLAGS, `--outfile=${executable}`, source],
    { cwd: folder },
  );
  if (exitCode !== 0) throw new Error(`hello world does not compile: ${stderr}`);
  return executable;
}
