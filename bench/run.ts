// Runs the measurements, all of them or those that are named: `npm run bench [NAME…]`.
//
// Times never make it fail: they belong to the machine that it runs on. What it measures and how to
// read it stands in README.md.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type MeasureFile, setUp } from "./support/bench.ts";
import type { Result } from "./support/measure.ts";
import { tables } from "./support/report.ts";

const MEASURES: { readonly [name: string]: () => Promise<{ run: MeasureFile }> } = {
  version: () => import("./measures/version.ts"),
  list: () => import("./measures/list.ts"),
  create: () => import("./measures/create.ts"),
  export: () => import("./measures/export.ts"),
  import: () => import("./measures/import.ts"),
  merge: () => import("./measures/merge.ts"),
  driver: () => import("./measures/driver.ts"),
  "one-record": () => import("./measures/one-record.ts"),
  "export-one": () => import("./measures/export-one.ts"),
  pull: () => import("./measures/pull.ts"),
  search: () => import("./measures/search.ts"),
  live: () => import("./measures/live.ts"),
};

const named = process.argv.slice(2);
const unknown = named.filter((name) => !(name in MEASURES));
if (unknown.length > 0) {
  console.error(
    `No measurement ${unknown.join(", ")}. There are: ${Object.keys(MEASURES).join(", ")}`,
  );
  process.exit(2);
}

const scratch = mkdtempSync(join(tmpdir(), "pm-bench-"));
try {
  const bench = setUp(scratch);
  if (bench.sqlite3 === null) {
    console.log("There is no sqlite3 on the PATH: what it is the floor of has no ratio.\n");
  }
  const results: Result[] = [];
  for (const [name, load] of Object.entries(MEASURES)) {
    if (named.length > 0 && !named.includes(name)) continue;
    console.error(`measuring ${name}...`);
    const { run } = await load();
    results.push(...(await run(bench)));
  }
  console.log(tables(results));
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
