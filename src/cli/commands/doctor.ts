import { existsSync } from "node:fs";
import { type Outcome, ok, refuse } from "../../domain/refusal.ts";
import type { Workspace } from "../../workspace/locate.ts";
import { defineCommand } from "../command.ts";
import { leftOutFinding } from "../doctor/checks/data-json.ts";
import { CHECKS } from "../doctor/checks.ts";
import { begin, end } from "../doctor/exam.ts";
import { type Finding, type Fix, found } from "../doctor/finding.ts";
import { findingText, fixedText, shown } from "../doctor/report.ts";

export const command = defineCommand({
  flags: {
    fix: { type: "switch", summary: "do the repairs that are safe" },
  },
  details:
    "Looks at the database, data.json, the records, hooks, merge driver, what git tracks, who you are, the server, permissions, clock and disk. Each finding says what it means and what repairs it. Exits with 1 if a problem is left. Without --fix it changes nothing; with it, it takes nothing away: what it replaces goes to .pm/backups.",
  examples: [
    ["pm doctor", "checks everything"],
    ["pm doctor --fix", "and repairs what can be repaired safely"],
    ["pm doctor --json", "the findings by their codes, for scripts (docs/doctor.md)"],
  ],
  async run({ flags }, context) {
    const located = await context.workspace();
    if (!located.ok) return located;
    const workspace = located.value;
    const fixed: Fixed[] = [];
    let findings = await examine(workspace);
    // One repair can bring another finding to light: what is in a database shows when it is open.
    for (let round = 0; flags.fix && round < MOST_ROUNDS; round += 1) {
      const before = fixed.length;
      findings = await examine(workspace, fixed);
      if (fixed.length === before) break;
      findings = await examine(workspace);
    }
    const problems = findings.filter(({ status }) => status === "problem").length;
    return ok({
      json: { root: workspace.root, checks: findings.map(shown), fixed, problems },
      text: (screen) =>
        [
          ...fixed.map((one) => fixedText(one, screen)),
          ...findings.map((one) => findingText(one, screen)),
        ].join(""),
      exitCode: problems > 0 ? 1 : 0,
    });
  },
});

const MOST_ROUNDS = 4;

/** What `--fix` has done, or why it could not. */
interface Fixed {
  code: string;
  /** The message of the finding. */
  about: string;
  done: boolean;
  message: string;
}

/**
 * Looks at everything.
 *
 * @param fixed takes what was repaired; left out, nothing is.
 */
async function examine(workspace: Workspace, fixed?: Fixed[]): Promise<Finding[]> {
  if (!existsSync(workspace.pmDir)) {
    const sparse = leftOutFinding(workspace, "data.json");
    if (sparse !== null) return [sparse];
    const message = `There is no board in ${workspace.root} yet.`;
    return [found("board", "no-board", message, "pm init")];
  }
  const exam = await begin(workspace);
  try {
    const findings: Finding[] = [];
    for (const [name, check] of CHECKS) findings.push(...(await check(exam, name)));
    if (fixed !== undefined) await repair(findings, fixed);
    return findings;
  } finally {
    await end(exam);
  }
}

/** Does each repair once, whatever comes of it. */
async function repair(findings: readonly Finding[], fixed: Fixed[]): Promise<void> {
  for (const { code, message: about, fix } of findings) {
    if (code === null || fix === null) continue;
    if (fixed.some((one) => one.code === code && one.about === about)) continue;
    const outcome = await attempt(fix);
    const message = outcome.ok
      ? outcome.value
      : [outcome.refusal.message, outcome.refusal.hint].filter(Boolean).join(" ");
    fixed.push({ code, about, done: outcome.ok, message });
  }
}

async function attempt(fix: Fix): Promise<Outcome<string>> {
  try {
    return await fix();
  } catch (error) {
    return refuse("unavailable", (error as Error).message);
  }
}
