// Runs a command of `pm`, and holds it to what it says: one that is done has done it, one that is not has
// done nothing.
import type { Json } from "../../src/domain/json.ts";
import type { Expected, PmAction } from "./actions.ts";
import { Finding } from "./finding.ts";
import type { Luck } from "./history.ts";
import type { Snapshot } from "./snapshot.ts";
import { type Clone, failure, type Stage } from "./stage.ts";

/** Whether somebody has made the records that the words name. */
export function areKnown({ names }: Stage, words: readonly string[]): boolean {
  return words
    .join(" ")
    .matchAll(/\$([a-z]\d+)/g)
    .every(([, name = ""]) => names.has(name));
}

/**
 * @param luck null for a command that nothing befalls: then it must not fail by its own fault.
 * @returns whether it has done what it was asked for.
 */
export function runPm(stage: Stage, clone: Clone, planned: PmAction, luck: Luck = null): boolean {
  if (!clone.person.database) return false;
  const before = clone.database();
  const action = aimed(stage, before, planned);
  if (!areKnown(stage, action.words)) return false;
  const command = `pm ${action.words.join(" ")} --json`;
  const { makes } = action;
  const done =
    makes === undefined ? clone.sh(command, luck?.env) : clone.make(makes, command, luck?.env);
  const after = clone.database();
  stage.oracle.wrote(clone.person.name, before, after);
  const said = `${clone.person.name}: ${command}\nended with ${done.code}: ${done.stdout}${done.stderr}`;
  if (done.code === 0) {
    const missing = missingIn(stage, action, after);
    if (missing.length > 0)
      throw new Finding("an acknowledged write is not there", `${said}\n${missing.join("\n")}`);
    if (action.undoes === true && !hadTakenNothing(done.stdout)) {
      checkUndone(clone, before, after, said);
    }
  } else {
    if (luck === null) {
      const { kind } = (JSON.parse(done.stdout) as { error: { kind: string } }).error;
      if (kind === "internal" || kind === "unavailable" || kind === "unreadable") {
        throw failure(clone.person, command, done);
      }
    }
    checkWhole(stage, action, { before, after }, luck, said);
  }
  remember(clone, action, before, after);
  return done.code === 0;
}

/**
 * The command, about a record of the kind that is there: a deleted one for a restore, a live one for a change. A plan
 * cannot know of one. Where there is none, it is left as it is, and is refused.
 */
function aimed({ names }: Stage, board: Snapshot, action: PmAction): PmAction {
  const { words, expect } = action;
  const [noun, verb = ""] = words;
  if (expect === undefined || !["update", "delete", "restore"].includes(verb)) return action;
  const { ref } = expect;
  const isRight = (name: string): boolean => {
    const deleted = board.get(`${ENTITIES[name[0] ?? ""]} ${names.get(name)} deleted_at`);
    return deleted !== undefined && (deleted.value !== null) === (verb === "restore");
  };
  // A change of a deleted item is tried, too: it is refused.
  const isGiven = noun === "work-item" && verb !== "restore" && names.has(ref);
  if (isGiven || isRight(ref)) return action;
  // All hangs on the first project.
  const others = [...names.keys()].filter((name) => name[0] === ref[0] && name !== "p1");
  const right = others.findLast(isRight);
  if (right === undefined) return action;
  const rightWords = words.map((word) => (word === `$${ref}` ? `$${right}` : word));
  return { ...action, words: rightWords, expect: { ...expect, ref: right } };
}

/** A command that failed has written nothing; one that was killed may have written all. */
function checkWhole(
  stage: Stage,
  action: PmAction,
  { before, after }: { before: Snapshot; after: Snapshot },
  luck: Luck,
  said: string,
): void {
  const written = changedBetween(before, after);
  if (written.length === 0) return;
  if (luck !== null && missingIn(stage, action, after).length === 0) return;
  throw new Finding("a failed command has written something", `${said}\n${written.join("\n")}`);
}

/** Keys whose value differs; a record that is not there says nothing. */
function changedBetween(before: Snapshot, after: Snapshot): string[] {
  return [...new Set([...before.keys(), ...after.keys()])].filter(
    (key) => !sameValue(before.get(key)?.value, after.get(key)?.value),
  );
}

