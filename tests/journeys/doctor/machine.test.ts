import { tryCases } from "./case.ts";
import { openClinic } from "./clinic.ts";
import { MACHINE } from "./machine.cases.ts";

openClinic();
tryCases(MACHINE);
