/**
 * The board of a workspace on its database, opened by this process: puts workspace, storage, board and
 * sync together.
 */
import { existsSync } from "node:fs";
import type { Board } from "../board/board.ts";
import { createLocalBoard, type LocalBoard } from "../board/local-board.ts";
import type { SyncOperations } from "../board/sync-operations.ts";
import { EPOCH, fromMilliseconds } from "../domain/instant.ts";
import { type Outcome, ok, refuse } from "../domain/refusal.ts";
import { openStorage } from "../storage/sqlite/open.ts";
import { isBuilt } from "../sync/built.ts";
import { comingBranch } from "../sync/coming-branch.ts";
import type { SyncContext } from "../sync/context.ts";
import { BOARD_PATH, differsFromHead, isGitWorkspace, trackedIn } from "../sync/git.ts";
import { timesInHistory } from "../sync/in-history.ts";
import { takeInJournalFiles } from "../sync/journal-files.ts";
import { leftOut } from "../sync/left-out.ts";
import { takeInMergeNotes } from "../sync/merge-notes.ts";
import { fileOfOthers } from "../sync/own-edits.ts";
import { createSync } from "../sync/sync.ts";
import { checkedOut } from "../workspace/branch.ts";
import { identify } from "../workspace/identity.ts";
import { foreignLink, layout, prepareForWrite } from "../workspace/layout.ts";
import type { Workspace } from "../workspace/locate.ts";
import { PROGRAM } from "../workspace/version.ts";
import { guarded } from "./guard.ts";

/** The database of a workspace, opened: the board, and what the sync operations work with. */
export interface OpenDatabase {
  board: LocalBoard;
  sync: SyncContext;
}

/** The database of a board that is not there: nothing of it is kept. */
const MEMORY = ":memory:";

/** What a board takes from its surroundings. */
export interface Surroundings {
  /** Milliseconds since 1970. */
  now?: () => number;
  /** A new UUID, version 4. */
  newId?: () => string;
  /**
   * How long to wait for another process's transaction, in milliseconds; as long as an import of a large
   * board takes, if left out.
   */
  patienceMs?: number;
}

/**
 * Opens the database, and makes it if there is none: empty, to be built from `data.json` by
 * `buildFromTrackedFile`.
 */
export function openDatabase(
  workspace: Workspace,
  surroundings: Surroundings = {},
): Outcome<OpenDatabase> {
  const link = foreignLink(workspace);
  if (link !== null) return refuseLink(link);
  const elsewhere = withoutBoard(workspace);
  if (elsewhere !== null) return elsewhere;
  prepareForWrite(workspace);
  return openAt(workspace, layout(workspace.pmDir).dataDb, surroundings);
}

/** Why no database may be made here; null where there is one, or may be. */
export function withoutBoard(workspace: Workspace): Outcome<never> | null {
  return existsSync(layout(workspace.pmDir).dataDb) ? null : leftOut(workspace);
}

/** What is said of a link where this machine's own files belong. */
export function refuseLink(path: string): Outcome<never> {
  return refuse(
    "refused",
    `${path} is a symbolic link. What pm keeps there would land where it points.`,
    "If it came with the repository, look at it and remove it; nothing was read or written.",
  );
}

function openAt(
  workspace: Workspace,
  path: string,
  { now = Date.now, newId = () => crypto.randomUUID(), patienceMs }: Surroundings,
): Outcome<OpenDatabase> {
  const storage = openStorage(path, ".pm/data.db", patienceMs);
  if (!storage.ok) return storage;
  const files = layout(workspace.pmDir);
  const actor = () => identify(workspace);
  const sync: SyncContext = {
    storage: storage.value,
    dataJson: files.dataJson,
    dataJsonName: ".pm/data.json",
    backups: files.backups,
    backupsName: ".pm/backups",
    trackedBackups: () => trackedIn(workspace, ".pm/backups/"),
    actor,
    via: "command",
    branch: () =>
      isGitWorkspace(workspace) ? comingBranch(workspace, process.env.GIT_REFLOG_ACTION) : null,
    leftOut: () => leftOut(workspace),
    integration: async () => (await import("../sync/integration.ts")).readIntegration(workspace),
    inHistory: (times) => timesInHistory(workspace, times),
    isEdited: () => !isGitWorkspace(workspace) || differsFromHead(workspace, BOARD_PATH),
    fileOfOthers: () => fileOfOthers(workspace),
    now,
    newId,
    program: PROGRAM,
  };
  const takeIn = (): void => {
    // What a board in memory took in would be gone with it.
    if (path === MEMORY) return;
    takeInJournalFiles(workspace.pmDir, storage.value.journal, fromMilliseconds(now()) ?? EPOCH);
    takeInMergeNotes(workspace.pmDir, storage.value);
  };
  takeIn();
  const operations = withJournalFiles(createSync(sync), takeIn);
  const undoSync = async () => (await import("../sync/undo-sync.ts")).undoSyncIn(sync);
  const branch = () => checkedOut(workspace);
  const parts = { storage: storage.value, actor, now, newId, branch, sync: operations, undoSync };
  return ok({ board: guarded(createLocalBoard(parts)), sync });
}

