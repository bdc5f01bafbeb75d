/**
 * One hook file of git: puts the call of `pm` into it, beside what may be there already, and takes
 * it out again, so that the file is what it was, byte for byte.
 */
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmdirSync,
  rmSync,
  type Stats,
  statSync,
  symlinkSync,
} from "node:fs";
import { isAbsolute, join } from "node:path";
import { type Outcome, ok, refuse } from "../domain/refusal.ts";
import {
  CHAIN_BLOCK,
  callsPm,
  chainBlock,
  chainingHookText,
  type HookName,
  hookText,
  ORIGINALS,
} from "./hook-texts.ts";
import { replaceFile } from "./replace-file.ts";

/**
 * What a hook file is. `ours`: made by `pm`, nothing else in it; `block`: a hook of somebody else's
 * with our block; `wrapper`: ours, and runs the one that was there; `by hand`: somebody wrote the
 * call of `pm` into it; `disabled`: has the call but git does not run it; `foreign`: no call.
 */
export type HookState =
  | "absent"
  | "ours"
  | "block"
  | "wrapper"
  | "by hand"
  | "disabled"
  | "foreign";

/** Looks at the hook of this name in a folder of hooks. */
export function hookState(folder: string, name: HookName): HookState {
  const path = join(folder, name);
  const text = readIfThere(path);
  if (text === null) return isThere(path) ? "foreign" : "absent";
  const call = callsPm(text, name);
  if (call && !isExecutable(path)) return "disabled";
  if (text === hookText(name)) return "ours";
  if (text === chainingHookText(name)) return "wrapper";
  if (CHAIN_BLOCK.test(text)) return "block";
  return call ? "by hand" : "foreign";
}

/**
 * Whether the hook has lines of another version of `pm`. `block`: between marks, where they can be put
 * right by {@link renewBlock}; `whole`: in a hook of `pm` that somebody may have written to.
 */
export function outdatedPart(folder: string, name: HookName): "block" | "whole" | null {
  const text = readIfThere(join(folder, name)) ?? "";
  const block = CHAIN_BLOCK.exec(text)?.[0];
  if (block !== undefined) return block === chainBlock(name) ? null : "block";
  const isOurs = /^#!\/bin\/sh\n# pm: /.test(text) && callsPm(text, name);
  return isOurs && !ownsWhole(text, name) ? "whole" : null;
}

/** Gives a hook of somebody else's the block of this version, in the place of another version's. */
export function renewBlock(folder: string, name: HookName): void {
  const path = join(folder, name);
  const text = readFileSync(path).toString("latin1");
  replaceHook(
    path,
    Buffer.from(
      text.replace(CHAIN_BLOCK, () => chainBlock(name)),
      "latin1",
    ),
  );
}

/** What was done to a hook file. */
export type HookChange = "unchanged" | "created" | "chained" | "removed" | "restored" | "kept";

/**
 * Makes the hook call `pm`. Does nothing where it does already.
 *
 * A shell hook gets a block of lines; any other one, a link, and one that git does not run since it is
 * not executable, is put aside unchanged, under its own name, and a hook of ours runs it first.
 */
export function installHook(folder: string, name: HookName): Outcome<HookChange> {
  const path = join(folder, name);
  const state = hookState(folder, name);
  if (state === "absent") {
    mkdirSync(folder, { recursive: true });
    writeHook(path, hookText(name));
    return ok("created");
  }
  if (state === "disabled" && ownsWhole(readIfThere(path), name)) {
    chmodSync(path, 0o755);
    return ok("created");
  }
  if (state !== "foreign" && state !== "disabled") return ok("unchanged");
  const place = isExecutable(path) && !isLink(path) ? placeInShellHook(path) : null;
  if (place !== null) {
    const bytes = readFileSync(path);
    const block = Buffer.from(chainBlock(name));
    const parts = [bytes.subarray(0, place), block, bytes.subarray(place)];
    replaceHook(path, Buffer.concat(parts));
    return ok("chained");
  }
  const aside = putAside(folder, name);
  if (!aside.ok) return aside;
  writeHook(path, chainingHookText(name));
  return ok("chained");
}

