import { chmodSync, lstatSync, type Stats } from "node:fs";
import { join } from "node:path";
import { ok } from "../../../domain/refusal.ts";
import type { Exam } from "../exam.ts";
import { type Finding, fine, found } from "../finding.ts";

/** What has to be mine and writable, as far as it is there. */
const FILES = [
  ...["", "data.json", "data.db", "data.db-wal", "data.db-shm", "user.json", "server.lock"],
];
const FOLDERS = ["backups", "journal", "logs"];

/** Who may read and write the files of the board. */
export function checkPermissions({ workspace }: Exam, name: string): Finding[] {
  if (process.platform === "win32") return [];
  const entries = [...FILES, ...FOLDERS].flatMap((file) => {
    const path = join(workspace.pmDir, file);
    const stat = lstatSync(path, { throwIfNoEntry: false });
    return stat === undefined || stat.isSymbolicLink() ? [] : [{ file, path, stat }];
  });
  const findings = entries.flatMap(({ file, path, stat }) => [
    ...checkEntry(name, file === "" ? ".pm" : `.pm/${file}`, path, stat),
  ]);
  return findings.length > 0 ? findings : [fine(name, "All is yours, and writable.")];
}

function* checkEntry(name: string, shown: string, path: string, stat: Stats): Generator<Finding> {
  const me = process.getuid?.() ?? stat.uid;
  if (stat.uid !== me) {
    const message = `${shown} belongs to another user, number ${stat.uid}; you are ${me}.`;
    yield found(name, "not-mine", message, `sudo chown -R ${me} .pm`);
    return;
  }
  if (FOLDERS.includes(shown.slice(".pm/".length)) && !stat.isDirectory()) {
    const message = `${shown} is a file, and pm needs a folder there.`;
    yield found(name, "not-a-folder", message, `mv ${shown} ${shown}.tmp`);
    return;
  }
  const needed = stat.isDirectory() ? 0o700 : 0o600;
  if ((stat.mode & needed) !== needed) {
    const message = `${shown} cannot be ${stat.mode & 0o400 ? "written" : "read"} by you.`;
    const mode = stat.isDirectory() ? "u+rwx" : "u+rw";
    yield found(name, "not-writable", message, `chmod ${mode} ${shown}`, () => {
      chmodSync(path, (stat.mode & 0o777) | needed);
      return ok(`Made ${shown} writable by you`);
    });
  }
}
