import { expect } from "bun:test";
import type { Case } from "./case.ts";
import { doctor, finding } from "./clinic.ts";

export const TRACKING: readonly Case[] = [
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
    code: "machine-tracked",
    how: "backups that came with a push",
    provoke(at) {
      at.write(".pm/backups/20990101T000000000Z-aaaa.json", at.read(".pm/data.json"));
      at.ok("git add -f .pm/backups && git commit --no-verify -qm backups");
    },
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
];
