import { tryCases } from "./case.ts";
import { openClinic } from "./clinic.ts";
import { GIT } from "./git.cases.ts";

openClinic();
tryCases(GIT);
