/**
 * Which edits of the tracked file are those of who works here: a hand's edit says neither when nor by whom it
 * was made. What the commits of others have brought is theirs; what stands in the file since, or in commits of
 * one's own on top, is one's own.
 */
import { readBoard } from "../data-json/read.ts";
import { type BoardData, emptyBoard } from "../domain/board-data.ts";
import type { EntityName } from "../domain/entities.ts";
import { type Json, own, sameJson } from "../domain/json.ts";
import { type Fields, fieldsOf, labelOfField } from "../domain/merge/times.ts";
import { gitUser } from "../workspace/git-user.ts";
import type { Workspace } from "../workspace/locate.ts";
import { BOARD_PATH, differsFromHead, type GitWorkspace, git, isGitWorkspace } from "./git.ts";
import type { Update } from "./plan-merge.ts";

/** How many commits of one's own, one on the other, are looked through. */
const COMMITS = 20;

/**
 * The tracked file as others have left it.
 *
 * @returns its bytes; empty where all in the file is one's own; null where nothing is.
 */
export function fileOfOthers(workspace: Workspace): Uint8Array | null {
  const nothing = new Uint8Array();
  if (!isGitWorkspace(workspace)) return nothing;
  const commits = commitsOfFile(workspace);
  if (commits === null) return null;
  const others = commits.find(({ isMine }) => !isMine) ?? commits[COMMITS - 1];
  if (others === undefined) return nothing;
  if (others === commits[0] && !differsFromHead(workspace, BOARD_PATH)) return null;
  const { code, stdout } = git(workspace, "cat-file", "blob", `${others.id}:${BOARD_PATH}`);
  return code === 0 ? stdout : nothing;
}

/** The last commits of the file, the newest first; null if git does not say. A merge brings what others wrote. */
function commitsOfFile(workspace: GitWorkspace): { id: string; isMine: boolean }[] | null {
  const me = gitUser(workspace).email?.toLowerCase();
  const format = "--format=%H%x09%ae%x09%P";
  const log = git(workspace, "log", `-${COMMITS}`, format, "HEAD", "--", BOARD_PATH);
  // Without a commit there is no HEAD.
  if (log.code !== 0)
    return git(workspace, "rev-parse", "-q", "--verify", "HEAD").code === 0 ? null : [];
  const lines = log.stdout.toString().split("\n").filter(Boolean);
  return lines.map((line) => {
    const [id = "", email, parents = ""] = line.split("\t");
    return { id, isMine: email?.toLowerCase() === me && !parents.includes(" ") };
  });
}

/**
 * The same updates, where `edited` names only what others have not left like that.
 *
 * @param others what {@link fileOfOthers} says.
 */
export function withOwnEdits(updates: readonly Update[], others: Uint8Array | null): Update[] {
  if (others === null) return updates.map((update) => ({ ...update, edited: [] }));
  const board = others.length === 0 ? null : readBoard(others, "data.json");
  const left = board?.ok ? board.value : emptyBoard();
  const records = new Map<EntityName, Map<string, Fields>>();
  const recordsOf = (entity: EntityName): Map<string, Fields> => {
    const known = records.get(entity) ?? byId(left, entity);
    records.set(entity, known);
    return known;
  };
  return updates.map((update) => {
    if (update.edited.length === 0) return update;
    const before = recordsOf(update.entity).get(update.before.id);
    if (before === undefined) return update;
    const now = fieldsOf(update.theirs);
    const edited = update.edited.filter(
      (field) => !sameJson(valueIn(now, field), valueIn(before, field)),
    );
    return { ...update, edited };
  });
}

function byId(board: BoardData, entity: EntityName): Map<string, Fields> {
  return new Map(board.records[entity].map((record) => [record.id, fieldsOf(record)]));
}

function valueIn(record: Fields, field: string): Json {
  const label = record.labels === undefined ? null : labelOfField(field);
  if (label !== null) return record.labels?.includes(label) === true;
  return own(record, field) ?? own(record.extra ?? {}, field) ?? null;
}
