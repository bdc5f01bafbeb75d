// The server of a clone: it starts and stops, is asked for several things in one request, and comes to grief
// while it answers.
import type { StrikeAction } from "./actions.ts";
import { Finding } from "./finding.ts";
import type { Snapshot } from "./snapshot.ts";
import type { Clone, Stage } from "./stage.ts";

type Edits = readonly { ref: string; title: string }[];

/** One that was killed has left its server.json. */
const START = `pm-server > /dev/null 2>&1 & until grep -qs '"pid": '$!, .pm/server.json; do sleep 0.1; done`;
const said = (what: string): string => `$(said ${what})`;
const SAID = `said() { grep -o "\\"$1\\": *\\"*[^\\",]*" .pm/server.json | sed 's/.*[ ":]//'; }; `;
const STOP = `${SAID}kill ${said("pid")}; until [ ! -e .pm/server.json ]; do sleep 0.1; done`;
const ADDRESS = `http://127.0.0.1:${said("port")}/api/v1/commands`;
const CURL = `curl -s -H "authorization: Bearer ${said("token")}" -H 'content-type: application/json' -d 'BODY' "${ADDRESS}"`;

/** @returns whether one has started or stopped. */
export async function serve(clone: Clone, on: boolean): Promise<boolean> {
  if (!clone.person.database || on === (clone.stopServer !== null)) return false;
  clone.tell(on ? START : STOP);
  if (on) await clone.serve();
  else {
    await clone.stopServer?.();
    clone.stopServer = null;
  }
  return true;
}

/** Titles of several items in one request, all of them or none. Returns whether it was carried out. */
export async function bulk(stage: Stage, clone: Clone, edits: Edits): Promise<boolean> {
  const request = clone.stopServer === null ? null : requestOf(stage, edits);
  if (request === null) return false;
  clone.tell(SAID + CURL.replace("BODY", () => request.inShell));
  return (await ask(stage, clone, request)) === 200;
}

/**
 * The same of a server that is killed while it answers, or whose disk is full. Returns whether that was felt:
 * the call may never have come.
 */
export async function strike(stage: Stage, clone: Clone, action: StrikeAction): Promise<boolean> {
  const request = clone.stopServer === null ? null : requestOf(stage, action.edits);
  if (request === null) return false;
  const { call, nth } = action;
  const inject =
    action.how === "killed"
      ? [`trace=${call}`, `inject=${call}:signal=SIGKILL:when=${nth}`]
      : ["trace=pwrite64", `inject=pwrite64:error=ENOSPC:when=${nth}+`];
  const words = ["-f", "-o", "/dev/null", ...inject.flatMap((each) => ["-e", each]), "-p"];
  const curl = CURL.replace("BODY", () => request.inShell);
  const strace = `strace ${words.join(" ")} ${said("pid")} & sleep 1`;
  clone.tell(`${SAID}${strace}; ${curl}; kill $!; wait $!`);

  const { pid } = JSON.parse(clone.at.read(".pm/server.json"));
  const tracer = Bun.spawn(["strace", ...words, `${pid}`], { stdio: ["ignore", "ignore", "pipe"] });
  await tracer.stderr.getReader().read();
  const status = await ask(stage, clone, request);
  tracer.kill("SIGINT");
  await tracer.exited;
  if (status === null) {
    if (action.how === "full") throw new Finding("a server has ended for want of room", "");
    await clone.stopServer?.();
    clone.stopServer = null;
  }
  return status !== 200;
}

interface Request {
  body: string;
  /** The body, with the names of the items as variables. */
  inShell: string;
  edits: Edits;
}

/** Null where nobody has made the items. */
function requestOf({ names }: Stage, edits: Edits): Request | null {
  // Where one item is named twice, the second title would override the first.
  const titles = new Map(edits.map((edit) => [edit.ref, edit]));
  const known = [...titles.values()].filter(({ ref }) => names.has(ref));
  if (known.length === 0) return null;
  const command = (ref: string | undefined, title: string) => ({
    command: "work_item.update",
    params: { ref, set: { title } },
  });
  const text = (nameOf: (ref: string) => string | undefined): string =>
    JSON.stringify({ commands: known.map(({ ref, title }) => command(nameOf(ref), title)) });
  return {
    body: text((ref) => names.get(ref)),
    inShell: text((ref) => `$${ref}`).replaceAll(/"(\$\w+)"(?=,"set")/g, `"'"$1"'"`),
    edits: known,
  };
}

/**
 * Sends the request, and holds the server to its answer: one that is not known, since the server was killed, has
 * written all or nothing.
 *
 * @returns the HTTP status; null where no answer came.
 */
async function ask(stage: Stage, clone: Clone, { body, edits }: Request): Promise<number | null> {
  const before = clone.database();
  const { port, token } = JSON.parse(clone.at.read(".pm/server.json"));
  const answer = await fetch(`http://127.0.0.1:${port}/api/v1/commands`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body,
  }).catch(() => null);
  const answered = await answer?.text();
  // Else a request that no server could carry out would pass for one that the board has refused.
  if (answer?.status === 422) {
    throw new Error(`The torture asks for what is no command: ${answered}`);
  }
  const after = clone.database();
  stage.oracle.wrote(clone.person.name, before, after);
  clone.last = null;
  const titleIn = (board: Snapshot, ref: string) =>
    board.get(`work_item ${stage.names.get(ref)} title`)?.value;
  const isWritten = edits.every(({ ref, title }) => titleIn(after, ref) === title);
  const isAsBefore = edits.every(({ ref }) => titleIn(after, ref) === titleIn(before, ref));
  const isRight = answer === null ? isWritten || isAsBefore : answer.ok ? isWritten : isAsBefore;
  if (isRight) return answer?.status ?? null;
  throw new Finding(
    "a request has done something else than it says",
    `${body}\n${answer?.status} ${answered}`,
  );
}
