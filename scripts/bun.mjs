// Runs Bun: `node scripts/bun.mjs <arguments of bun>`.
//
// The npm package `bun` puts its binary in place with a postinstall script, and npm may hold that
// script back. The binary then still lies in the package of this platform, so both are tried.
import { spawnSync } from "node:child_process";
import { readdirSync, realpathSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runAttached, top } from "./repo.mjs";

/** What the postinstall script replaces is a small text file; the real binary is tens of MB. */
const SMALLEST_BINARY = 1_000_000;

function candidates() {
  const modules = join(top, "node_modules");
  const linked = ["bun.exe", "bun"].map((name) => join(modules, "bun", "bin", name));
  const scope = join(modules, "@oven");
  const packages = statSync(scope, { throwIfNoEntry: false }) ? readdirSync(scope) : [];
  const own = packages
    .filter((name) => name.startsWith("bun-"))
    .flatMap((name) => ["bun", "bun.exe"].map((file) => join(scope, name, "bin", file)));
  return [...linked, ...own].filter(
    (file) => (statSync(file, { throwIfNoEntry: false })?.size ?? 0) > SMALLEST_BINARY,
  );
}

/** The path of a Bun binary that runs on this machine. */
export function findBun() {
  const tried = candidates();
  const found = tried.find((file) => spawnSync(file, ["--version"]).status === 0);
  if (found) return found;
  const detail = tried.length > 0 ? ` (none of these runs: ${tried.join(", ")})` : "";
  throw new Error(`No Bun in node_modules${detail}. Run: npm ci`);
}

const isMain = realpathSync(process.argv[1]) === realpathSync(fileURLToPath(import.meta.url));
if (isMain) {
  try {
    process.exitCode = await runAttached(findBun(), process.argv.slice(2));
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
