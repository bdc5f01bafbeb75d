// What must be true once everybody has everything.
import { Database } from "bun:sqlite";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Finding } from "./finding.ts";
import type { JournalLine } from "./oracle.ts";
import { presentClones } from "./settle.ts";
import { snapshotOfText } from "./snapshot.ts";
import type { Clone, Stage } from "./stage.ts";

export function check(stage: Stage, away: readonly string[]): void {
  const present = presentClones(stage, away);
  const [first] = present;
  if (first === undefined) return;
  const expected = first.at.read(".pm/data.json");
  for (const clone of present) checkClone(clone, first, expected);

  const board = snapshotOfText(Buffer.from(expected));
  if (board === null) throw new Finding("the board cannot be read", expected);
  if (away.length > 0) return;
  const journals = [...stage.told, ...present.flatMap(journalOf)];
  const wrong = stage.oracle.wrong(board, journals);
  if (wrong.length > 0) throw new Finding("an acknowledged write is gone", wrong.join("\n"));
  const unrecorded = stage.oracle.unrecorded(board, journals);
  if (unrecorded.length > 0) {
    throw new Finding("a value lost a contest and is in no journal", unrecorded.join("\n"));
  }
}

function checkClone(clone: Clone, first: Clone, expected: string): void {
  const { at, person, look } = clone;
  const has = at.read(".pm/data.json");
  if (has !== expected) {
    const diff = look(
      `git diff --no-index ${join(first.at.folder, ".pm/data.json")} .pm/data.json`,
    );
    throw new Finding(
      "two clones differ",
      `${first.person.name} and ${person.name}:\n${diff.stdout}`,
    );
  }
  if (person.database) {
    const exported = look("pm sync export --quiet");
    if (exported.code !== 0) throw new Finding("an export fails", exported.stderr);
    if (at.read(".pm/data.json") !== expected) {
      const diff = look("git diff .pm/data.json").stdout;
      throw new Finding(
        "a database holds something else than the file",
        `${person.name}:\n${diff}`,
      );
    }
    const damage = damageOf(join(at.folder, ".pm/data.db"));
    if (damage.length > 0) throw new Finding("a database is damaged", damage.join("\n"));
  }
  const status = at.status();
  if (status.length > 0) throw new Finding("the work tree is not clean", status.join("\n"));
}

/** What has lost, as far as this clone knows; without a database, what `resolve` has left in files. */
export function journalOf({ person, at, look }: Clone): JournalLine[] {
  if (person.database) return JSON.parse(look("pm sync conflicts --all --json").stdout).conflicts;
  const folder = join(at.folder, ".pm/journal");
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .flatMap((name) => JSON.parse(readFileSync(join(folder, name), "utf8")) as JournalLine[]);
}

function damageOf(path: string): string[] {
  const database = new Database(path, { readonly: true });
  try {
    const rows = database.query<{ integrity_check: string }, []>("PRAGMA integrity_check").all();
    return rows.map((row) => row.integrity_check).filter((line) => line !== "ok");
  } finally {
    database.close();
  }
}
