/** An export that puts what has changed into the file gives what an export of the whole board gives. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import fc from "fast-check";
import { type OpenDatabase, openDatabase } from "../../src/access/local.ts";
import { startUnitOfWork } from "../../src/board/unit-of-work.ts";
import { pieceBytes } from "../../src/data-json/slices/merge-slices.ts";
import { newerVersion } from "../../src/domain/board-data.ts";
import { ENTITY_NAMES, type EntityName } from "../../src/domain/entities.ts";
import type { Values } from "../../src/domain/stamp.ts";
import { readerOf } from "../../src/sync/content-hash.ts";
import { databaseText } from "../../src/sync/database-bytes.ts";
import { importBoard } from "../../src/sync/import.ts";
import { readHead } from "../../src/sync/merge-into.ts";
import { publish } from "../../src/sync/publish.ts";
import { spliceChanges } from "../../src/sync/splice-changes.ts";
import { temporaryWorkspace } from "../support/server.ts";
import { at, idOf, runs } from "./generators.ts";
import { fileText, versions } from "./slices.generators.ts";

let database: OpenDatabase;
let remove: () => void;
beforeAll(() => {
  const made = temporaryWorkspace();
  const opened = openDatabase(made.workspace);
  if (!opened.ok) throw new Error(opened.refusal.message);
  database = opened.value;
  remove = made.remove;
});
afterAll(async () => {
  await database.board.close();
  remove();
});

/** A record that is made, at any place among the others, or one that is changed. */
const change = fc.record({
  entity: fc.constantFrom<EntityName>(...ENTITY_NAMES.filter((entity) => entity !== "project")),
  /** The first digits of a new id; null to change the record with this number. */
  made: fc.option(fc.constantFrom("00000000", "20000000", "30ffffff", "50000000", "ffffffff")),
  which: fc.nat({ max: 9 }),
});

const TEXT: { readonly [E in EntityName]?: string } = {
  work_item: "title",
  sprint: "name",
  comment: "content",
  swim_lane: "name",
  time_entry: "description",
  user: "name",
};

function apply(
  changes: readonly (typeof change extends fc.Arbitrary<infer C> ? C : never)[],
  step: number,
) {
  const { storage } = database.sync;
  const me = { id: idOf("user", 2), name: "Bob", email: null };
  for (const { entity, made, which } of changes) {
    const work = startUnitOfWork(storage, me, at(10_000_000 + step), () => crypto.randomUUID());
    const text = `Change ${step}, “${which}”\n`;
    const values: Values = {
      project_id: idOf("project", 1),
      work_item_id: idOf("work_item", 1),
      blocking_item_id: idOf("work_item", 1),
      blocked_item_id: idOf("work_item", 2),
      dependency_type: "blocks",
      item_type: "task",
      priority: "low",
      position: 0,
      status: entity === "sprint" ? "planned" : "todo",
      status_value: "todo",
      started_at: at(0),
      [TEXT[entity] ?? "description"]: text,
    };
    const rows = [...storage.scan(entity)];
    const row = rows[which % Math.max(1, rows.length)];
    const id = `${made}-0000-4000-8000-0000000000${which}${step % 10}`;
    if (made !== null && storage.get(entity, id) === null) {
      work.insert(entity, { ...values, id });
    } else if (row !== undefined) {
      const edit = TEXT[entity] === undefined ? { deleted_at: at(step) } : { [TEXT[entity]]: text };
      work.edit(entity, storage.fromRow(entity, row), edit);
    }
    work.log("test");
  }
}

/** What an export would write if it held very little of the file at a time; null if all of it anew. */
function splicedInWindows(): string | null {
  const { storage, dataJson, program } = database.sync;
  const bytes = readFileSync(dataJson);
  const { exportedAt, exportedBy } = readHead(storage);
  const newest = newerVersion(exportedBy, program) ?? program;
  const head = { exportedAt: exportedAt ?? "", exportedBy: newest };
  const file = { read: readerOf(bytes), size: bytes.length, close: () => {} };
  const pieces = spliceChanges(storage, file, Number(storage.note("published_seq")), head, 256);
  if (pieces === null) return null;
  const chunks: Buffer[] = [];
  for (const chunk of pieceBytes(pieces, file.read, 100)) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString();
}

test("what has changed is put into the file, and the file is what the whole board is", () => {
  const { sync } = database;
  const { storage, dataJson } = sync;
  const { exportRows } = storage;
  const counts = { spliced: 0, whole: 0 };
  const exported = (): string => {
    let isWhole = false;
    storage.exportRows = (entity) => {
      isWhole = true;
      return exportRows(entity);
    };
    const report = publish(sync);
    storage.exportRows = exportRows;
    if (!report.ok) throw new Error(report.refusal.message);
    if (report.value.written) counts[isWhole ? "whole" : "spliced"] += 1;
    return readFileSync(dataJson, "utf8");
  };
  fc.assert(
    fc.property(
      versions,
      fc.array(fc.array(change, { maxLength: 6 }), { minLength: 1, maxLength: 4 }),
      (boards, steps) => {
        writeFileSync(dataJson, fileText(boards.ours));
        const replaced = importBoard(sync, { tracked: true }, { mode: "replace" });
        if (!replaced.ok) throw new Error(replaced.refusal.message);
        exported();
        for (const [step, changes] of steps.entries()) {
          apply(changes, step);
          const small = splicedInWindows();
          const text = exported();
          if (small !== null) expect(small).toBe(text);
          const { exportedAt, exportedBy } = readHead(storage);
          const head = { exportedAt: exportedAt ?? "", exportedBy: exportedBy ?? "" };
          expect(text).toBe([...databaseText(storage, head)].join(""));
          expect(exported()).toBe(text);
        }
      },
    ),
    { ...runs(60), endOnFailure: true },
  );
  expect(counts.spliced).toBeGreaterThan(counts.whole / 2);
});