/** In a server a board is open for long, and a merge can leave something for the journal meanwhile. */
function withJournalFiles(operations: SyncOperations, takeIn: () => void): SyncOperations {
  const after = <T>(use: () => T): T => {
    takeIn();
    return use();
  };
  return {
    ...operations,
    status: () => after(operations.status),
    conflicts: (options) => after(() => operations.conflicts(options)),
    acknowledge: (ids) => after(() => operations.acknowledge(ids)),
    takeBack: (id) => after(() => operations.takeBack(id)),
  };
}

/**
 * The board of a workspace, opened when it is first used.
 *
 * What reads finds an empty board where there is none, and makes nothing. What writes makes it. A
 * database that is new is built from `data.json` before anything but an import uses it.
 *
 * @param closes whether `close` is the last that this process does, and may leave the rest to its end.
 */
export function openLocalBoard(
  workspace: Workspace,
  surroundings: Surroundings = {},
  closes: "with the process" | "at once" = "at once",
): Board {
  const files = layout(workspace.pmDir);
  let opened: OpenDatabase | undefined;
  let absent: OpenDatabase | undefined;

  const open = (): Outcome<OpenDatabase> => {
    if (opened !== undefined) return ok(opened);
    const database = openDatabase(workspace, surroundings);
    if (database.ok) opened = database.value;
    return database;
  };
  const built = async (): Promise<Outcome<OpenDatabase>> => {
    const database = open();
    if (!database.ok || isBuilt(database.value.sync)) return database;
    const { buildFromTrackedFile } = await import("../sync/import.ts");
    const ready = buildFromTrackedFile(database.value.sync);
    return ready.ok ? database : ready;
  };
  const nothing = (): Outcome<OpenDatabase> => {
    if (absent !== undefined) return ok(absent);
    const elsewhere = withoutBoard(workspace);
    if (elsewhere !== null) return elsewhere;
    const empty = openAt(workspace, MEMORY, surroundings);
    if (empty.ok) absent = empty.value;
    return empty;
  };
  const forReading = async (): Promise<Outcome<OpenDatabase>> => {
    if (opened !== undefined || existsSync(files.dataDb) || existsSync(files.dataJson)) {
      return built();
    }
    return nothing();
  };
  /** What is refused as the first write of all makes no `.pm`: it is tried in memory before. */
  const refusedAsFirst = async <T>(
    write: (board: Board) => Promise<Outcome<T>>,
  ): Promise<Outcome<T> | null> => {
    if (opened !== undefined || existsSync(files.dataDb) || existsSync(files.dataJson)) return null;
    const elsewhere = withoutBoard(workspace);
    if (elsewhere !== null) return elsewhere;
    const empty = openAt(workspace, MEMORY, surroundings);
    if (!empty.ok) return empty;
    const tried = await write(empty.value.board);
    await empty.value.board.close();
    return tried.ok ? null : tried;
  };
  const sync = async <T>(
    opening: Outcome<OpenDatabase> | Promise<Outcome<OpenDatabase>>,
    use: (operations: SyncOperations) => Promise<Outcome<T>>,
  ): Promise<Outcome<T>> => {
    const database = await opening;
    return database.ok ? use(database.value.board.sync) : database;
  };

  return guarded({
    query: async (name, params) => {
      const database = await forReading();
      return database.ok ? database.value.board.query(name, params) : database;
    },
    execute: async (name, params) => {
      const refused = await refusedAsFirst((board) => board.execute(name, params));
      if (refused !== null) return refused;
      const database = await built();
      return database.ok ? database.value.board.execute(name, params) : database;
    },
    executeAll: async (commands) => {
      const refused = await refusedAsFirst((board) => board.executeAll(commands));
      if (refused !== null) return refused;
      const database = await built();
      return database.ok ? database.value.board.executeAll(commands) : database;
    },
    sync: {
      publish: () => sync(built(), (operations) => operations.publish()),
      exportCopy: () => sync(forReading(), (operations) => operations.exportCopy()),
      import: (source, options) => {
        const makes = !options.dry_run && (!source.tracked || existsSync(files.dataJson));
        const database = makes || existsSync(files.dataDb) ? open() : nothing();
        return sync(database, (operations) => operations.import(source, options));
      },
      backups: () => sync(forReading(), (operations) => operations.backups()),
      restore: (ref, options) => sync(built(), (operations) => operations.restore(ref, options)),
      status: () => sync(forReading(), (operations) => operations.status()),
      conflicts: (options) => sync(forReading(), (operations) => operations.conflicts(options)),
      acknowledge: (ids) => sync(forReading(), (operations) => operations.acknowledge(ids)),
      takeBack: (id) => sync(forReading(), (operations) => operations.takeBack(id)),
    },
    close: async () => {
      if (closes === "with the process") opened?.sync.storage.leave();
      else await opened?.board.close();
      await absent?.board.close();
    },
  });
}
