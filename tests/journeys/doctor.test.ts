// Everything that `pm doctor` can find is brought about for real, and repaired: by --fix, by the command
// that the finding names, or by what it says in words. Then the doctor is content, and nothing is lost.
import { Database } from "bun:sqlite";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "bun:test";
import { cpSync, existsSync, readdirSync, readFileSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";
import { FINDINGS } from "../../src/cli/doctor/findings.ts";
import { PM } from "../support/pm.ts";
import { makeWorld, type Place, type World } from "./support.ts";

let world: World;
let healthy: Place;
beforeAll(() => {
  world = makeWorld();
  healthy = world.repository("healthy");
  healthy.ok("pm project create Shop --key SHOP && pm add One && pm add Two --label ui");
  healthy.ok("pm sync init --yes && pm sync commit -m board && git add .pm && git status --short");
  healthy.ok("git diff --cached --quiet || git commit -qm attributes");
});
afterAll(() => world.remove());

let copies = 0;
const cleanUps: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const clean of cleanUps.splice(0).reverse()) await clean();
});

/** A repository of its own with a board and all that belongs to it: the doctor finds nothing. */
function patient(like = healthy): Place {
  copies += 1;
  const name = `patient-${copies}`;
  cpSync(like.folder, join(world.folder, name), { recursive: true, preserveTimestamps: true });
  return world.place(name);
}

interface Check {
  name: string;
  code: string | null;
  status: "ok" | "notice" | "problem";
  message: string;
  meaning: string | null;
  repair: string | null;
  fixable: boolean;
}

interface Report {
  checks: Check[];
  fixed: { code: string; done: boolean; message: string }[];
  problems: number;
  code: number;
}

type Env = Record<string, string>;

function doctor(at: Place, flags = "", env: Env = {}): Report {
  const { code, stdout, stderr } = at.run(`${PM} doctor --json ${flags}`, env);
  if (stdout === "") throw new Error(stderr);
  return { ...(JSON.parse(stdout) as Omit<Report, "code">), code };
}

function finding(report: Report, code: string): Check {
  const one = report.checks.find((check) => check.code === code);
  if (one === undefined) {
    const codes = report.checks.map((check) => `${check.code}: ${check.message}`).join("\n");
    throw new Error(`${code} was not found, but\n${codes}`);
  }
  return one;
}

const codesOf = ({ checks }: Report): string[] => checks.flatMap(({ code }) => code ?? []);

/** Opens the database without `pm`. */
function inDatabase<T>(at: Place, work: (database: Database) => T): T {
  const database = new Database(join(at.folder, ".pm/data.db"));
  database.run("PRAGMA wal_checkpoint(TRUNCATE)");
  try {
    return work(database);
  } finally {
    database.close();
  }
}

/** Writes bytes over a part of a file. */
function overwrite(at: Place, path: string, offset: number, bytes: Uint8Array): void {
  const file = join(at.folder, path);
  const all = readFileSync(file);
  all.set(bytes.subarray(0, Math.max(0, all.length - offset)), offset);
  Bun.write(file, all);
}

/** The board's file, changed as JSON. */
// biome-ignore lint/suspicious/noExplicitAny: whatever stands in the file
function editFile(at: Place, change: (board: any) => void): void {
  const board = JSON.parse(at.read(".pm/data.json"));
  change(board);
  at.write(".pm/data.json", `${JSON.stringify(board, null, 2)}\n`);
}

const OTHER_ID = "0f0f0f0f-0f0f-4f0f-8f0f-0f0f0f0f0f0f";
const FUTURE = "2199-01-01T00:00:00.000Z";

/** Another record beside those of a board. */
// biome-ignore lint/suspicious/noExplicitAny: whatever stands in the file
function another(item: any, more: object = {}): object {
  const { field_updated_at: _, ...rest } = item;
  return { ...rest, id: OTHER_ID, title: "Other", ...more };
}

