import { expect } from "bun:test";
import type { Case } from "./case.ts";
import { another, doctor, editFile, finding, inDatabase, OTHER_ID } from "./clinic.ts";

export const FILE: readonly Case[] = [
  {
    code: "file-left-out",
    provoke: (at) =>
      void at.ok("pm sync commit; git sparse-checkout set --no-cone '/*' '!/.pm/data.json'"),
    repair: /^git sparse-checkout add '\/\.pm\/\*'$/,
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
];
