import { expect } from "bun:test";
import type { Case } from "./case.ts";
import {
  cleanUps,
  doctor,
  editFile,
  FUTURE,
  finding,
  inDatabase,
  ONLY_AS_ROOT,
  OTHER_ID,
  patient,
} from "./clinic.ts";

export const MACHINE: readonly Case[] = [
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
  {
    code: "not-a-folder",
    provoke: (at) => void at.ok("rm -rf .pm/journal && touch .pm/journal"),
    repair: /mv .*/,
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
    code: "stamp-endless",
    provoke: (at) =>
      inDatabase(at, (database) => {
        const times = '{"title":"9999-12-31T23:59:59.999Z"}';
        database.run(`UPDATE work_items SET field_updated_at = '${times}' WHERE title = 'One'`);
      }),
    repair: "fix",
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
