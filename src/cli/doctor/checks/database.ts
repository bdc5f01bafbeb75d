import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { openDatabase } from "../../../access/local.ts";
import { type Outcome, ok, refuse } from "../../../domain/refusal.ts";
import { isHeld } from "../../../storage/sqlite/log-cycle.ts";
import { rebuildDatabase } from "../../../sync/rebuild.ts";
import { foreignLink } from "../../../workspace/layout.ts";
import { count } from "../../output/plural.ts";
import type { Exam } from "../exam.ts";
import { type Finding, type Fix, fine, found } from "../finding.ts";

/** Whether the database can be opened, and whether SQLite finds it whole. Makes none. */
export function checkDatabase(exam: Exam, name: string): Finding[] {
  const { database, workspace } = exam;
  const fix = "pm doctor --fix";
  const link = foreignLink(workspace);
  if (link !== null) return [foreign(name, link, exam)];
  switch (database.state) {
    case "whole":
      return [fine(name, "It is whole.")];
    case "none":
      return [found(name, "database-missing", "There is none yet.", whatMakesOne(exam))];
    case "damaged": {
      const message = `.pm/data.db is damaged, or no database of pm: ${database.how}`;
      return [found(name, "database-damaged", message, fix, rebuild(exam))];
    }
    case "mixed": {
      const message =
        "The log beside .pm/data.db, data.db-wal, was written for another state of it: a copy was put back.";
      return [found(name, "database-mixed", message, fix, putLogAside(exam))];
    }
    case "newer": {
      const message = `.pm/data.db was made by a newer version of pm: ${database.how}.`;
      return [found(name, "database-newer", message, "Update pm.")];
    }
    case "busy": {
      const message = "Another process is writing to .pm/data.db, and does not come to an end.";
      const repair = "Wait for it, or find it: fuser .pm/data.db";
      return [found(name, "database-busy", message, repair)];
    }
    // A link, outside of git, where its owner has put it: it is not opened either.
    case "link":
    case "closed": {
      const message = `.pm/data.db cannot be opened: ${database.how}`;
      const repair = `ls -la ${workspace.pmDir}`;
      return [found(name, "database-unreadable", message, repair)];
    }
  }
}

function whatMakesOne({ files }: Exam): string {
  return existsSync(files.dataJson) ? "pm list" : "pm project create TITLE";
}

/** A link where the machine's own files belong is moved, itself, and nothing that it leads to. */
function foreign(name: string, link: string, { workspace, now }: Exam): Finding {
  const shown = link === workspace.pmDir ? ".pm" : `.pm/${basename(link)}`;
  const message = `${shown} is a symbolic link.`;
  const aside = `${shown}.link.tmp`;
  const fix: Fix = () => {
    renameSync(link, `${link}.link-${now}.tmp`);
    return ok(`Moved the link ${shown} to ${shown}.link-${now}.tmp`);
  };
  return found(name, "foreign-link", message, `mv ${shown} ${aside}`, shown === ".pm" ? null : fix);
}

/** A new database; the old one is put aside, and what can be read of it is brought in. */
function rebuild({ workspace, server, now }: Exam): Fix {
  return async () => {
    if (server !== null) return inUse(server.pid);
    let close = async (): Promise<void> => {};
    const rebuilt = rebuildDatabase(workspace.pmDir, now, () => {
      const opened = openDatabase(workspace);
      if (!opened.ok) return opened;
      close = () => opened.value.board.close();
      return ok(opened.value.sync);
    });
    await close();
    if (!rebuilt.ok) return rebuilt;
    const { aside, salvaged, whole, lost_logs, file_problem } = rebuilt.value;
    const all = whole ? ", all that was in it" : ", what could be read of it";
    const logs =
      lost_logs.length === 0
        ? ""
        : ` Not all could be read of these logs, on which no record hangs: ${lost_logs.join("; ")}.`;
    const file = file_problem === null ? "" : ` data.json was not taken in: ${file_problem}.`;
    return ok(
      `Made a new database with ${count(salvaged, "record")} of the old one${all}; that one lies in ${aside}.${logs}${file}`,
    );
  };
}

/** The log into the backups, so that the database that was put back opens as it is. */
function putLogAside(exam: Exam): Fix {
  return () => {
    if (exam.server !== null) return inUse(exam.server.pid);
    if (isHeld(exam.files.dataDb)) {
      return refuse(
        "refused",
        "Another program has .pm/data.db open, or it cannot be locked. Nothing was changed.",
        "Wait for it, or find it: fuser .pm/data.db",
      );
    }
    // What SQLite keeps of a log in memory that is shared is made anew.
    rmSync(`${exam.files.dataDb}-shm`, { force: true });
    return putAside(exam, "data.db-wal")();
  };
}

function inUse(pid: number): Outcome<never> {
  return refuse(
    "refused",
    `The database is in use by the server, process ${pid}.`,
    `Stop it first: kill ${pid}`,
  );
}

/** Moves a file of `.pm` into its backups, under a name with the time. */
export function putAside({ files, now }: Pick<Exam, "files" | "now">, file: string): Fix {
  return () => {
    const time = new Date(now).toISOString().replaceAll(/[-:.]/g, "");
    const aside = join(files.backups, `${basename(file)}.${time}.aside`);
    mkdirSync(files.backups, { recursive: true });
    renameSync(join(files.backups, "..", file), aside);
    return ok(`Moved .pm/${file} to .pm/backups/${basename(aside)}`);
  };
}
