/** What the checks look at, found out once for all of them. */
import { lstatSync } from "node:fs";
import { type OpenDatabase, openDatabase } from "../../access/local.ts";
import { findServer } from "../../access/server-address.ts";
import { type Diagnosis, diagnose } from "../../storage/sqlite/diagnose.ts";
import { type GitWorkspace, isGitWorkspace } from "../../sync/git.ts";
import { type Integration, readIntegration } from "../../sync/integration.ts";
import { type Layout, layout } from "../../workspace/layout.ts";
import type { Workspace } from "../../workspace/locate.ts";
import { readServerFile, type ServerFile } from "../../workspace/server-file.ts";

export interface Exam {
  workspace: Workspace;
  files: Layout;
  /** Null outside of git, and where git cannot be started. */
  git: GitWorkspace | null;
  integration: Integration;
  /** `whole`: it can be worked with. */
  database:
    | { state: "whole"; open: OpenDatabase }
    | { state: "none" | Exclude<Diagnosis["state"], "whole">; how: string };
  /** A server that is alive and has proved to be the one of this board. */
  server: ServerFile | null;
  /** Milliseconds since 1970. */
  now: number;
}

/** Opens what can be opened. Makes nothing. */
export async function begin(workspace: Workspace): Promise<Exam> {
  const git = isGitWorkspace(workspace) && Bun.which("git") !== null ? workspace : null;
  const { found } = await findServer(workspace);
  return {
    workspace,
    files: layout(workspace.pmDir),
    git,
    integration: readIntegration(workspace),
    database: examine(workspace),
    server: found === null ? null : readServerFile(workspace.pmDir),
    now: Date.now(),
  };
}

/** Closes what {@link begin} has opened. */
export async function end({ database }: Exam): Promise<void> {
  if (database.state === "whole") await database.open.board.close();
}

function examine(workspace: Workspace): Exam["database"] {
  const path = layout(workspace.pmDir).dataDb;
  if (!isThere(path)) return { state: "none", how: "" };
  const { state, how } = diagnose(path);
  if (state !== "whole") return { state, how };
  const opened = openDatabase(workspace);
  return opened.ok
    ? { state, open: opened.value }
    : { state: "closed", how: opened.refusal.message };
}

/** A link that leads nowhere is there, too. */
function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}