interface Case {
  code: keyof typeof FINDINGS;
  /** What is the matter, where one code has several ways to come about. */
  how?: string;
  /** Returns the environment in which it shows, where that is another one. */
  provoke(at: Place): unknown;
  /**
   * `fix`: by --fix; a pattern: by this part of the repair's words, run as it stands; a function: by
   * hand, as the repair says; null: only time repairs it.
   */
  repair: "fix" | RegExp | ((at: Place) => unknown) | null;
  /** What is on the board in the end, where it is not One and Two. */
  titles?: string[];
}

const ONLY_AS_ROOT = process.getuid?.() === 0;

const CASES: Case[] = [
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

  {
    code: "file-missing",
    provoke: (at) => void at.ok("rm .pm/data.json"),
    repair: /pm sync export/,
  },
  {
    code: "file-conflict",
    how: "with markers",
    provoke(at) {
      const line = /.*"title": "One",\n/.exec(at.read(".pm/data.json"))?.[0] as string;
      const both = `<<<<<<< ours\n${line}=======\n${line}>>>>>>> theirs\n`;
      at.write(".pm/data.json", at.read(".pm/data.json").replace(line, both));
    },
    repair: "fix",
  },
  {
    code: "file-conflict",
    how: "in git's index",
    provoke(at) {
      const title = (text: string) =>
        at.write(".pm/data.json", at.read(".pm/data.json").replace('"One"', `"${text}"`));
      at.ok("git config --remove-section merge.pm-board && git config core.hooksPath /dev/null");
      at.ok("git switch -qc topic");
      title("Uno");
      at.ok("git commit -qam 1 && git switch -q main");
      title("Eins");
      at.ok("git commit -qam 2");
      expect(at.run("git merge topic").code).toBe(1);
      at.ok("git config --unset core.hooksPath && pm sync init --yes");
    },
    repair: (at) => {
      at.ok(finding(doctor(at), "file-conflict").repair as string);
      at.ok("git commit -qm merged && pm sync import -q --merge && pm sync conflicts --seen");
    },
    titles: ["Two", "Uno"],
  },
  {
    code: "file-duplicates",
    provoke: (at) => editFile(at, (board) => board.work_items.push(...board.work_items)),
    repair: "fix",
  },
  {
    code: "file-newer",
    provoke: (at) =>
      editFile(at, (board) => {
        board.schema_version = 2;
      }),
    repair: (at) => void at.ok("git restore .pm/data.json"),
  },
  {
    code: "file-unreadable",
    how: "and git has the last good one",
    provoke: (at) => at.write(".pm/data.json", at.read(".pm/data.json").slice(0, 500)),
    repair: /git restore \S+/,
  },
  {
    code: "file-unreadable",
    how: "and the database has it",
    provoke: (at) => at.write(".pm/data.json", "{}{"),
    repair: /mv \S+ \S+ && pm sync export/,
  },
  {
    code: "file-not-canonical",
    how: "line ends",
    provoke: (at) => at.write(".pm/data.json", at.read(".pm/data.json").replaceAll("\n", "\r\n")),
    repair: "fix",
  },
  {
    code: "file-not-canonical",
    how: "other order",
    provoke: (at) => editFile(at, (board) => board.work_items.reverse()),
    repair: /pm sync export/,
  },

  {
    code: "base-news",
    provoke: (at) =>
      editFile(at, (board) => board.work_items.unshift(another(board.work_items[0]))),
    repair: "fix",
    titles: ["One", "Other", "Two"],
  },
  {
    code: "base-unshared",
    provoke: (at) => void at.ok("pm sync uninstall --yes && pm add Mine"),
    repair: (at) => {
      at.ok(finding(doctor(at), "base-unshared").repair as string);
      at.ok("pm sync init --yes");
    },
    titles: ["Mine", "One", "Two"],
  },
  {
    code: "base-disagrees",
    provoke: (at) =>
      inDatabase(at, (database) =>
        database.run("UPDATE work_items SET story_points = 5 WHERE title = 'One'"),
      ),
    repair: (at) => {
      expect(doctor(at, "--fix").fixed.map(({ code }) => code)).toContain("base-disagrees");
      at.ok("pm sync export && pm sync commit");
    },
  },
  {
    code: "base-disagrees",
    how: "it speaks of writes that the log has not",
    provoke: (at) =>
      inDatabase(at, (database) =>
        database.run("UPDATE notes SET value = '99' WHERE key = 'published_seq'"),
      ),
    repair: "fix",
  },

  {
    code: "record-flag",
    provoke(at) {
      editFile(at, (board) => {
        const parent_id = "1f1f1f1f-0f0f-4f0f-8f0f-0f0f0f0f0f0f";
        board.work_items.unshift(another(board.work_items[0], { parent_id }));
      });
      at.ok("pm sync import --merge && pm sync export");
    },
    repair: (at) => void at.ok(`pm work-item update ${OTHER_ID} --parent-id none`),
    titles: ["One", "Other", "Two"],
  },
  {
    code: "conflict-unseen",
    provoke(at) {
      at.ok("pm work-item update $(pm search Two | cut -f1) --title Mine");
      editFile(at, (board) => {
        for (const item of board.work_items) {
          if (item.title !== "Two") continue;
          item.title = "Theirs";
          item.updated_at = new Date(Date.now() + 60_000).toISOString();
          item.version += 1;
        }
      });
      at.ok("pm sync import --merge && pm sync export");
    },
    repair: /pm sync conflicts --seen/,
    titles: ["One", "Theirs"],
  },
  {
    code: "journal-unreadable",
    provoke(at) {
      at.write(".pm/journal/0f.json", "{");
      at.ok("pm list");
    },
    repair: /mkdir .*/,
  },

  {
    code: "pm-not-on-path",
    provoke: () => ({ PATH: world.pathWithoutPm }),
    repair: () => {},
  },
  {
    code: "pm-other-version",
    provoke(at) {
      at.write("../old/pm", "#!/bin/sh\necho pm 0.0.1\n", 0o755);
      return { PATH: `${world.folder}/old:${world.pathWithoutPm}` };
    },
    repair: () => {},
  },
  {
    code: "pm-other-version",
    how: "it came with the repository, and is not run",
    provoke(at) {
      at.write("pm", "#!/bin/sh\ntouch ran; echo pm 0.1.0\n", 0o755);
      return { PATH: `.:${world.pathWithoutPm}` };
    },
    repair: (at) => {
      expect(at.has("ran")).toBe(false);
      at.ok("rm pm");
    },
  },
  {
    code: "git-missing",
    provoke(at) {
      at.ok(`mkdir -p ../little && ln -sf ${Bun.which("sh")} ../little/sh`);
      return { PATH: join(world.folder, "little") };
    },
    repair: () => {},
  },
  {
    code: "git-directory-missing",
    provoke: (at) => at.ok("mv .git ../elsewhere.git && echo gitdir: /nowhere > .git") as never,
    repair: (at) => void at.ok("rm .git && mv ../elsewhere.git .git"),
  },
  {
    code: "hooks-not-installed",
    provoke: (at) => void at.ok("pm sync uninstall --yes"),
    repair: /pm sync init --yes/,
  },
  { code: "hook-missing", provoke: (at) => void at.ok("rm .git/hooks/post-merge"), repair: "fix" },
  {
    code: "hook-missing",
    how: "another tool has written it anew",
    provoke: (at) => at.write(".git/hooks/pre-commit", "#!/bin/sh\nexit 0\n", 0o755),
    repair: /pm sync init --yes/,
  },
  {
    code: "hook-disabled",
    provoke: (at) => void at.ok("chmod -x .git/hooks/pre-commit"),
    repair: "fix",
  },
  {
    code: "hook-disabled",
    how: "by hand",
    provoke: (at) => void at.ok("chmod -x .git/hooks/post-rewrite"),
    repair: /chmod \+x \S+/,
  },
  {
    code: "hook-outdated",
    how: "between the marks in another tool's hook",
    provoke(at) {
      at.ok("pm sync uninstall --yes");
      at.write(".git/hooks/pre-commit", "#!/bin/sh\necho mine\n", 0o755);
      at.ok("pm sync init --yes && cp .git/hooks/pre-commit ../expected");
      const text = at.read(".git/hooks/pre-commit");
      at.write(".git/hooks/pre-commit", text.replace("did nothing", "slept"), 0o755);
    },
    repair: (at) => {
      doctor(at, "--fix");
      at.ok("test -x .git/hooks/pre-commit");
      expect(at.read(".git/hooks/pre-commit")).toBe(at.read("../expected"));
    },
  },
  {
    code: "hook-outdated",
    how: "a hook of pm's, to which somebody may have written",
    provoke(at) {
      const text = at.read(".git/hooks/pre-commit");
      at.write(".git/hooks/pre-commit", text.replace("did nothing", "slept"), 0o755);
    },
    repair: /mv .*/,
  },
  {
    code: "hooks-elsewhere",
    provoke: (at) => void at.ok("mkdir ../husky && git config core.hooksPath $PWD/../husky"),
    repair: /pm sync init --yes/,
  },
  {
    code: "hooks-elsewhere",
    how: "nowhere at all",
    provoke: (at) => void at.ok("git config core.hooksPath /dev/null"),
    repair: /git config --unset core.hooksPath/,
  },

  {
    code: "driver-missing",
    provoke: (at) => void at.ok("git config --remove-section merge.pm-board"),
    repair: "fix",
  },
  {
    code: "driver-missing",
    how: "half of it is there, with which git does not merge at all",
    provoke: (at) =>
      at.ok("pm sync uninstall --yes && git config merge.pm-board.name x && pm sync status -q"),
    repair: (at) => {
      expect(doctor(at, "--fix").code).toBe(0);
      at.ok("pm sync init --yes");
    },
  },
  {
    code: "driver-outdated",
    provoke: (at) => void at.ok("git config merge.pm-board.driver 'pm sync merge-file %A'"),
    repair: "fix",
  },
  {
    code: "attribute-missing",
    provoke(at) {
      at.write(".pm/.gitattributes", "# mine\n");
      at.ok("git commit -qam none");
    },
    repair: "fix",
  },
  {
    code: "attribute-overridden",
    provoke: (at) => at.write(".git/info/attributes", "/.pm/data.json merge=union\n"),
    repair: (at) => {
      const grep = /grep .*/.exec(finding(doctor(at), "attribute-overridden").repair as string);
      expect(at.ok(grep?.[0] as string)).toContain(".git/info/attributes:1:");
      at.ok("rm .git/info/attributes");
    },
  },
  {
    code: "line-ends-unset",
    provoke(at) {
      at.write(".pm/.gitattributes", "data.json merge=pm-board\n");
      at.ok("git commit -qam less");
    },
    repair: "fix",
  },
  {
    code: "attributes-untracked",
    provoke: (at) => void at.ok("git rm -q --cached .pm/.gitattributes && git commit -qm gone"),
    repair: /git add .*/,
  },

  {
    code: "board-ignored",
    how: "by a rule for files",
    provoke(at) {
      at.ok("git rm -q --cached .pm/data.json && git commit --no-verify -qm gone");
      at.write(".gitignore", "*.json\n");
      at.write(".pm/.gitignore", at.read(".pm/.gitignore").replace("!data.json\n", ""));
    },
    repair: (at) => {
      doctor(at, "--fix");
      at.ok("pm sync commit");
    },
  },
  {
    code: "board-ignored",
    how: "by a rule for the folder",
    provoke(at) {
      at.ok("git rm -rq --cached .pm && git commit --no-verify -qm gone");
      at.write(".gitignore", ".pm/\n");
    },
    repair: (at) => {
      const { message, repair } = finding(doctor(at), "board-ignored");
      expect(message).toContain(".gitignore, line 1, ");
      expect(repair).toBe("Take the line out of .gitignore.");
      at.ok("rm .gitignore && git add .pm && pm sync commit");
    },
  },
  {
    code: "board-untracked",
    provoke: (at) =>
      void at.ok("git rm -q --cached .pm/data.json && git commit --no-verify -qm gone"),
    repair: /pm sync commit/,
  },
  {
    code: "board-hidden",
    how: "assume-unchanged",
    provoke: (at) => void at.ok("git update-index --assume-unchanged .pm/data.json"),
    repair: "fix",
  },
  {
    code: "board-hidden",
    how: "skip-worktree",
    provoke: (at) => void at.ok("git update-index --skip-worktree .pm/data.json"),
    repair: /git update-index .*/,
  },
  {
    code: "machine-tracked",
    provoke: (at) => void at.ok("git add -f .pm/data.db"),
    repair: /git rm --cached .*/,
  },
  {
    code: "machine-not-ignored",
    provoke(at) {
      at.write(".git/info/exclude", "");
      at.write(".pm/.gitignore", "");
    },
    repair: "fix",
  },
  {
    code: "exclude-missing",
    provoke: (at) => at.write(".git/info/exclude", "# mine\n"),
    repair: "fix",
  },

  {
    code: "identity-unreadable",
    provoke: (at) => at.write(".pm/user.json", "{", 0o600),
    repair: "fix",
  },
  {
    code: "identity-differs",
    provoke: (at) =>
      at.write(
        ".pm/user.json",
        JSON.stringify({ id: OTHER_ID, name: "Eve", email: "eve@example.org" }),
        0o600,
      ),
    repair: /mv \S+ \S+tmp/,
  },
  {
    code: "identity-random",
    provoke: (at) => {
      at.ok("git config --unset user.email");
      return { GIT_CONFIG_GLOBAL: "/dev/null" };
    },
    repair: /git config user.email \S+/,
  },

  {
    code: "server-stale",
    async provoke(at) {
      await at.serve();
      const { pid } = JSON.parse(at.read(".pm/server.json")) as { pid: number };
      at.ok(`kill -9 ${pid}`);
      while (at.run(`kill -0 ${pid}`).code === 0) await Bun.sleep(10);
    },
    repair: "fix",
  },
  {
    code: "server-foreign",
    async provoke(at) {
      const other = patient();
      cleanUps.push(await other.serve());
      at.ok(`cp -p ${other.folder}/.pm/server.json .pm/server.json`);
    },
    repair: "fix",
  },
  {
    code: "server-exposed",
    async provoke(at) {
      cleanUps.push(await at.serve());
      at.ok("chmod 644 .pm/server.json");
    },
    repair: "fix",
  },
  {
    code: "server-other-version",
    async provoke(at) {
      cleanUps.push(await at.serve());
      const text = at.read(".pm/server.json").replace(/"version": "[^"]*"/, '"version": "0.0.1"');
      at.write(".pm/server.json", text, 0o600);
    },
    repair: async (at) => {
      expect(finding(doctor(at), "server-other-version").repair).toMatch(/^kill \d+ && pm-server$/);
      await cleanUps.pop()?.();
    },
  },
  {
    code: "server-hidden",
    async provoke(at) {
      cleanUps.push(await at.serve());
      at.ok("rm .pm/server.json");
    },
    repair: async () => {
      await cleanUps.pop()?.();
    },
  },
  {
    code: "config-unreadable",
    provoke: (at) => at.write(".pm/config.toml", "[server\n"),
    repair: /git restore \S+/,
  },
  {
    code: "config-ignored",
    provoke: (at) => at.write(".pm/config.toml", '[server]\nhost = "0.0.0.0"\n'),
    repair: (at) => void at.ok("git restore .pm/config.toml"),
  },

  {
    code: "not-writable",
    provoke: (at) => void at.ok("chmod 400 .pm/data.db"),
    repair: "fix",
  },
  {
    code: "not-writable",
    how: "the folder",
    provoke: (at) => void at.ok("mkdir -p .pm/backups && chmod 500 .pm/backups"),
    repair: /chmod \S+ \S+/,
  },
  ...(ONLY_AS_ROOT
    ? [
        {
          code: "not-mine",
          provoke: (at) => {
            at.ok(`${Bun.which("chown")} 65534 .pm/data.db`);
          },
          repair: (at) => {
            const command = /chown .*/.exec(finding(doctor(at), "not-mine").repair as string)?.[0];
            at.ok(`PATH=${process.env.PATH}; ${command?.replace("sudo ", "")}`);
          },
        } satisfies Case,
      ]
    : []),
  {
    code: "identity-exposed",
    provoke: (at) =>
      at.write(
        ".pm/user.json",
        JSON.stringify({ id: OTHER_ID, name: "Ada", email: "Ada@example.org" }),
      ),
    repair: "fix",
  },

  {
    code: "identity-exposed",
    how: "it came with the repository",
    provoke(at) {
      const eve = { id: OTHER_ID, name: "Eve", email: "eve@example.org" };
      at.write(".pm/user.json", JSON.stringify(eve));
      at.ok("git add -f .pm/user.json && git commit --no-verify -qm eve");
      expect(doctor(at, "--fix").fixed).toEqual([]);
    },
    repair: /git rm .*/,
  },

  {
    code: "clock-behind",
    provoke: (at) =>
      void at.ok("GIT_COMMITTER_DATE=2037-01-01T00:00:00Z git commit -q --allow-empty -m x"),
    repair: (at) => void at.ok("git reset -q --soft HEAD~1"),
  },
  {
    code: "stamp-in-future",
    provoke(at) {
      editFile(at, (board) => {
        board.work_items[0].updated_at = FUTURE;
      });
      at.ok("pm sync import --merge && pm sync commit");
    },
    repair: null,
  },

  {
    code: "leftovers",
    provoke: (at) =>
      void at.ok("touch -d '2 days ago' .pm/data.json.123.0123abcd.tmp && touch .pm/mine.tmp"),
    repair: (at) => {
      doctor(at, "--fix");
      expect([at.has(".pm/data.json.123.0123abcd.tmp"), at.has(".pm/mine.tmp")]).toEqual([
        false,
        true,
      ]);
    },
  },
];

