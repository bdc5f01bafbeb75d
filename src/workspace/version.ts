import { version } from "../../package.json" with { type: "json" };

/** This program as it stands in `exported_by` of a file that it writes. */
export const PROGRAM = `pm-cli ${version}`;
