import { version } from "../../package.json" with { type: "json" };

export const VERSION: string = version;

/** This program as it stands in `exported_by` of a file that it writes. */
export const PROGRAM = `pm-cli ${version}`;
