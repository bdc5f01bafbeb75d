import { tryCases } from "./case.ts";
import { openClinic } from "./clinic.ts";
import { DATABASE } from "./database.cases.ts";

openClinic();
tryCases(DATABASE);
