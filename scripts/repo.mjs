// What the plain-node scripts share: where the repository is, whether its packages are
// installed, and how to run a program in it. Nothing here may need an installed package.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const top = dirname(dirname(fileURLToPath(import.meta.url)));

/** The executable that the build makes, for this machine. */
export const executable = join(top, "dist", process.platform === "win32" ? "pm.exe" : "pm");

function readPackages(...path) {
  const file = join(top, ...path);
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).packages : undefined;
}

/** True when node_modules holds exactly the versions that package-lock.json names. */
function isInstalled() {
  const wanted = readPackages("package-lock.json");
  const present = readPackages("node_modules", ".package-lock.json");
  if (!wanted || !present) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === "") return true;
    const found = present[path];
    // A package for another platform is optional, and rightly absent.
    if (!found) return Boolean(entry.optional);
    return found.version === entry.version && existsSync(join(top, path, "package.json"));
  });
}

/** Runs `npm ci` when packages are missing or outdated. Exits when that fails. */
export function ensureInstalled() {
  if (isInstalled()) return;
  console.log("Installing packages (npm ci) …");
  // Under npm, the npm that is running; else the one on the path (npm.cmd on Windows: a shell).
  const own = process.env.npm_execpath;
  // Errors only: some packages wish for a newer node than npm has, and they run on Bun.
  const ci = ["ci", "--loglevel=error", "--no-audit", "--no-fund"];
  const [program, args, shell] = own?.endsWith("npm-cli.js")
    ? [process.execPath, [own, ...ci], false]
    : ["npm", ci, process.platform === "win32"];
  const { status } = spawnSync(program, args, { cwd: top, stdio: "inherit", shell });
  if (status !== 0) {
    console.error("npm ci failed: see its message above.");
    process.exit(1);
  }
}

/** Runs a program on this terminal, passing signals on, and returns its exit code. */
export function runAttached(program, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: "inherit", ...options });
    const forward = (signal) => child.kill(signal);
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, forward);
    child.on("error", (error) => {
      console.error(`${program}: ${error.message}`);
      resolve(127);
    });
    child.on("exit", (code, signal) => resolve(code ?? (signal === "SIGINT" ? 130 : 143)));
  });
}

/** Runs a program and returns its exit code and what it printed. */
export function runCaptured(program, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: top,
      stdio: ["ignore", "pipe", "pipe"],
      ...options,
    });
    let output = "";
    const collect = (chunk) => {
      output += chunk;
    };
    child.stdout.setEncoding("utf8").on("data", collect);
    child.stderr.setEncoding("utf8").on("data", collect);
    child.on("error", (error) => resolve({ code: 127, output: `${program}: ${error.message}\n` }));
    child.on("close", (code) => resolve({ code: code ?? 1, output }));
  });
}
