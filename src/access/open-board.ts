import type { Board } from "../board/board.ts";
import { type Outcome, ok, refuse } from "../domain/refusal.ts";
import type { Workspace } from "../workspace/locate.ts";
import { hasServerFile } from "../workspace/server-file.ts";

/**
 * Opens the board of a workspace: through its live server, so that open boards learn of a change at
 * once, or on its database.
 *
 * @param options.server the URL of the one server that will do.
 */
export async function openBoard(
  workspace: Workspace,
  options: { server?: string } = {},
): Promise<Outcome<Board>> {
  const insisted = options.server === undefined ? undefined : readUrl(options.server);
  if (insisted === null) {
    return refuse(
      "usage",
      `--server must be a URL like http://127.0.0.1:4242, not ${options.server}`,
    );
  }
  if (insisted !== undefined || hasServerFile(workspace.pmDir)) {
    const { findServer } = await import("./server-address.ts");
    const { found, ...search } = await findServer(workspace, insisted);
    if (found !== null) {
      const { createHttpBoard } = await import("./http-board.ts");
      return ok(createHttpBoard(found));
    }
    if (insisted !== undefined) return notRunning("tried" in search ? search.tried : insisted);
  }
  const { openLocalBoard } = await import("./local.ts");
  return ok(openLocalBoard(workspace, {}, "with the process"));
}

function notRunning(tried: string): Outcome<never> {
  return refuse(
    "unavailable",
    `No running pm-server found: ${tried}.`,
    "Start one with pm-server, or leave --server out: pm works without one.",
  );
}

/** The URL without a path; null for what is none, or carries a name and a password. */
function readUrl(text: string): string | null {
  const url = URL.parse(text);
  if (url?.protocol !== "http:" || url.username || url.password) return null;
  return url.pathname === "/" && !url.search && !url.hash ? url.origin : null;
}
