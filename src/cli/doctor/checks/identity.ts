import { chmodSync, existsSync, lstatSync } from "node:fs";
import { ok } from "../../../domain/refusal.ts";
import { gitUser } from "../../../workspace/git-user.ts";
import { identify } from "../../../workspace/identity.ts";
import type { Exam } from "../exam.ts";
import { type Finding, fine, found } from "../finding.ts";
import { putAside } from "./database.ts";

/** Who writes here, and whether that is who commits. */
export function checkIdentity(exam: Exam, name: string): Finding[] {
  const { workspace, files } = exam;
  const { email, name: gitName } = gitUser(workspace);
  if (!existsSync(files.userJson)) {
    if (email !== null) return [fine(name, `You are ${gitName ?? email}, as git says.`)];
    const message = "git does not know your email.";
    return [found(name, "identity-random", message, "git config user.email YOU@EXAMPLE.ORG")];
  }
  const stat = lstatSync(files.userJson);
  if (stat.isFile() && stat.uid === process.getuid?.() && (stat.mode & 0o077) !== 0) {
    const message = "Others can read .pm/user.json, or write it, and pm does not believe it.";
    // One that git has brought is somebody else's.
    if (exam.integration.tracked_runtime_files.includes(".pm/user.json")) {
      return [found(name, "identity-exposed", message, "git rm .pm/user.json")];
    }
    return [
      found(name, "identity-exposed", message, "chmod 600 .pm/user.json", () => {
        chmodSync(files.userJson, 0o600);
        return ok("Made .pm/user.json readable by you alone");
      }),
    ];
  }
  const actor = identify(workspace);
  if (!actor.ok) {
    const repair = "Mend the file, or move it away to be who git says: pm doctor --fix";
    const fix = email === null ? null : putAside(exam, "user.json");
    return [found(name, "identity-unreadable", actor.refusal.message, repair, fix)];
  }
  const mine = actor.value.email;
  if (email !== null && email.toLowerCase() !== mine?.toLowerCase()) {
    const message = `.pm/user.json says ${actor.value.name} <${mine ?? "no email"}>, git says ${email}.`;
    const repair =
      "To be who git says: mv .pm/user.json .pm/user.json.tmp - to be who user.json says: git config user.email EMAIL";
    return [found(name, "identity-differs", message, repair)];
  }
  if (email === null && mine === null) {
    const message = "git does not know your email: your id is made up, and only here.";
    const repair = "git config user.email YOU@EXAMPLE.ORG, then mv .pm/user.json .pm/user.json.tmp";
    return [found(name, "identity-random", message, repair)];
  }
  return [fine(name, `You are ${actor.value.name}, as user.json says.`)];
}
