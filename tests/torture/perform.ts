// Carries out one action.
import type { Action, Interrupted, PmAction, RawAction } from "./actions.ts";
import { check, journalOf } from "./checks.ts";
import { Finding } from "./finding.ts";
import * as git from "./history.ts";
import { settle } from "./settle.ts";
import { type Clone, failure, type Stage } from "./stage.ts";

export async function perform(stage: Stage, action: Action): Promise<void> {
  const clone = stage.clones.get(action.who);
  if (clone === undefined) return;
  switch (action.do) {
    case "pm":
      return runPm(stage, clone, action);
    case "raw":
      return editRaw(stage, clone, action);
    case "commit":
      return git.commit(clone, action.how);
    case "pull":
      return git.pull(clone, action.how);
    case "push":
      return git.push(clone);
    case "switch":
      return git.switchTo(clone, action.branch);
    case "merge":
      return git.merge(clone, action.branch);
    case "rebase":
      return git.rebase(clone, action.branch);
    case "cherry-pick":
      return git.cherryPick(clone, action.branch, action.back);
    case "revert":
      return git.revert(clone, action.back);
    case "stash":
      return git.stash(clone);
    case "unstash":
      return git.unstash(clone);
    case "reset":
      return git.reset(clone, action.back);
    case "visit":
      return visit(clone, action.back);
    case "export":
      if (clone.person.database) clone.ok("pm sync export --quiet");
      return;
    case "import":
      if (clone.person.database && clone.at.has(".pm/data.json"))
        clone.ok("pm sync import --merge --quiet");
      return;
    case "rebuild":
      return rebuild(clone);
    case "serve":
      return serve(clone, action.on);
    case "crash":
      return interrupted(stage, clone, action.during, [
        `exec strace -f -qq -o /dev/null -e trace=${action.call} -e inject=${action.call}:signal=SIGKILL:when=${action.nth} ${realPm(stage)} "$@"`,
      ]);
    case "cramped":
      return interrupted(stage, clone, action.during, [
        `trap '' XFSZ; ulimit -f ${action.blocks}; exec ${realPm(stage)} "$@"`,
      ]);
    case "settle":
      settle(stage, action.away);
      return check(stage, action.away);
  }
}

const realPm = ({ world }: Stage): string => `${world.folder}/bin/pm`;

/** Whether somebody has made the records that the words name. */
function areKnown({ names }: Stage, words: readonly string[]): boolean {
  return words
    .join(" ")
    .matchAll(/\$([a-z]\d+)/g)
    .every(([, name = ""]) => names.has(name));
}

function runPm(stage: Stage, clone: Clone, action: PmAction): void {
  if (!clone.person.database || !areKnown(stage, action.words)) return;
  const before = clone.database();
  const command = `pm ${action.words.join(" ")} --json`;
  const { makes } = action;
  const done = makes === undefined ? clone.sh(command) : clone.make(makes, command);
  const after = clone.database();
  stage.oracle.wrote(clone.person.name, before, after);
  if (done.code !== 0) {
    const { kind } = (JSON.parse(done.stdout) as { error: { kind: string } }).error;
    if (kind === "internal" || kind === "unavailable" || kind === "unreadable") {
      throw failure(clone.person, command, done);
    }
    return;
  }
  const { expect } = action;
  if (expect === undefined) return;
  const id = stage.names.get(expect.ref);
  const said = after.get(`work_item ${id} ${expect.field}`)?.value ?? null;
  if (String(said) !== expect.value.replace(/^\$(.*)$/, (_, name) => stage.names.get(name) ?? "")) {
    throw new Finding("an acknowledged write is not there", `${command}: ${JSON.stringify(said)}`);
  }
}

function editRaw(stage: Stage, clone: Clone, action: RawAction): void {
  const { person, ok, sh } = clone;
  const id = stage.names.get(action.ref);
  const key = `work_item ${id} ${action.field}`;
  const old = clone.file()?.get(key);
  if (id === undefined || old === undefined) return;
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
  }
  if (action.manner === "tool") {
    stage.oracle.bluntToolUsed();
    ok(`sed -i -z 's/,\\n      "field_updated_at": {[^}]*}//g' .pm/data.json`);
  }
  const value = JSON.parse(action.value);
  const isStale = stamp < updated && (action.manner === "tool" || field_updated_at === undefined);
  if (!person.database) {
    const at = isStale ? stamp : later(stamp, justAfter(old.at));
    if (old.value !== value) stage.oracle.edited(person.name, key, old, { value, at }, isStale);
    sh("git commit -qam edited");
    return;
  }
  if (action.by === "import") ok("pm sync import --merge --quiet");
  else if (action.by === "export" || !person.hooks) ok("pm sync export --quiet");
  if (action.by === "commit") sh("git commit -qam edited");
  const after = clone.database();
  stage.oracle.wrote(person.name, before, after);
  if (old.value === value || after.get(key)?.value === value || isStale) return;
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

function recordIn(clone: Clone, id: string): { updated_at: string; field_updated_at?: object } {
  const { work_items } = clone.at.board() as unknown as {
    work_items: { id: string; updated_at: string; field_updated_at?: object }[];
  };
  return work_items.find((item) => item.id === id) ?? { updated_at: "" };
}

const later = (a: string, b: string): string => (a > b ? a : b);
const justAfter = (at: string): string => new Date(Date.parse(at) + 1).toISOString();

/** Looks at an older state, changes something there, and comes back. */
function visit(clone: Clone, back: number): void {
  const { ok, look } = clone;
  if (!git.hasCommit(clone, `HEAD~${back}`)) return;
  git.tidy(clone);
  const branch = look("git branch --show-current").stdout.trim();
  if (branch === "") return;
  ok(`git checkout -q HEAD~${back}`);
  git.takeInByHand(clone);
  if (clone.person.database) clone.sh("pm work-item list");
  ok(`git checkout -q ${branch}`);
  git.takeInByHand(clone);
}

function rebuild(clone: Clone): void {
  if (!clone.person.database || clone.stopServer !== null || !clone.at.has(".pm/data.json")) return;
  clone.ok("pm sync export --quiet && rm .pm/data.db*");
  clone.ok("pm project list --quiet");
}

async function serve(clone: Clone, on: boolean): Promise<void> {
  if (!clone.person.database) return;
  if (on && clone.stopServer === null) clone.stopServer = await clone.at.serve();
  if (on || clone.stopServer === null) return;
  await clone.stopServer();
  clone.stopServer = null;
}

/** Does something while `pm` has no luck: afterwards the database is whole, and what it says counts. */
function interrupted(
  stage: Stage,
  clone: Clone,
  during: Interrupted,
  wrapper: readonly string[],
): void {
  if (!clone.person.database) return;
  if (during.do === "pm" && !areKnown(stage, during.words)) return;
  const env = stage.wrapped(wrapper);
  const before = clone.database();
  switch (during.do) {
    case "pm":
      clone.sh(`pm ${during.words.join(" ")} --json`, env);
      break;
    case "commit":
      git.commit(clone, during.how, "anything may fail", env);
      break;
    case "export":
      clone.sh("pm sync export --quiet", env);
      break;
    case "import":
      if (clone.at.has(".pm/data.json")) clone.sh("pm sync import --merge --quiet", env);
      break;
    case "pull":
      git.pull(clone, during.how);
      break;
  }
  const after = clone.database();
  stage.oracle.wrote(clone.person.name, before, after);
}