test("a board in order is in order", () => {
  const report = doctor(patient());
  expect(report.checks.filter(({ status }) => status !== "ok")).toEqual([]);
  expect(report).toMatchObject({ code: 0, problems: 0, fixed: [] });
});

describe("found, repaired, and nothing lost:", () => {
  test.each(CASES.map((one) => [`${one.code}${one.how ? `, ${one.how}` : ""}`, one] as const))(
    "%s",
    async (_, { code, provoke, repair, titles = ["One", "Two"] }) => {
      const at = patient();
      const given = await provoke(at);
      const env = typeof given === "object" ? (given as Env) : {};
      const before = doctor(at, "", env);
      const one = finding(before, code);
      expect(one).toMatchObject({ ...FINDINGS[code], fixable: one.fixable });
      expect(before.code).toBe(before.problems > 0 ? 1 : 0);
      if (one.status === "problem") expect(before.code).toBe(1);
      if (repair === "fix") {
        expect(one.fixable).toBe(true);
        const report = doctor(at, "--fix", env);
        expect(report.fixed.filter(({ done }) => !done)).toEqual([]);
        expect(report.fixed.map((done) => done.code)).toContain(code);
      } else if (repair instanceof RegExp) {
        const command = repair.exec(one.repair ?? "")?.[0] ?? `false # ${one.repair}`;
        at.ok(command, env);
      } else {
        await repair?.(at);
      }
      // The hooks take along what was waiting.
      at.run("git add -A . && git commit -qm after");
      at.run("pm sync commit -m after");
      const after = doctor(at);
      const rest = repair === null ? [code] : [];
      expect(codesOf(after)).toEqual(rest);
      expect(after.code).toBe(0);
      expect(at.titles()).toEqual(titles);
    },
  );
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
  const page = readFileSync(join(import.meta.dir, "../../docs/doctor.md"), "utf8");
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
