import { tryCases } from "./case.ts";
import { openClinic } from "./clinic.ts";
import { TRACKING } from "./tracking.cases.ts";

openClinic();
tryCases(TRACKING);
