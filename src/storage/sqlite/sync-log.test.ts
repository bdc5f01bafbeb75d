import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import { at } from "../../../tests/support/records.ts";
import type { SyncEntry } from "../port.ts";
import { SYNCS } from "./schema.ts";
import { sqliteSyncLog } from "./sync-log.ts";

const ENTRY: SyncEntry = {
  ...{ at: at(1), kind: "merge", via: "post-merge", branch: null, file: ".pm/data.json" },
  ...{ after_seq: 0, last_seq: 2, created: 1, updated: 0, removed: 0, conflicts: 0 },
  ...{ changes: [], backup: null },
};

test("a log from before branches were kept is read, and gets them with the next entry", () => {
  const database = new Database(":memory:");
  const old = SYNCS.replace(/,\n {2}branch TEXT/, "");
  expect(old).not.toContain("branch");
  database.run(old);
  database.run(
    `INSERT INTO syncs (at, kind, via, file, after_seq, last_seq, created, updated, removed, conflicts)
     VALUES ('${at(0)}', 'merge', 'command', 'x', 0, 1, 1, 0, 0, 0)`,
  );
  const log = sqliteSyncLog(database);
  expect(log.withBranch(1, 9)).toEqual([]);
  expect(log.list({ limit: 9, after: null })).toMatchObject([{ number: 1, branch: null }]);
  log.append({ ...ENTRY, branch: "feature/login", after_seq: 1, last_seq: 4 });
  expect(log.list({ limit: 9, after: null }).map(({ branch }) => branch)).toEqual([
    "feature/login",
    null,
  ]);
  const found = (first: number, last: number) => log.withBranch(first, last).length;
  expect([found(1, 1), found(2, 2), found(4, 9), found(5, 9)]).toEqual([0, 1, 1, 0]);
});
