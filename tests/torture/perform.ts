// Carries out one action.
import type { Action } from "./actions.ts";
import { count } from "./census.ts";
import { check, journalOf } from "./checks.ts";
import { runPm } from "./commands.ts";
import * as elsewhere from "./elsewhere.ts";
import { Finding } from "./finding.ts";
import * as git from "./history.ts";
import { cramped, exportBoard, interrupted, killedAt } from "./interrupt.ts";
import { editRaw } from "./raw-edit.ts";
import { settle } from "./settle.ts";
import type { Clone, Stage } from "./stage.ts";

export async function perform(stage: Stage, action: Action): Promise<void> {
  const clone = stage.clones.get(action.who);
  if (clone === undefined) return;
  const { length } = stage.lines;
  clone.moved = false;
  const happened = await act(stage, clone, action);
  const isCarried = CARRIED.has(action.do);
  count(stage.census, action, happened ?? (isCarried ? clone.moved : stage.lines.length > length));
}

/** What ends with another commit checked out, if there was anything to do. */
const CARRIED: ReadonlySet<string> = new Set(["pull", "merge", "rebase", "cherry-pick", "revert"]);

/** @returns whether it has happened; nothing where it has if anything was run, or checked out. */
async function act(stage: Stage, clone: Clone, action: Action): Promise<boolean | undefined> {
  switch (action.do) {
    case "pm":
      return runPm(stage, clone, action);
    case "raw":
      editRaw(stage, clone, action);
      return;
    case "commit":
      git.commit(clone, action.how);
      return;
    case "pull":
      git.pull(clone, action.how);
      return;
    case "push":
      return git.push(clone);
    case "switch":
      git.switchTo(clone, action.branch);
      return;
    case "merge":
      git.merge(clone, action.branch);
      return;
    case "rebase":
      git.rebase(clone, action.branch);
      return;
    case "cherry-pick":
      git.cherryPick(clone, action.branch, action.back);
      return;
    case "revert":
      git.revert(clone, action.back);
      return;
    case "stash":
      git.stash(clone);
      return clone.stashed;
    case "unstash":
      git.unstash(clone);
      return;
    case "reset":
      return git.reset(clone, action.back);
    case "visit":
      elsewhere.visit(stage, clone, action.back, action.edit);
      return;
    case "worktree":
      elsewhere.inWorktree(stage, clone, action.edit);
      return;
    case "replace":
      return elsewhere.replace(stage, clone, action);
    case "bulk":
      return bulk(stage, clone, action.edits);
    case "wait":
      stage.pass(action.days * DAY);
      return true;
    case "export":
      exportBoard(clone);
      return;
    case "import":
      if (clone.person.database && clone.at.has(".pm/data.json"))
        clone.ok("pm sync import --merge --quiet");
      return;
    case "rebuild":
      rebuild(stage, clone);
      return;
    case "serve":
      await serve(clone, action.on);
      return;
    case "crash":
      return interrupted(stage, clone, action.during, killedAt(action.call, action.nth));
    case "cramped":
      return interrupted(stage, clone, action.during, cramped(action.blocks));
    case "settle":
      settle(stage, action.away);
      check(stage, action.away);
      return true;
  }
}

const DAY = 86_400_000;

function rebuild(stage: Stage, clone: Clone): void {
  if (!clone.person.database || clone.stopServer !== null || !clone.at.has(".pm/data.json")) return;
  clone.ok("pm sync export --quiet");
  // Its journal was there to be read.
  stage.told.push(...journalOf(clone));
  clone.ok("rm .pm/data.db*");
  // The log of what was done is gone with it.
  clone.last = null;
  clone.ok("pm project list --quiet");
}

const until = (is: string): string => `until [ ${is} .pm/server.json ]; do sleep 0.1; done`;

async function serve(clone: Clone, on: boolean): Promise<void> {
  if (!clone.person.database) return;
  if (on && clone.stopServer === null) {
    clone.tell(`(pm-server > /dev/null 2>&1 &); ${until("-e")}`);
    clone.stopServer = await clone.at.serve();
  }
  if (on || clone.stopServer === null) return;
  clone.tell(
    `kill $(grep -o '"pid": *[0-9]*' .pm/server.json | grep -o '[0-9]*'); ${until("! -e")}`,
  );
  await clone.stopServer();
  clone.stopServer = null;
}

/** What a request is in a script. */
const CURL = `said() { grep -o "\\"$1\\": *\\"*[^\\",]*" .pm/server.json | sed 's/.*[ ":]//'; }; curl -s -H "authorization: Bearer $(said token)" -H 'content-type: application/json' -d 'BODY' "http://127.0.0.1:$(said port)/api/v1/commands"`;

/** Titles of several items in one request, all of them or none. */
async function bulk(
  stage: Stage,
  clone: Clone,
  edits: readonly { ref: string; title: string }[],
): Promise<boolean> {
  if (clone.stopServer === null) return false;
  // Where one item is named twice, the second title would override the first.
  const titles = new Map(edits.map((edit) => [edit.ref, edit]));
  const known = [...titles.values()].filter(({ ref }) => stage.names.has(ref));
  if (known.length === 0) return false;
  const before = clone.database();
  const body = JSON.stringify({
    commands: known.map(({ ref, title }) => ({
      command: "work_item.update",
      params: { ref: stage.names.get(ref), set: { title } },
    })),
  });
  const nameOf = (id: string) => [...stage.names].find(([, known]) => known === id)?.[0];
  const inShell = body.replaceAll(/"ref":"([^"]*)"/g, (_, id) => `"ref":"'"$${nameOf(id)}"'"`);
  clone.tell(CURL.replace("BODY", () => inShell));
  const { port, token } = JSON.parse(clone.at.read(".pm/server.json"));
  const answer = await fetch(`http://127.0.0.1:${port}/api/v1/commands`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body,
  });
  const said = await answer.text();
  // Else a request that no server could carry out would pass for one that the board has refused.
  if (answer.status === 422) throw new Error(`The torture asks for what is no command: ${said}`);
  const after = clone.database();
  stage.oracle.wrote(clone.person.name, before, after);
  clone.last = null;
  const titleIn = (board: typeof after, ref: string) =>
    board.get(`work_item ${stage.names.get(ref)} title`)?.value;
  const written = known.filter(({ ref, title }) => titleIn(after, ref) === title);
  const changed = known.filter(({ ref }) => titleIn(after, ref) !== titleIn(before, ref));
  if (answer.ok ? written.length === known.length : changed.length === 0) return answer.ok;
  throw new Finding(
    "a request has done something else than it says",
    `${body}\n${answer.status} ${said}`,
  );
}
