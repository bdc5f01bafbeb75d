// Somebody edits a line of data.json, and brings it to the board in one way or another.
import type { RawAction } from "./actions.ts";
import { journalOf } from "./checks.ts";
import { Finding } from "./finding.ts";
import { isDirty } from "./history.ts";
import { type Clone, failure, type Stage } from "./stage.ts";

export function editRaw(stage: Stage, clone: Clone, action: RawAction): void {
  const { person, ok } = clone;
  const id = stage.names.get(action.ref);
  const key = `work_item ${id} ${action.field}`;
  const old = clone.file()?.get(key);
  if (id === undefined || old === undefined) return;
  stage.oracle.editedByHand(key);
  const before = clone.database();
  const { updated_at: updated, field_updated_at } = recordIn(clone, id);
  const record = `/^      "id": "'"$${action.ref}"'"/,/^    }/`;
  const line = (field: string, value: string): string =>
    `sed -i '${record} s/^      "${field}": .*/      "${field}": ${value},/' .pm/data.json`;
  ok(line(action.field, action.value));
  let stamp = updated;
  if (action.manner !== "value") {
    const now = stage.plan.clock === "real" ? Date.now() : (stage.lines.at(-1)?.clock ?? 0);
    stamp = new Date(now).toISOString();
    ok(line("updated_at", `"${stamp}"`));
    // Of a record without field times, all fields are as old as it says.
    if (field_updated_at === undefined) stage.oracle.bluntToolUsed([id]);
  }
  if (action.manner === "tool") {
    stage.oracle.bluntToolUsed(idsWithTimes(clone));
    ok(`sed -i -z 's/,\\n      "field_updated_at": {[^}]*}//g' .pm/data.json`);
  }
  const value = JSON.parse(action.value);
  const isStale = stamp < updated && (action.manner === "tool" || field_updated_at === undefined);
  if (!person.database) {
    const at = isStale ? stamp : later(stamp, justAfter(old.at));
    if (old.value !== value) stage.oracle.edited(person.name, key, old, { value, at });
    commitEdit(clone);
    return;
  }
  if (action.by === "import") ok("pm sync import --merge --quiet");
  else if (action.by === "export" || !person.hooks) ok("pm sync export --quiet");
  if (action.by === "commit") commitEdit(clone);
  const after = clone.database();
  stage.oracle.tookIn(person.name, before, after);
  if (old.value === value || after.get(key)?.value === value) return;
  const journal = journalOf(clone).filter(
    ({ record_id, lost }) => record_id === id && lost === value,
  );
  if (journal.length > 0) return;
  throw new Finding(
    "an edit of the file is ignored",
    `${person.name}: ${key} ${JSON.stringify(old)} became ${action.value} in the file as of ${stamp}; ` +
      `the database had ${JSON.stringify(before.get(key))} and has ${JSON.stringify(after.get(key))}`,
  );
}

/** The hook may find that the edit says nothing new: then there is nothing to commit. */
function commitEdit(clone: Clone): void {
  const command = "git commit -qam edited";
  const done = clone.sh(command);
  if (done.code !== 0 && isDirty(clone)) throw failure(clone.person, command, done);
}

function recordIn(clone: Clone, id: string): { updated_at: string; field_updated_at?: object } {
  const { work_items } = clone.at.board() as unknown as {
    work_items: { id: string; updated_at: string; field_updated_at?: object }[];
  };
  return work_items.find((item) => item.id === id) ?? { updated_at: "" };
}

const later = (a: string, b: string): string => (a > b ? a : b);
const justAfter = (at: string): string => new Date(Date.parse(at) + 1).toISOString();

/** The records whose field times a tool that knows none takes away. */
function idsWithTimes(clone: Clone): string[] {
  const isRecord = (value: unknown): value is { id: string; field_updated_at?: object } =>
    typeof value === "object" && value !== null && "id" in value;
  return Object.values(clone.at.board())
    .filter(Array.isArray)
    .flatMap((records: unknown[]) => records.filter(isRecord))
    .filter(({ field_updated_at }) => field_updated_at !== undefined)
    .map(({ id }) => id);
}
