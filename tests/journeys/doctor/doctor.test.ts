// Everything that `pm doctor` can find is brought about for real, and repaired, by the tests beside this one:
// by --fix, by the command that the finding names, or by what it says in words. Here is what is so of all of them.
import { expect, test } from "bun:test";
import { cpSync, readFileSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";
import { FINDINGS } from "../../../src/cli/doctor/findings.ts";
import {
  another,
  cleanUps,
  codesOf,
  doctor,
  editFile,
  finding,
  healthy,
  ONLY_AS_ROOT,
  openClinic,
  patient,
  world,
} from "./clinic.ts";
import { DATABASE } from "./database.cases.ts";
import { FILE } from "./file.cases.ts";
import { GIT } from "./git.cases.ts";
import { MACHINE } from "./machine.cases.ts";
import { TRACKING } from "./tracking.cases.ts";

const CASES = [...DATABASE, ...FILE, ...GIT, ...TRACKING, ...MACHINE];

openClinic();

test("a board in order is in order", () => {
  const report = doctor(patient());
  expect(report.checks.filter(({ status }) => status !== "ok")).toEqual([]);
  expect(report).toMatchObject({ code: 0, problems: 0, fixed: [] });
});
test("every kind of finding has its case", () => {
  const ELSEWHERE = ["no-board", "disk-full", ...(ONLY_AS_ROOT ? [] : ["not-mine"])];
  const tried = new Set<string>([...CASES.map(({ code }) => code), ...ELSEWHERE]);
  expect(Object.keys(FINDINGS).filter((code) => !tried.has(code))).toEqual([]);
});

test("without a board it makes none", () => {
  const at = world.place("bare");
  at.ok("git init -q .");
  const report = doctor(at);
  expect(codesOf(report)).toEqual(["no-board"]);
  expect(report.code).toBe(0);
  expect(at.has(".pm")).toBe(false);
  at.ok(finding(report, "no-board").repair as string);
  expect(codesOf(doctor(at))).not.toContain("no-board");
});

test.skipIf(!ONLY_AS_ROOT)(
  "a disk that is nearly full (a real one takes a mount, and that root)",
  () => {
    const folder = join(world.folder, "disk");
    const env = { PATH: process.env.PATH ?? "" };
    const at = world.place(".");
    at.ok(`mkdir ${folder} && mount -t tmpfs -o size=16m tmpfs ${folder}`, env);
    cleanUps.push(() => void at.ok(`umount ${folder}`, env));
    cpSync(healthy.folder, join(folder, "a"), { recursive: true, preserveTimestamps: true });
    const small = world.place("disk/a");
    expect(codesOf(doctor(small))).toEqual(["disk-full"]);
    at.ok(`mount -o remount,size=64m ${folder}`, env);
    expect(codesOf(doctor(small))).toEqual([]);
  },
);

test("of very many records that need a look, ten are named", () => {
  const at = patient();
  editFile(at, (board) => {
    const parent_id = "1f1f1f1f-0f0f-4f0f-8f0f-0f0f0f0f0f0f";
    const [item] = board.work_items;
    for (let index = 0; index < 12; index += 1) {
      const id = `0f0f0f0f-0f0f-4f0f-8f0f-0f0f0f0f${1000 + index}`;
      board.work_items.push(another(item, { id, parent_id }));
    }
  });
  at.ok("pm sync import --merge");
  const flags = doctor(at).checks.filter(({ code }) => code === "record-flag");
  expect(flags).toHaveLength(11);
  expect(flags.at(-1)?.message).toBe("2 more records of this kind.");
});

test("it changes nothing without --fix", () => {
  const at = patient();
  at.ok("pm sync uninstall --yes && pm add Mine && chmod 644 .pm/config.toml");
  at.write(".git/info/exclude", "");
  at.write(".pm/data.json", at.read(".pm/data.json").replaceAll("\n", "\r\n"));
  const state = () =>
    at.ok(
      "ls -lR --time-style=full-iso .git .pm | grep -v -e data.db -e ^total; cat .pm/data.json",
    );
  const before = state();
  expect(codesOf(doctor(at)).length).toBeGreaterThan(2);
  expect(state()).toBe(before);
});

test("docs/doctor.md has every finding, with its meaning, and whether --fix repairs it", () => {
  const page = readFileSync(join(import.meta.dir, "../../../docs/doctor.md"), "utf8");
  const rows = page.split("\n").flatMap((line) => {
    const cells = line.split("|").map((cell) => cell.trim());
    return /^`[a-z-]+`$/.test(cells[1] ?? "") ? [cells] : [];
  });
  const documented = rows.map(([, code = "", status, meaning]) => [
    code.replaceAll("`", ""),
    status,
    meaning?.replaceAll("`", ""),
  ]);
  const known = Object.entries(FINDINGS).map(([code, { status, meaning }]) => [
    code,
    status,
    meaning,
  ]);
  expect(documented).toEqual(known);
  const byFix = new Set<string>(
    CASES.filter(({ repair }) => repair === "fix").map(({ code }) => code),
  );
  for (const cells of rows) {
    const code = (cells[1] ?? "").replaceAll("`", "");
    if (byFix.has(code))
      expect([code, cells[5]]).toEqual([code, expect.stringMatching(/^(yes|where)/)]);
  }
});

test("on a terminal and in a pipe", () => {
  const at = patient();
  at.ok("rm .git/hooks/post-merge");
  expect(at.run("pm doctor").stdout).toContain(
    "hooks\tproblem\tThe hook post-merge does not call pm, and others do.\tpm sync init --yes\thook-missing\t",
  );
  const fixed = at.run("pm doctor --fix");
  expect(fixed.code).toBe(0);
  expect(fixed.stdout).toStartWith(
    "fix\tfixed\tMade the hook post-merge call pm\t\thook-missing\t\n",
  );
  expect(statSync(join(at.folder, ".git/hooks/post-merge")).mode & 0o111).not.toBe(0);
  renameSync(join(at.folder, ".git/hooks/post-merge"), join(at.folder, ".git/hooks/old"));
});
