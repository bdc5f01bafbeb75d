import { Database } from "bun:sqlite";
import { join } from "node:path";
import type { Case } from "./case.ts";
import { cleanUps, inDatabase, overwrite } from "./clinic.ts";

export const DATABASE: readonly Case[] = [
  { code: "database-missing", provoke: (at) => void at.ok("rm .pm/data.db*"), repair: /pm list/ },
  {
    code: "foreign-link",
    provoke: (at) => void at.ok("mv .pm/data.db ../moved.db && ln -s ../../moved.db .pm/data.db"),
    repair: "fix",
  },
  {
    code: "database-damaged",
    how: "it is no database",
    provoke: (at) => at.write(".pm/data.db", "not a database, but long enough to be looked at"),
    repair: "fix",
  },
  {
    code: "database-damaged",
    how: "it is another program's",
    provoke: (at) => {
      at.ok("rm .pm/data.db*");
      inDatabase(at, (database) => database.run("CREATE TABLE t (x)"));
    },
    repair: "fix",
  },
  {
    code: "database-damaged",
    how: "an index disagrees, and something was never exported",
    provoke(at) {
      at.ok("pm add Mine");
      const page = inDatabase(at, (database) => {
        const sql = "SELECT rootpage AS n FROM sqlite_schema WHERE name = 'work_items_board'";
        return database.query<{ n: number }, []>(sql).get()?.n ?? 0;
      });
      overwrite(at, ".pm/data.db", (page - 1) * 4096, new Uint8Array(4096).fill(0xff));
    },
    repair: "fix",
    titles: ["Mine", "One", "Two"],
  },
  {
    code: "database-mixed",
    provoke(at) {
      inDatabase(at, () => {});
      at.ok("cp .pm/data.db ../old.db && pm add Three");
      inDatabase(at, () => {});
      at.ok("pm add Four && cp ../old.db .pm/data.db");
    },
    repair: "fix",
  },
  {
    code: "database-newer",
    provoke: (at) => inDatabase(at, (database) => database.run("PRAGMA user_version = 99")),
    // What stands in for the newer pm.
    repair: (at) => inDatabase(at, (database) => database.run("PRAGMA user_version = 1")),
  },
  {
    code: "database-busy",
    provoke(at) {
      const database = new Database(join(at.folder, ".pm/data.db"));
      database.run("BEGIN IMMEDIATE");
      cleanUps.push(() => database.close());
    },
    repair: async () => {
      await cleanUps.pop()?.();
    },
  },
  {
    code: "database-unreadable",
    provoke: (at) => void at.ok("rm .pm/data.db* && mkdir .pm/data.db"),
    repair: (at) => void at.ok("rmdir .pm/data.db && pm list"),
  },
];
