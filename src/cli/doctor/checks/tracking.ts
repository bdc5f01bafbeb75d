import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { ok } from "../../../domain/refusal.ts";
import { BOARD_PATH, type GitWorkspace, git as run } from "../../../sync/git.ts";
import { excludeRuntimeFiles, missingExcludes } from "../../../workspace/layout.ts";
import type { Exam } from "../exam.ts";
import { type Finding, type Fix, fine, found } from "../finding.ts";

/** Whether git carries the board, and nothing of it that belongs to this machine. */
export function checkTracking(exam: Exam, name: string): Finding[] {
  if (exam.git === null) return [];
  const findings = [...boardTravels(exam, exam.git, name), ...machineStays(exam, exam.git, name)];
  return findings.length > 0
    ? findings
    : [fine(name, "git carries the board, and leaves alone what belongs to this machine.")];
}

function boardTravels({ files }: Exam, git: GitWorkspace, name: string): Finding[] {
  const tag = run(git, "ls-files", "-v", "--", BOARD_PATH).stdout.toString()[0];
  if (tag !== undefined) return [...hidden(git, name, tag)];
  if (run(git, "check-ignore", "-q", "--", BOARD_PATH).code === 0) {
    const { stdout } = run(git, "check-ignore", "-v", "--", BOARD_PATH);
    const [rule = ""] = stdout.toString().split("\t");
    const [source, line, ...pattern] = rule.split(":");
    const shown = pattern.join(":");
    const message = `${source}, line ${line}, keeps ${BOARD_PATH} out of git: ${shown}`;
    // A rule for the folder as a whole cannot be lifted from within.
    const byFolder = run(git, "check-ignore", "-q", "--", ".pm/").code === 0;
    return [
      byFolder
        ? found(name, "board-ignored", message, `Take the line out of ${source}.`)
        : found(name, "board-ignored", message, "pm doctor --fix", unignore(files.gitignore)),
    ];
  }
  if (!existsSync(files.dataJson)) return [];
  return [found(name, "board-untracked", `${BOARD_PATH} is not in git yet.`, "pm sync commit")];
}

function* hidden(git: GitWorkspace, name: string, tag: string): Generator<Finding> {
  // Lower case: assume-unchanged; S: skip-worktree, also of a sparse check-out.
  if (tag === "H" || !/[a-zS]/.test(tag)) return;
  const isSkipped = tag.toUpperCase() === "S";
  const flag = isSkipped ? "skip-worktree" : "assume-unchanged";
  const message = `git is told to leave ${BOARD_PATH} alone: ${flag}.`;
  const isSparse = run(git, "config", "--type=bool", "core.sparseCheckout").stdout.toString();
  if (isSkipped && isSparse.trim() === "true") {
    const repair = "git sparse-checkout add .pm";
    yield found(name, "board-hidden", message, repair);
    return;
  }
  const repair = `git update-index --no-${flag} ${BOARD_PATH}`;
  yield found(name, "board-hidden", message, repair, () => {
    run(git, "update-index", `--no-${flag}`, BOARD_PATH);
    return ok(`Made git look at ${BOARD_PATH} again`);
  });
}

function unignore(gitignore: string): Fix {
  return () => {
    const text = existsSync(gitignore) ? readFileSync(gitignore, "utf8") : "";
    appendFileSync(gitignore, `${text === "" || text.endsWith("\n") ? "" : "\n"}!data.json\n`);
    return ok("Put !data.json into .pm/.gitignore");
  };
}

function machineStays(exam: Exam, git: GitWorkspace, name: string): Finding[] {
  const findings: Finding[] = [];
  const tracked = exam.integration.tracked_runtime_files;
  if (tracked.length > 0) {
    const message = `git tracks what belongs to this machine: ${tracked.join(", ")}`;
    const repair = `git rm --cached -rf ${tracked.join(" ")}`;
    findings.push(found(name, "machine-tracked", message, repair));
  }
  const exclude: Fix = () => {
    excludeRuntimeFiles(git);
    return ok("Put the rules into git's info/exclude");
  };
  if (run(git, "check-ignore", "-q", "--no-index", "--", ".pm/data.db").code !== 0) {
    const message = "No rule keeps .pm/data.db out of git.";
    findings.push(found(name, "machine-not-ignored", message, "pm doctor --fix", exclude));
  } else if (missingExcludes(git).length > 0) {
    const message = "git's info/exclude does not have all rules of .pm/.gitignore.";
    findings.push(found(name, "exclude-missing", message, "pm doctor --fix", exclude));
  }
  return findings;
}
