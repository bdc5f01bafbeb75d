// `npm run build`: scripts/build.ts, run by Bun, after installing packages when that is needed.
import { join } from "node:path";
import { findBun } from "./bun.mjs";
import { ensureInstalled, runAttached, top } from "./repo.mjs";

ensureInstalled();
const script = join(top, "scripts", "build.ts");
process.exitCode = await runAttached(findBun(), ["run", script, ...process.argv.slice(2)], {
  cwd: top,
});
