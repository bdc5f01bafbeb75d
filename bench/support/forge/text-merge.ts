// What the merge button of a forge does: `git merge-tree` in a bare repository, with no driver.
import { mkdirSync, rmSync } from "node:fs";

const PATH = ".pm/data.json";

export interface Repository {
  /**
   * Merges one version of each side.
   *
   * @returns the merged file; null for a conflict.
   */
  merge(ours: number, theirs: number): string | null;
  remove(): void;
}

/** A repository with a base, and versions of two sides that were made on it. */
export function repository(
  folder: string,
  base: string,
  ours: readonly string[],
  theirs: readonly string[],
): Repository {
  mkdirSync(folder);
  const env = { PATH: process.env.PATH ?? "", GIT_CONFIG_GLOBAL: "/dev/null", HOME: folder };
  const git = (args: readonly string[], stdin?: string) => {
    const run = Bun.spawnSync(["git", "-c", "core.compression=1", ...args], {
      cwd: folder,
      env,
      stdin: stdin === undefined ? "ignore" : Buffer.from(stdin),
    });
    return { code: run.exitCode, stdout: run.stdout.toString(), stderr: run.stderr.toString() };
  };
  const need = (args: readonly string[], stdin?: string): string => {
    const { code, stdout, stderr } = git(args, stdin);
    if (code !== 0) throw new Error(`git ${args.join(" ")} ended with ${code}: ${stderr}`);
    return stdout;
  };
  need(["init", "-q", "--bare"]);
  const commits = [
    commit("base", base, null),
    ...ours.map((text, index) => commit(`ours-${index}`, text, "base")),
    ...theirs.map((text, index) => commit(`theirs-${index}`, text, "base")),
  ];
  need(["fast-import", "--quiet"], commits.join(""));
  return {
    merge(a, b) {
      const { code, stdout, stderr } = git([
        "merge-tree",
        "--write-tree",
        `ours-${a}`,
        `theirs-${b}`,
      ]);
      if (code === 1) return null;
      if (code !== 0) throw new Error(`git merge-tree ended with ${code}: ${stderr}`);
      return need(["cat-file", "blob", `${stdout.trim()}:${PATH}`]);
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** A commit in the language of `git fast-import`. */
function commit(branch: string, text: string, parent: string | null): string {
  const from = parent === null ? "" : `from refs/heads/${parent}\n`;
  return `commit refs/heads/${branch}\ncommitter A <a@example.org> 0 +0000\ndata 0\n${from}M 100644 inline ${PATH}\ndata ${Buffer.byteLength(text)}\n${text}\n`;
}
