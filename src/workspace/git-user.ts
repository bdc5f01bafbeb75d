/**
 * What git knows about the person: `user.name` and `user.email`.
 *
 * Starting git costs a fifth of a command's time, so plain settings are read from the files. What
 * is not plain (includes, quotes, settings given by the environment, settings of the whole machine)
 * is left to git itself.
 */
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { Workspace } from "./locate.ts";

export interface GitUser {
  name: string | null;
  email: string | null;
}

const NOBODY: GitUser = { name: null, email: null };

/** The name and the email that git would put into a commit here; null where it has none. */
export function gitUser(workspace: Workspace): GitUser {
  const plain = readPlain(workspace);
  return plain?.name && plain.email ? plain : (askGit(workspace) ?? plain ?? NOBODY);
}

/** From the files alone; null where they are not plain enough to be sure. */
function readPlain({ commonDir }: Workspace): GitUser | null {
  const env = process.env;
  if (env.GIT_CONFIG_COUNT || env.GIT_CONFIG_PARAMETERS || env.GIT_CONFIG) return null;
  const home = env.HOME || homedir();
  const files =
    env.GIT_CONFIG_GLOBAL !== undefined
      ? [env.GIT_CONFIG_GLOBAL]
      : [
          join(env.XDG_CONFIG_HOME || join(home, ".config"), "git", "config"),
          join(home, ".gitconfig"),
        ];
  if (commonDir) files.push(join(commonDir, "config"));
  const found = { ...NOBODY };
  for (const file of files) {
    const text = readIfReadable(file);
    if (text !== null && !scan(text, found)) return null;
  }
  return found;
}

/** What makes a file's plain settings uncertain: other files, and lines that go on. */
const NOT_PLAIN = /^\s*\[include|^\s*worktreeconfig|\\\r?$/im;
const SECTION = /^\s*\[([^\]]*)\]?(.*)$/;
const SETTING = /^\s*(name|email)\s*=\s*(.*)$/i;

/** Takes the settings of one file over into `found`; false where only git can tell. */
function scan(text: string, found: GitUser): boolean {
  if (NOT_PLAIN.test(text)) return false;
  let inUser = false;
  for (const line of text.split("\n")) {
    const section = SECTION.exec(line);
    if (section) inUser = section[1]?.trim().toLowerCase() === "user";
    if (!inUser) continue;
    // A setting on the line of its section.
    if (section?.[2]?.trim()) return false;
    const [, key, value] = SETTING.exec(line) ?? [];
    if (key === undefined || value === undefined) continue;
    if (/["\\#;]/.test(value)) return false;
    found[key.toLowerCase() as keyof GitUser] = value.trim() || null;
  }
  return true;
}

/** Null if there is no git on this machine. */
function askGit({ root, gitDir }: Workspace): GitUser | null {
  const found = { ...NOBODY };
  try {
    const { stdout } = Bun.spawnSync(
      ["git", "config", "--null", "--get-regexp", "^user\\.(name|email)$"],
      { cwd: gitDir ? root : homedir(), stdio: ["ignore", "pipe", "ignore"] },
    );
    for (const entry of stdout.toString().split("\0")) {
      const end = entry.indexOf("\n");
      if (end < 0) continue;
      // The last one counts, as in git.
      found[entry.slice(0, end) === "user.name" ? "name" : "email"] =
        entry.slice(end + 1).trim() || null;
    }
    return found;
  } catch {
    return null;
  }
}

function readIfReadable(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}
