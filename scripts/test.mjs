// `npm test`: builds the executable, checks types and lint, and runs every test under src/ and
// tests/. Arguments go to `bun test`: `npm test -- tests/cli -t rename`. The last line is always
// `N passed, N failed`, where types and lint count as one each.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { findBun } from "./bun.mjs";
import { ensureInstalled, runAttached, runCaptured, top } from "./repo.mjs";

/** For one test; the slowest start a server or a browser. */
const TIMEOUT_MS = 120_000;

const node = process.execPath;
const inModules = (...path) => join(top, "node_modules", ...path);

/** Sums of bun's JUnit report: its first element carries those of the whole run. */
function readReport(file) {
  try {
    const head = /<testsuites[^>]*>/.exec(readFileSync(file, "utf8"))?.[0] ?? "";
    const count = (name) => Number(new RegExp(`\\b${name}="(\\d+)"`).exec(head)?.[1] ?? 0);
    const failed = count("failures") + count("errors");
    return { passed: count("tests") - failed - count("skipped"), failed };
  } catch {
    return { passed: 0, failed: 0 };
  }
}

/** Browsers are tried alone: two of them at once on two cores wait for each other, and time out. */
const PARTS = [
  {
    files: [
      "./src",
      "./tests/architecture",
      "./tests/contract",
      "./tests/laws",
      "./tests/torture",
      "./tests/journeys",
    ],
  },
  { files: ["./tests/web"], processes: 1 },
];

async function runTests(bun) {
  const given = process.argv.slice(2);
  if (given.some((arg) => !arg.startsWith("-"))) return runPart(bun, { files: [] }, given);
  const total = { passed: 0, failed: 0 };
  for (const part of PARTS) {
    const { passed, failed } = await runPart(bun, part, given);
    total.passed += passed;
    total.failed += failed;
  }
  return total;
}

async function runPart(bun, { files, processes = availableParallelism() + 1 }, given) {
  const scratch = mkdtempSync(join(tmpdir(), "pm-test-"));
  const report = join(scratch, "report.xml");
  try {
    const code = await runAttached(
      bun,
      [
        "test",
        `--timeout=${TIMEOUT_MS}`,
        `--parallel=${processes}`,
        "--reporter=junit",
        `--reporter-outfile=${report}`,
        ...files,
        ...given,
      ],
      { cwd: top, stdio: ["ignore", "inherit", "inherit"] },
    );
    const { passed, failed } = readReport(report);
    if (passed + failed === 0) console.log("No test ran.");
    // A run can fail without a failing test: a file that does not load, or no tests at all.
    const broken = failed === 0 && (code !== 0 || passed === 0);
    return { passed, failed: broken ? 1 : failed };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

ensureInstalled();
const bun = findBun();
const total = { passed: 0, failed: 0 };

const stages = [
  ["build", runCaptured(bun, ["run", join(top, "scripts", "build.ts")])],
  ["types", runCaptured(node, [inModules("@typescript", "native", "bin", "tsc"), "--noEmit"])],
  // tsc does not read .svelte files.
  [
    "types of the web board",
    runCaptured(node, [
      inModules("svelte-check", "bin", "svelte-check"),
      ...["--workspace", join(top, "src", "web"), "--tsconfig", "./tsconfig.json"],
      ...["--output", "human", "--fail-on-warnings"],
    ]),
  ],
  ["lint", runCaptured(node, [inModules("@biomejs", "biome", "bin", "biome"), "check", "."])],
];
let built = false;
for (const [name, running] of stages) {
  const { code, output } = await running;
  console.log(`\n== ${name}: ${code === 0 ? "ok" : `failed (${code})`}`);
  process.stdout.write(output);
  if (name === "build") built = code === 0;
  // The build is no check of its own, but without it nothing can be said to work.
  if (code !== 0) total.failed += 1;
  else if (name !== "build") total.passed += 1;
}

console.log("\n== tests");
if (built) {
  const tests = await runTests(bun);
  total.passed += tests.passed;
  total.failed += tests.failed;
} else {
  console.log("Not run: they would test an executable of older sources.");
}

console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;
