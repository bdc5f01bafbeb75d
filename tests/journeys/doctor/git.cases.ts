import { expect } from "bun:test";
import { join } from "node:path";
import type { Case } from "./case.ts";
import { doctor, world } from "./clinic.ts";

export const GIT: readonly Case[] = [
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
];
