// Writes what was played as a script of plain commands that a person can read and run.
import type { Plan } from "./actions.ts";
import { PLAN_LINE } from "./plan-file.ts";
import type { Played } from "./play.ts";

/** Finds the id of a new record in what `pm … --json` prints. */
const ID = `id() { grep -o '"id":"[^"]*"' | head -n 1 | cut -d '"' -f 4; }`;

/** The script. It works in an empty folder of its own, and prints what it does. */
export function scriptOf(plan: Plan, { finding, lines }: Played): string {
  // Where all clocks agree, those of the system do.
  const hasClocks = plan.clock !== "real" && plan.people.some(({ skew }) => skew !== 0);
  const words = lines.map(({ command }) => command).join("\n");
  const more = ["strace", "curl"].filter((tool) => words.includes(`${tool} -`));
  const needs = ["git", "pm", ...more].join(", ");
  const text = [
    "#!/bin/sh",
    ...(finding?.message ?? "nothing found").split("\n", 12).map((line) => `# ${line}`),
    "#",
    `${PLAN_LINE}${JSON.stringify(plan)}`,
    "#",
    hasClocks
      ? `# Needs ${needs}, and faketime (Debian's package of that name), since the clocks differ.`
      : `# Needs ${needs}.`,
    'cd "$(mktemp -d)" && pwd || exit',
    `export HOME="$PWD" GIT_CONFIG_NOSYSTEM=1 GIT_EDITOR=true TZ=UTC`,
    "git config --global init.defaultBranch main",
    ID,
    "top=$PWD pm=$(command -v pm)",
    "export top",
    "set -x",
  ];
  for (const { who, command, clock, makes, wrapper } of lines) {
    const within =
      wrapper === undefined ? command : `(PATH="$top/${wrapper}:$PATH"; export PATH; ${command})`;
    const at = !hasClocks || clock === null ? within : atTime(within, clock);
    const run = makes === undefined ? at : `${makes}=$( ${at} | id); export ${makes}`;
    text.push(`cd "$top${who === "" ? "" : `/${who}`}"; ${run}`);
  }
  return `${text.join("\n")}\n`;
}

/** The time holds for all that the command starts, hooks and the merge driver too. */
function atTime(command: string, clock: number): string {
  const time = new Date(clock).toISOString().replace("T", " ").replace("Z", "").slice(0, 19);
  return `faketime -f '${time}' sh -c '${command.replaceAll("'", `'\\''`)}'`;
}
