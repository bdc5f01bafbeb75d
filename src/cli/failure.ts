/** What is said when something broke that no command foresaw. */
import { appendFileSync, existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileFailure } from "../access/file-failure.ts";
import type { Refusal } from "../domain/refusal.ts";
import { layout } from "../workspace/layout.ts";
import { locate } from "../workspace/locate.ts";

/**
 * The error in words. What the system refused (a full disk, a folder without permission) is said as
 * it is; anything else is a bug of `pm`, whose stack trace goes to the log of the board for the folder
 * that `directory` gives, which throws where that folder is gone.
 */
export function describeFailure(
  error: unknown,
  words: readonly string[],
  directory: () => string,
): Refusal {
  const refused = fileFailure(error);
  if (refused !== null) return { kind: "refused", ...refused };
  const failure = error instanceof Error ? error : new Error(String(error));
  const log = writeLog(failure, words, directory);
  return {
    kind: "refused",
    message: `internal error: ${failure.message.split("\n", 1)[0]}`,
    hint: log ? `This is a bug in pm. The details are in ${log}` : "This is a bug in pm.",
  };
}

/** Appends the trace to the log of the board here; null where there is none to write to. */
function writeLog(
  failure: Error,
  words: readonly string[],
  directory: () => string,
): string | null {
  try {
    const { pmDir } = locate(directory());
    if (!existsSync(pmDir)) return null;
    const { logs } = layout(pmDir);
    mkdirSync(logs, { recursive: true });
    const file = join(logs, "pm.log");
    const command = JSON.stringify(["pm", ...words]);
    appendFileSync(file, `${new Date().toISOString()} ${command}\n${failure.stack ?? failure}\n`);
    return file;
  } catch {
    return null;
  }
}