const ENTITIES: Readonly<Record<string, string>> = {
  i: "work_item",
  c: "comment",
  s: "sprint",
  p: "project",
  l: "swim_lane",
  d: "dependency",
  t: "time_entry",
};

/** What the board does not say that the action expects. Of a record without a name nothing is known. */
function missingIn({ names }: Stage, { expect }: PmAction, after: Snapshot): string[] {
  if (expect === undefined) return [];
  const id = names.get(expect.ref);
  if (id === undefined) return [];
  const entity = ENTITIES[expect.ref[0] ?? ""];
  const wrong = Object.entries(expect.fields).flatMap(([field, value]) => {
    const has = after.get(`${entity} ${id} ${field}`)?.value;
    return isAsExpected(has, value, names) ? [] : [`${expect.ref}: ${field} is ${show(has)}`];
  });
  if (expect.place === undefined || isAt(expect.place, id, after)) return wrong;
  return [...wrong, `${expect.ref} is not at the ${expect.place} of its column`];
}

/** Whether an item is the first or the last of those with its project and status. */
function isAt(place: "top" | "bottom", id: string, board: Snapshot): boolean {
  const valueIn = (of: string, field: string) => board.get(`work_item ${of} ${field}`)?.value;
  const column = [...board.keys()]
    .filter((key) => key.startsWith("work_item ") && key.endsWith(" position"))
    .map((key) => key.split(" ")[1] ?? "")
    .filter((of) => of === id || (valueIn(of, "deleted_at") ?? null) === null)
    .filter((of) => ["project_id", "status"].every((by) => valueIn(of, by) === valueIn(id, by)))
    .map((of) => ({ of, position: valueIn(of, "position") as number }))
    .sort((a, b) => a.position - b.position || (a.of < b.of ? -1 : 1));
  return column.at(place === "top" ? 0 : -1)?.of === id;
}

function isAsExpected(
  has: Json | undefined,
  value: Expected,
  names: ReadonlyMap<string, string>,
): boolean {
  if (typeof value === "object" && value !== null) return (has ?? null) !== null;
  // A label that a record has never had is in no snapshot.
  if (value === false) return has !== true;
  if (typeof value === "string" && value.startsWith("$")) return has === names.get(value.slice(1));
  return sameValue(has, value);
}

/** The last change that a command made here: what `pm undo` takes back, and to what. */
function remember(clone: Clone, action: PmAction, before: Snapshot, after: Snapshot): void {
  // That somebody has a name on the board is no change of theirs.
  const changed = changedBetween(before, after).filter((key) => !key.startsWith("user "));
  if (changed.length === 0) return;
  clone.last = action.undoes === true ? null : { changed, before };
}

/** The undo of a replacement that had only brought records: they stay, and it says so. */
function hadTakenNothing(said: string): boolean {
  const { undone } = JSON.parse(said || "{}") as {
    undone?: { records: number; replacement: { stayed: number } | null };
  };
  return undone?.records === 0 && (undone.replacement?.stayed ?? 0) > 0;
}

function checkUndone(clone: Clone, before: Snapshot, after: Snapshot, said: string): void {
  const changed = changedBetween(before, after);
  if (changed.length === 0) throw new Finding("an undo has changed nothing", said);
  const { last } = clone;
  if (last === null) return;
  const wrong = last.changed.filter((key) => {
    const [was, is] = [last.before.get(key)?.value, after.get(key)?.value];
    if (sameValue(was, is)) return false;
    // A new record is not taken away but deleted: what else it says stays.
    const [entity, id] = key.split(" ");
    const isNew = last.before.get(`${entity} ${id} deleted_at`) === undefined;
    const deleted = after.get(`${entity} ${id} deleted_at`)?.value ?? null;
    return isNew ? deleted === null : !(key.endsWith(" deleted_at") && was !== null && is !== null);
  });
  if (wrong.length === 0) return;
  const lines = wrong.map((key) => `${key} is ${show(after.get(key)?.value)}`);
  throw new Finding("an undo has not taken back the last change", `${said}\n${lines.join("\n")}`);
}

/** Nothing, null, and a label that is not there are one. */
function sameValue(a: Json | undefined, b: Json | undefined): boolean {
  const plain = (value: Json | undefined) => (value === false ? null : (value ?? null));
  return JSON.stringify(plain(a)) === JSON.stringify(plain(b));
}

const show = (value: Json | undefined): string => JSON.stringify(value ?? null);
