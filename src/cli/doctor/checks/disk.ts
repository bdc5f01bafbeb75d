import { readdirSync, rmSync, statfsSync, statSync } from "node:fs";
import { join } from "node:path";
import { ok } from "../../../domain/refusal.ts";
import { count } from "../../output/plural.ts";
import type { Exam } from "../exam.ts";
import { type Finding, fine, found } from "../finding.ts";

/** An export needs the file a second time, an import of everything the database. */
const TIMES = 2;
const LEAST_BYTES = 20_000_000;
/** A file that is younger may still be written. */
const OLD_MS = 3_600_000;

/** Whether there is room, and what processes have left that were killed. */
export function checkDisk({ workspace, files, now }: Exam, name: string): Finding[] {
  const findings: Finding[] = [];
  const needed = Math.max(LEAST_BYTES, TIMES * (sizeOf(files.dataJson) + sizeOf(files.dataDb)));
  const { bavail, bsize } = statfsSync(workspace.pmDir);
  const free = bavail * bsize;
  if (free < needed) {
    const message = `The disk has ${megabytes(free)} free; ${megabytes(needed)} are asked for.`;
    findings.push(found(name, "disk-full", message, `Make room: df -h ${workspace.pmDir}`));
  }
  const left = [workspace.pmDir, files.backups, files.journal].flatMap((folder) =>
    leftIn(folder, now),
  );
  if (left.length > 0) {
    const message = `${count(left.length, "file")} of a write that did not come to its end: ${left.join(", ")}`;
    findings.push(
      found(name, "leftovers", message, "pm doctor --fix", () => {
        for (const path of left) rmSync(path, { force: true });
        return ok(`Removed ${count(left.length, "temporary file")}`);
      }),
    );
  }
  return findings.length > 0
    ? findings
    : [fine(name, `There is room: ${megabytes(free)} are free.`)];
}

/** Temporary files of pm's, by the names that it gives them. */
const OURS =
  /^(?:(?:data|server|user)\.json\.(?:\d+\.[0-9a-f]{8}|[0-9a-f-]{36})|\w[\w-]*\.json(?:\.[0-9a-f-]{36})?)\.tmp$/;

function leftIn(folder: string, now: number): string[] {
  let names: string[] = [];
  try {
    names = readdirSync(folder);
  } catch {
    return [];
  }
  return names
    .filter((name) => OURS.test(name))
    .map((name) => join(folder, name))
    .filter((path) => {
      const stat = statSync(path, { throwIfNoEntry: false });
      return stat?.isFile() && now - stat.mtimeMs > OLD_MS;
    });
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

function megabytes(bytes: number): string {
  return `${Math.floor(bytes / 1_000_000)} MB`;
}
