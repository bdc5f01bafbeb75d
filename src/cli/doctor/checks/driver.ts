import { existsSync } from "node:fs";
import { ok } from "../../../domain/refusal.ts";
import { BOARD_PATH, type GitWorkspace, git as run } from "../../../sync/git.ts";
import { DRIVER_COMMAND, setDriver, writeAttributes } from "../../../sync/install.ts";
import { driverCommand } from "../../../sync/integration.ts";
import { MERGE_DRIVER } from "../../../workspace/layout.ts";
import type { Exam } from "../exam.ts";
import { type Finding, type Fix, fine, found } from "../finding.ts";

const ATTRIBUTES = ".pm/.gitattributes";

/** Whether git gives the board to the merge driver, as git itself says. */
export function checkDriver({ git, files, integration }: Exam, name: string): Finding[] {
  if (git === null || !existsSync(files.dataJson)) return [];
  const findings: Finding[] = [];
  const attributes = attributesOf(git);
  const { driver } = integration;
  const isNamed = attributes.merge === MERGE_DRIVER;
  if (driver && !isNamed) findings.push(notNamed(name, git, attributes.merge ?? ""));
  const isHalf = run(git, "config", "--get", `merge.${MERGE_DRIVER}.name`).code === 0;
  if (!driver && (isHalf || integration.hooks.some((hook) => hook.in_place))) {
    const message = isHalf
      ? "The merge driver has a name and no command: git refuses to merge."
      : "The hooks of pm are in place, and its merge driver is not.";
    findings.push(found(name, "driver-missing", message, "pm sync init --yes", set(git)));
  }
  const command = driverCommand(git);
  if (driver && command !== DRIVER_COMMAND && command.startsWith("pm sync merge-file")) {
    const message = `The merge driver is set to: ${command}`;
    findings.push(found(name, "driver-outdated", message, "pm doctor --fix", set(git)));
  }
  if (isNamed && attributes.eol !== "lf") {
    const message = "No rule keeps the line ends of data.json as they are.";
    findings.push(found(name, "line-ends-unset", message, "pm doctor --fix", rule(git)));
  }
  if (existsSync(files.gitattributes) && isUntracked(git)) {
    const message = `${ATTRIBUTES} is not in git.`;
    findings.push(found(name, "attributes-untracked", message, `git add ${ATTRIBUTES}`));
  }
  if (findings.length > 0) return findings;
  return [fine(name, driver ? "git merges the board field by field." : "None is set up.")];
}

function attributesOf(git: GitWorkspace): { [attribute: string]: string } {
  const { stdout } = run(git, "check-attr", "-z", "merge", "text", "eol", "--", BOARD_PATH);
  const words = stdout.toString().split("\0");
  const found: { [attribute: string]: string } = {};
  for (let at = 0; at + 2 < words.length; at += 3) {
    found[words[at + 1] as string] = words[at + 2] as string;
  }
  return found;
}

function notNamed(name: string, git: GitWorkspace, value: string): Finding {
  if (value === "unspecified" || value === "") {
    const message = `No rule gives ${BOARD_PATH} to the merge driver.`;
    return found(name, "attribute-missing", message, "pm sync init --yes", rule(git));
  }
  const shown = value === "unset" ? "-merge" : value === "set" ? "merge" : `merge=${value}`;
  const message = `A rule sets ${shown} for ${BOARD_PATH}, in place of merge=${MERGE_DRIVER}.`;
  const repair = `Take it out: grep -n merge .git/info/attributes ${ATTRIBUTES}`;
  return found(name, "attribute-overridden", message, repair);
}

function rule(git: GitWorkspace): Fix {
  return () => {
    const path = writeAttributes(git);
    return ok(path === null ? "No rule was needed" : `Put the rule into ${ATTRIBUTES}`);
  };
}

function isUntracked(git: GitWorkspace): boolean {
  return run(git, "ls-files", "--error-unmatch", "--", ATTRIBUTES).code !== 0;
}

function set(git: GitWorkspace): Fix {
  return () => {
    const done = setDriver(git);
    return done.ok ? ok("Set the merge driver of .pm/data.json") : done;
  };
}
