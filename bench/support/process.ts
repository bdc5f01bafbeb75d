/** What one process took, from its start to its end. */
export interface Usage {
  ms: number;
  /** The most memory that it held at once (`ru_maxrss`), in bytes. */
  peak: number;
}

export interface Run {
  command: readonly string[];
  cwd: string;
  /** A file that takes what the process writes to stdout; left out, nobody reads it. */
  stdoutFile?: string;
}

/**
 * Runs a program to its end.
 *
 * Linux counts the memory of the process that starts another one as the other's, up to the moment
 * it becomes the program: so this process stays small, and leaves the making of boards to others.
 *
 * @throws if it does not end with 0.
 */
export function runToEnd({ command, cwd, stdoutFile }: Run): Usage {
  const started = performance.now();
  const child = Bun.spawnSync([...command], {
    cwd,
    stdin: "ignore",
    stdout: stdoutFile === undefined ? "ignore" : Bun.file(stdoutFile),
    stderr: "pipe",
  });
  const ms = performance.now() - started;
  if (child.exitCode !== 0) {
    throw new Error(`${command.join(" ")} ended with ${child.exitCode}: ${child.stderr}`);
  }
  return { ms, peak: child.resourceUsage.maxRSS };
}
