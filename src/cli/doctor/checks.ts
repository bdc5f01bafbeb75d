/** Everything that `pm doctor` looks at, as a table of contents; each line is one family of checks. */
import { checkAgreement } from "./checks/agreement.ts";
import { checkClock } from "./checks/clock.ts";
import { checkDataJson } from "./checks/data-json.ts";
import { checkDatabase } from "./checks/database.ts";
import { checkDisk } from "./checks/disk.ts";
import { checkDriver } from "./checks/driver.ts";
import { checkHooks } from "./checks/hooks.ts";
import { checkIdentity } from "./checks/identity.ts";
import { checkPermissions } from "./checks/permissions.ts";
import { checkProgram } from "./checks/program.ts";
import { checkRecords } from "./checks/records.ts";
import { checkServer } from "./checks/server.ts";
import { checkTracking } from "./checks/tracking.ts";
import type { Exam } from "./exam.ts";
import type { Finding } from "./finding.ts";

type Check = (exam: Exam, name: string) => Finding[] | Promise<Finding[]>;

/** In the order of what hangs on what: without its database the board has no records to look at. */
export const CHECKS: readonly (readonly [name: string, check: Check])[] = [
  // Can it be opened, and is it whole?
  ["database", checkDatabase],
  // Can the tracked file be read, and is it as an export would write it?
  ["data.json", checkDataJson],
  // What do the two have that the other has not, and do they know it?
  ["agreement", checkAgreement],
  // What have merges brought or decided that somebody should look at?
  ["records", checkRecords],
  // Are git and pm there, by the names that others call them by?
  ["programs", checkProgram],
  ["hooks", checkHooks],
  // The merge driver, and the attributes that give it the file.
  ["driver", checkDriver],
  // Does git carry the board, and nothing that belongs to this machine?
  ["tracking", checkTracking],
  ["identity", checkIdentity],
  // Server, lock, and settings.
  ["server", checkServer],
  ["permissions", checkPermissions],
  ["clock", checkClock],
  // Room, and what killed processes have left.
  ["disk", checkDisk],
];
