// `npm start`: everything from a fresh clone to an open board of this repository.
import { join } from "node:path";
import { findBun } from "./bun.mjs";
import { ensureInstalled, executable, runAttached, top } from "./repo.mjs";

ensureInstalled();
const built = await runAttached(findBun(), ["run", join(top, "scripts", "build.ts")], { cwd: top });
if (built === 0) {
  const args = ["desktop", ...process.argv.slice(2)];
  process.exitCode = await runAttached(executable, args, { cwd: top });
} else {
  process.exitCode = built;
}
