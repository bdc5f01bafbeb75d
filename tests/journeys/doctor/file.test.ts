import { tryCases } from "./case.ts";
import { openClinic } from "./clinic.ts";
import { FILE } from "./file.cases.ts";

openClinic();
tryCases(FILE);
