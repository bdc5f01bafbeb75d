// Real git in temporary folders, cut off from the settings of this machine.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

export interface Sandbox {
  /** An empty folder, symbolic links resolved. */
  folder: string;
  /** The environment in which git and pm see nothing of this machine's settings. */
  env: Record<string, string>;
  /** Runs git in a folder under the sandbox and returns what it printed; throws if it fails. */
  git(folder: string, ...args: string[]): string;
  /** Writes a file under the sandbox, with the folders above it, and returns its path. */
  write(path: string, text: string): string;
  remove(): void;
}

/** Makes a sandbox; the caller removes it. */
export function makeSandbox(): Sandbox {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "pm-")));
  const home = join(folder, "home");
  mkdirSync(home);
  const settings = join(home, ".gitconfig");
  writeFileSync(
    settings,
    "[user]\n\tname = Ada\n\temail = Ada@example.org\n[init]\n\tdefaultBranch = main\n" +
      '[protocol "file"]\n\tallow = always\n',
  );
  const env = {
    PATH: process.env.PATH ?? "",
    HOME: home,
    GIT_CONFIG_GLOBAL: settings,
    GIT_CONFIG_NOSYSTEM: "1",
  };
  return {
    folder,
    env,
    git(at, ...args) {
      const run = Bun.spawnSync(["git", "-C", join(folder, at), ...args], { env });
      if (run.exitCode !== 0) throw new Error(`git ${args.join(" ")}: ${run.stderr}`);
      return run.stdout.toString();
    },
    write(path, text) {
      const full = join(folder, path);
      mkdirSync(dirname(full), { recursive: true });
      writeFileSync(full, text);
      return full;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
