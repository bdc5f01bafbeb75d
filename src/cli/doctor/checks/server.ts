import { chmodSync, lstatSync, readFileSync } from "node:fs";
import { ok } from "../../../domain/refusal.ts";
import { acquireFileLock } from "../../../storage/sqlite/file-lock.ts";
import { readConfig } from "../../../workspace/config.ts";
import { readServerFile } from "../../../workspace/server-file.ts";
import { VERSION } from "../../../workspace/version.ts";
import type { Exam } from "../exam.ts";
import { type Finding, fine, found } from "../finding.ts";
import { putAside } from "./database.ts";

/** The server that runs here, what crashed ones have left, and the settings. */
export function checkServer(exam: Exam, name: string): Finding[] {
  const findings = [...settings(exam, name), ...serverFile(exam, name)];
  if (findings.length > 0) return findings;
  const { server } = exam;
  return [fine(name, server === null ? "None runs." : `It runs, process ${server.pid}.`)];
}

function settings({ workspace }: Exam, name: string): Finding[] {
  const config = readConfig(workspace.pmDir);
  if (!config.ok) {
    const repair = "Mend the line, or take the last good one: git restore .pm/config.toml";
    return [found(name, "config-unreadable", config.refusal.message, repair)];
  }
  return config.value.warnings.map((warning) =>
    found(name, "config-ignored", warning, "Take the line out of .pm/config.toml."),
  );
}

function serverFile(exam: Exam, name: string): Finding[] {
  const { files, server, workspace } = exam;
  const path = files.serverJson;
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (server !== null) {
    if (server.version === VERSION) return [];
    const message = `The server that runs is version ${server.version}; this is ${VERSION}.`;
    const repair = `kill ${server.pid} && pm-server`;
    return [found(name, "server-other-version", message, repair)];
  }
  const isHeld = lstatSync(files.serverLock, { throwIfNoEntry: false })?.isFile() && holds(exam);
  if (stat?.isFile() && (stat.mode & 0o077) !== 0 && process.platform !== "win32") {
    const message = "Others can read .pm/server.json, and commands do not believe it.";
    const repair = `chmod 600 .pm/server.json${isHeld ? ", and start the server anew" : ""}`;
    return [
      found(name, "server-exposed", message, repair, () => {
        chmodSync(path, 0o600);
        return ok("Made .pm/server.json readable by you alone");
      }),
    ];
  }
  const said = readServerFile(workspace.pmDir);
  if (isHeld) {
    const message = "A process holds .pm/server.lock, and no server answers for this board.";
    const repair = "It starts, stops, or hangs. Look again; then find it: fuser .pm/server.lock";
    return [found(name, "server-hidden", message, repair)];
  }
  if (stat === undefined) return [];
  const aside = putAside(exam, "server.json");
  if (said !== null && said.root !== workspace.root) {
    const message = `.pm/server.json is of the board in ${said.root}.`;
    return [
      found(name, "server-foreign", message, "mv .pm/server.json .pm/server.json.tmp", aside),
    ];
  }
  const pid = said?.pid ?? pidIn(path);
  const message = `.pm/server.json names a server that is gone${pid === null ? "" : `, process ${pid}`}.`;
  return [found(name, "server-stale", message, "mv .pm/server.json .pm/server.json.tmp", aside)];
}

/** Whether a process holds the lock. It is given back at once. */
function holds({ files }: Exam): boolean {
  const lock = acquireFileLock(files.serverLock);
  lock?.release();
  return lock === null;
}

function pidIn(path: string): number | null {
  const pid = /"pid": *(\d+)/.exec(readFileSync(path, "utf8").slice(0, 4096))?.[1];
  return pid === undefined ? null : Number(pid);
}
