// A damaged database: what was exported is there again, and all that can be read besides.
import { beforeAll, describe, expect, test } from "bun:test";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Place } from "../support.ts";
import {
  another,
  cleanUps,
  codesOf,
  doctor,
  editFile,
  inDatabase,
  openClinic,
  overwrite,
  patient,
} from "./clinic.ts";

openClinic();

describe("a damaged database", () => {
  /** A board of some size with writes that were never exported, and its pages in order on the disk. */
  let original: Place;
  beforeAll(() => {
    original = patient();
    editFile(original, (board) => {
      const [item] = board.work_items;
      for (let index = 0; index < 60; index += 1) {
        const id = `0f0f0f0f-0f0f-4f0f-8f0f-0f0f0f0f${1000 + index}`;
        board.work_items.push(another(item, { id, title: `Item-${index}` }));
      }
    });
    original.ok("pm sync import --merge && pm sync commit -m many && pm add Never");
    original.ok("pm work-item update $(pm search One | cut -f1) --title Uno");
    inDatabase(original, (database) => database.run("VACUUM"));
  });
  const large = (): Place => patient(original);
  const EXPORTED = 62;

  test.each([
    ["half of it is gone", (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)],
    ["its first page is overwritten", (bytes: Buffer) => bytes.fill(0xff, 0, 4096)],
    [
      "a page in the middle is overwritten",
      (bytes: Buffer) => {
        const page = Math.floor(bytes.length / 4096 / 3) * 4096;
        return bytes.fill(0, page, page + 4096);
      },
    ],
    [
      "every third page is noise",
      (bytes: Buffer) => {
        for (let page = 2; page * 4096 < bytes.length; page += 3) {
          bytes.fill(0xa5, page * 4096, (page + 1) * 4096);
        }
        return bytes;
      },
    ],
    ["it is empty of all but zeros", (bytes: Buffer) => bytes.fill(0)],
  ])("%s: all that was exported is there, and what can be read besides", async (_, damage) => {
    const at = large();
    const path = join(at.folder, ".pm/data.db");
    const damaged = Buffer.from(damage(readFileSync(path)));
    await Bun.write(path, damaged);
    expect(codesOf(doctor(at))).toContain("database-damaged");
    const report = doctor(at, "--fix");
    expect(report.fixed.map(({ code, done }) => [code, done])).toContainEqual([
      "database-damaged",
      true,
    ]);
    expect(codesOf(doctor(at)).filter((code) => code.startsWith("database"))).toEqual([]);
    const titles = at.titles();
    expect(titles.length).toBeGreaterThanOrEqual(EXPORTED);
    for (let index = 0; index < 60; index += 1) expect(titles).toContain(`Item-${index}`);
    // The old one is there, byte for byte.
    const [aside] = readdirSync(join(at.folder, ".pm/backups")).filter((name) =>
      name.startsWith("damaged-"),
    );
    expect(readFileSync(join(at.folder, ".pm/backups", aside as string, "data.db"))).toEqual(
      damaged,
    );
    // It can be worked with, and shared.
    at.ok("pm add After && pm sync commit -m after");
    expect(at.titles()).toContain("After");
  });

  test("what was written and never exported, its history and the undo of it come back", () => {
    const at = large();
    const page = inDatabase(at, (database) => {
      const sql = "SELECT rootpage AS n FROM sqlite_schema WHERE name = 'changes_record'";
      return database.query<{ n: number }, []>(sql).get()?.n ?? 0;
    });
    const history = at.ok("pm log --json");
    overwrite(at, ".pm/data.db", (page - 1) * 4096, new Uint8Array(4096).fill(0xff));
    expect(doctor(at, "--fix").fixed[0]?.message).toContain("all that was in it");
    expect(at.titles()).toContain("Never");
    expect(at.titles()).toContain("Uno");
    expect(JSON.parse(at.ok("pm log --json"))).toEqual(JSON.parse(history));
    expect(at.json<{ conflicts: object[] }>("sync conflicts --all").conflicts).toEqual([]);
    at.ok("pm undo");
    expect(at.titles()).toContain("One");
    expect(at.titles()).toContain("Never");
  });

  test.each([
    [
      "the page of the log of changes is noise",
      (at: Place) => {
        const page = inDatabase(at, (database) => {
          const sql = "SELECT rootpage AS n FROM sqlite_schema WHERE name = 'writes'";
          return database.query<{ n: number }, []>(sql).get()?.n ?? 0;
        });
        overwrite(at, ".pm/data.db", (page - 1) * 4096, new Uint8Array(4096).fill(0xff));
      },
    ],
    [
      "the log of changes is missing",
      (at: Place) =>
        inDatabase(at, (database) => database.run("PRAGMA foreign_keys = OFF; DROP TABLE writes")),
    ],
  ])("%s: that is said, all records are there, and what comes after can be undone", (_, damage) => {
    const at = large();
    at.ok(
      "pm sync export -q -o ../early.json && pm add Dropped && pm sync import -q ../early.json",
    );
    damage(at);
    expect(at.run("pm log").stderr).toContain("pm doctor --fix");
    const [repair] = doctor(at, "--fix").fixed;
    expect(repair).toMatchObject({ code: "database-damaged", done: true });
    expect(repair?.message).toContain(
      "these logs, on which no record hangs: changes (pm log, pm undo)",
    );
    expect(at.ok("ls .pm/backups")).toContain("damaged-");
    expect(at.titles()).toContain("Uno");
    expect(at.titles()).toContain("Never");
    // The replacement from before is nothing to take back: nobody knows what came after it.
    expect(at.run("pm undo").stderr).toContain("There is no change of yours to take back.");
    at.ok("pm add Later && pm undo");
    expect(at.titles()).not.toContain("Later");
    expect(at.titles()).toContain("Never");
  });

  test("data.json in conflict at the same time hides nothing", () => {
    const at = large();
    at.write(".pm/data.json", `<<<<<<< ours\n${at.read(".pm/data.json")}`);
    overwrite(at, ".pm/data.db", 100, new Uint8Array(3000).fill(0xff));
    const report = doctor(at, "--fix");
    expect(report.fixed[0]?.message).toContain("data.json was not taken in");
    at.ok("git restore .pm/data.json && pm sync import --merge");
    expect(at.titles().length).toBeGreaterThanOrEqual(EXPORTED);
  });

  test("not while a server has it open", async () => {
    const at = patient();
    cleanUps.push(await at.serve());
    inDatabase(at, (database) => database.run("PRAGMA wal_checkpoint(TRUNCATE)"));
    overwrite(at, ".pm/data.db", 8192, new Uint8Array(40_000).fill(0xff));
    const report = doctor(at, "--fix");
    expect(report.fixed[0]).toMatchObject({ code: "database-damaged", done: false });
    expect(report.fixed[0]?.message).toMatch(/Stop it first: kill \d+/);
    expect(report.code).toBe(1);
    expect(existsSync(join(at.folder, ".pm/backups"))).toBe(false);
  });
});
