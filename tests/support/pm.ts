// The real executable, in a sandbox: in a pipe, and on a terminal of its own.
import { dirname, join } from "node:path";
import type { Sandbox } from "./git.ts";

export const PM = join(dirname(dirname(import.meta.dir)), "dist", "pm");

export interface Ran {
  code: number;
  stdout: string;
  stderr: string;
}

interface RunOptions {
  /** A folder under the sandbox; the sandbox itself if left out. */
  in?: string;
  stdin?: string;
  env?: Record<string, string>;
}

/** Runs `pm` with pipes for stdin, stdout and stderr. */
export function runPm(box: Sandbox, words: readonly string[], options: RunOptions = {}): Ran {
  const run = Bun.spawnSync([PM, ...words], {
    cwd: join(box.folder, options.in ?? "."),
    env: { ...box.env, ...options.env },
    stdin: Buffer.from(options.stdin ?? ""),
  });
  return { code: run.exitCode, stdout: run.stdout.toString(), stderr: run.stderr.toString() };
}

/** Runs `pm --json` and returns the one value that it printed. */
export function runJson<T>(box: Sandbox, words: readonly string[], options: RunOptions = {}): T {
  const { stdout } = runPm(box, [...words, "--json"], options);
  return JSON.parse(stdout) as T;
}

interface TerminalOptions {
  in?: string;
  columns?: number;
  env?: Record<string, string>;
  /** What a person types when something is asked. */
  types?: string;
}

/** Runs `pm` on a terminal of its own; `screen` is all that it showed, stdout and stderr. */
export async function runOnTerminal(
  box: Sandbox,
  words: readonly string[],
  options: TerminalOptions = {},
): Promise<{ code: number; screen: string }> {
  const decoder = new TextDecoder();
  let screen = "";
  let typed = options.types === undefined;
  const run = Bun.spawn([PM, ...words], {
    cwd: join(box.folder, options.in ?? "."),
    env: { ...box.env, TERM: "xterm-256color", ...options.env },
    terminal: {
      cols: options.columns ?? 80,
      rows: 24,
      data(terminal, bytes) {
        screen += decoder.decode(bytes, { stream: true });
        if (typed || !/[?\]] $/.test(screen)) return;
        typed = true;
        terminal.write(options.types ?? "");
      },
    },
  });
  const code = await run.exited;
  run.terminal?.close();
  return { code, screen: screen.replaceAll("\r\n", "\n") };
}
