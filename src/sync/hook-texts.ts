/**
 * The texts of git's hooks. `docs/hooks/` has the same ones, to be copied by hand; a test holds the
 * two together. Each calls `pm sync hook NAME` and then exits with 0, whatever became of it: a board
 * never stops a commit.
 */

export const HOOK_NAMES = ["pre-commit", "post-merge", "post-checkout", "post-rewrite"] as const;
export type HookName = (typeof HOOK_NAMES)[number];

const PURPOSE: { readonly [N in HookName]: string } = {
  "pre-commit": "writes the board to .pm/data.json and stages that file",
  "post-merge": "brings what was merged into the local board",
  "post-checkout": "brings the board of the branch into the local board",
  "post-rewrite": "brings what a rebase brought into the local board",
};

/** A hook of its own. */
export function hookText(name: HookName): string {
  return ["#!/bin/sh", `# pm: ${PURPOSE[name]}.`, ...callLines(name), "exit 0", ""].join("\n");
}

/** Where {@link chainingHookText} finds the hook that was there before, in the folder of the hooks. */
export const ORIGINALS = "pm-original";

/** A hook that first runs the one that was there, which now lies in {@link ORIGINALS}. */
export function chainingHookText(name: HookName): string {
  return [
    "#!/bin/sh",
    `# pm: ${PURPOSE[name]}.`,
    `# The hook that was here is ${ORIGINALS}/${name} now: it runs first, and decides as before.`,
    `# pm sync uninstall puts it back.`,
    `original="\${0%/*}/${ORIGINALS}/${name}"`,
    'if [ -x "$original" ]; then "$original" "$@" || exit; fi',
    ...callLines(name),
    "exit 0",
    "",
  ].join("\n");
}

/**
 * What goes into a shell hook of somebody else's, below its first line. It runs the hook itself, with
 * the rest of its lines, and then `pm`: so `pm` has its turn also where the hook ends with `exit` or
 * `exec`, and a failure of the hook stops the commit as before.
 */
export function chainBlock(name: HookName): string {
  return [
    `# >>> pm: ${PURPOSE[name]}. The lines below this block run first.`,
    `if [ "\${PM_CHAINED-}" = ${name} ]; then`,
    "  unset PM_CHAINED",
    "else",
    `  PM_CHAINED=${name} "$0" "$@" || exit`,
    ...callLines(name).map((line) => `  ${line}`),
    "  exit 0",
    "fi",
    "# <<< pm (pm sync uninstall takes these lines out)",
    "",
  ].join("\n");
}

/** Finds the block of {@link chainBlock}, of this and other versions of `pm`. */
export const CHAIN_BLOCK = /^# >>> pm: [\s\S]*?^# <<< pm .*\n/m;

function callLines(name: HookName): string[] {
  return [
    "if command -v pm >/dev/null 2>&1; then",
    `  pm sync hook ${name} "$@" || true`,
    "elif [ -e .pm/data.json ]; then",
    `  echo "pm: pm is not on the PATH, so the hook ${name} did nothing" >&2`,
    "fi",
  ];
}

/** Whether a hook calls `pm sync hook NAME` in a line that is no comment. */
export function callsPm(text: string, name: HookName): boolean {
  return new RegExp(`^[^#\\n]*\\bpm sync hook ${name}\\b`, "m").test(text);
}
