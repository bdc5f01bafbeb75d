// What the tests of `pm doctor` share: a repository in order, copies of it to spoil, and the doctor's report.
import { Database } from "bun:sqlite";
import { afterAll, afterEach, beforeAll } from "bun:test";
import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PM } from "../../support/pm.ts";
import { makeWorld, type Place, type World } from "../support.ts";

export let world: World;
export let healthy: Place;

let copies = 0;
export const cleanUps: (() => void | Promise<void>)[] = [];

/** To be called once by each file of tests. */
export function openClinic(): void {
  beforeAll(() => {
    world = makeWorld();
    healthy = world.repository("healthy");
    healthy.ok("pm project create Shop --key SHOP && pm add One && pm add Two --label ui");
    healthy.ok(
      "pm sync init --yes && pm sync commit -m board && git add .pm && git status --short",
    );
    healthy.ok("git diff --cached --quiet || git commit -qm attributes");
  });
  afterAll(() => world.remove());
  afterEach(async () => {
    for (const clean of cleanUps.splice(0).reverse()) await clean();
  });
}

/** A repository of its own with a board and all that belongs to it: the doctor finds nothing. */
export function patient(like = healthy): Place {
  copies += 1;
  const name = `patient-${copies}`;
  cpSync(like.folder, join(world.folder, name), { recursive: true, preserveTimestamps: true });
  return world.place(name);
}

export interface Check {
  name: string;
  code: string | null;
  status: "ok" | "notice" | "problem";
  message: string;
  meaning: string | null;
  repair: string | null;
  fixable: boolean;
}

export interface Report {
  checks: Check[];
  fixed: { code: string; done: boolean; message: string }[];
  problems: number;
  code: number;
}

export type Env = Record<string, string>;

export function doctor(at: Place, flags = "", env: Env = {}): Report {
  const { code, stdout, stderr } = at.run(`${PM} doctor --json ${flags}`, env);
  if (stdout === "") throw new Error(stderr);
  return { ...(JSON.parse(stdout) as Omit<Report, "code">), code };
}

export function finding(report: Report, code: string): Check {
  const one = report.checks.find((check) => check.code === code);
  if (one === undefined) {
    const codes = report.checks.map((check) => `${check.code}: ${check.message}`).join("\n");
    throw new Error(`${code} was not found, but\n${codes}`);
  }
  return one;
}

export const codesOf = ({ checks }: Report): string[] => checks.flatMap(({ code }) => code ?? []);

/** Opens the database without `pm`. */
export function inDatabase<T>(at: Place, work: (database: Database) => T): T {
  const database = new Database(join(at.folder, ".pm/data.db"));
  database.run("PRAGMA wal_checkpoint(TRUNCATE)");
  try {
    return work(database);
  } finally {
    database.close();
  }
}

/** Writes bytes over a part of a file. */
export function overwrite(at: Place, path: string, offset: number, bytes: Uint8Array): void {
  const file = join(at.folder, path);
  const all = readFileSync(file);
  all.set(bytes.subarray(0, Math.max(0, all.length - offset)), offset);
  Bun.write(file, all);
}

/** The board's file, changed as JSON. */
// biome-ignore lint/suspicious/noExplicitAny: whatever stands in the file
export function editFile(at: Place, change: (board: any) => void): void {
  const board = JSON.parse(at.read(".pm/data.json"));
  change(board);
  at.write(".pm/data.json", `${JSON.stringify(board, null, 2)}\n`);
}

export const ONLY_AS_ROOT = process.getuid?.() === 0;

export const OTHER_ID = "0f0f0f0f-0f0f-4f0f-8f0f-0f0f0f0f0f0f";
export const FUTURE = "2199-01-01T00:00:00.000Z";

/** Another record beside those of a board. */
// biome-ignore lint/suspicious/noExplicitAny: whatever stands in the file
export function another(item: any, more: object = {}): object {
  const { field_updated_at: _, ...rest } = item;
  return { ...rest, id: OTHER_ID, title: "Other", ...more };
}