/** Takes the call of `pm` out again. A hook into which somebody wrote it by hand is kept. */
export function uninstallHook(folder: string, name: HookName): HookChange {
  const path = join(folder, name);
  const text = readIfThere(path);
  if (text === null) return "unchanged";
  if (text === hookText(name)) {
    rmSync(path);
    return "removed";
  }
  if (text === chainingHookText(name)) {
    rmSync(path);
    return putBack(folder, name) ? "restored" : "removed";
  }
  if (!CHAIN_BLOCK.test(text)) return callsPm(text, name) ? "kept" : "unchanged";
  replaceHook(path, withoutBlock(readFileSync(path)));
  return "restored";
}

function ownsWhole(text: string | null, name: HookName): boolean {
  return text === hookText(name) || text === chainingHookText(name);
}

const SHELL =
  /^#![ \t]*(?:\S*\/)?(?:env[ \t]+(?:-S[ \t]*)?)?(?:\S*\/)?(?:ba|da|z|k|mk|a)?sh(?:[ \t][^\n]*)?\n/;

/**
 * Where the block goes into a shell hook: below its first line. Null for a hook in another language,
 * and for one that is no text.
 */
function placeInShellHook(path: string): number | null {
  const text = readFileSync(path, "latin1");
  if (text.includes("\0") || text.includes("\r\n")) return null;
  // Git runs a text without a first line that names its language with sh.
  if (!text.startsWith("#!")) return 0;
  return SHELL.exec(text)?.[0].length ?? null;
}

function withoutBlock(bytes: Buffer): Buffer {
  return Buffer.from(bytes.toString("latin1").replace(CHAIN_BLOCK, ""), "latin1");
}

/** Moves the hook that is there into the folder of originals, under its own name. */
function putAside(folder: string, name: HookName): Outcome<null> {
  const [path, originals] = [join(folder, name), join(folder, ORIGINALS)];
  mkdirSync(originals, { recursive: true });
  const aside = join(originals, name);
  if (isThere(aside)) {
    return refuse(
      "refused",
      `${path} is not the hook that pm made, and ${aside}, which that one ran first, is still there.`,
      "Another tool has replaced the hook. Move the file in pm-original away, then try again.",
    );
  }
  if (isLink(path)) {
    const target = readlinkSync(path);
    symlinkSync(isAbsolute(target) ? target : join("..", target), aside);
    rmSync(path);
  } else {
    renameSync(path, aside);
  }
  return ok(null);
}

function putBack(folder: string, name: HookName): boolean {
  const [path, originals] = [join(folder, name), join(folder, ORIGINALS)];
  const aside = join(originals, name);
  if (!isThere(aside)) return false;
  if (isLink(aside)) {
    symlinkSync(readlinkSync(aside).replace(/^\.\.\//, ""), path);
    rmSync(aside);
  } else {
    renameSync(aside, path);
  }
  try {
    rmdirSync(originals);
  } catch {
    // Other hooks are still in it.
  }
  return true;
}

function writeHook(path: string, text: string): void {
  replaceFile(path, Buffer.from(text), { mode: 0o755 });
  chmodSync(path, 0o755);
}

/** New bytes, the same permissions. */
function replaceHook(path: string, bytes: Buffer): void {
  const { mode } = statSync(path);
  replaceFile(path, bytes, { mode: mode & 0o777 });
  chmodSync(path, mode & 0o777);
}

function isThere(path: string): boolean {
  return entryAt(path) !== null;
}

function isLink(path: string): boolean {
  return entryAt(path)?.isSymbolicLink() ?? false;
}

function isExecutable(path: string): boolean {
  if (process.platform === "win32") return true;
  const mode = statSync(path, { throwIfNoEntry: false })?.mode ?? 0;
  return (mode & 0o111) !== 0;
}

/** Null where there is nothing, and where what should be the folder is none. */
function entryAt(path: string): Stats | null {
  try {
    return lstatSync(path);
  } catch {
    return null;
  }
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return null;
  }
}
