// `npm run torture -- --minutes N --seed S`: plays plan after plan until the time is over or something is
// found. Then it shrinks the plan and writes a script. The README of this folder says what is checked.
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import type { Plan } from "./actions.ts";
import { buildTorturePm } from "./build.ts";
import { add, type Census, tableOf } from "./census.ts";
import { makePlan } from "./plan.ts";
import { planIn } from "./plan-file.ts";
import { type Played, play } from "./play.ts";
import { scriptOf } from "./script.ts";
import { shrink } from "./shrink.ts";

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "5" },
    seed: { type: "string" },
    actions: { type: "string", default: "80" },
    plan: { type: "string" },
    output: { type: "string", default: "dist/torture/findings" },
    "keep-going": { type: "boolean", default: false },
    "no-shrink": { type: "boolean", default: false },
  },
});

/** A file that cannot be read, or is no plan, ends the run with a line that says so. */
function readPlan(path: string): Plan {
  const give = (wrong: string): never => {
    console.error(`--plan ${path}: ${wrong}.`);
    process.exit(2);
  };
  if (!existsSync(path)) return give("there is no such file");
  if (!statSync(path).isFile()) return give("it is no file");
  const plan = planIn(readFileSync(path, "utf8"));
  return "wrong" in plan ? give(plan.wrong) : plan;
}

const given = values.plan === undefined ? null : readPlan(values.plan);
const executable = buildTorturePm();
const replay = (plan: Plan): Promise<Played> => play(plan, executable);
const end = Date.now() + Number(values.minutes) * 60_000;
const first = values.seed === undefined ? Math.floor(Math.random() * 1e9) : Number(values.seed);
const census: Census = new Map();
const total = { plans: 0, actions: 0, writes: 0, findings: 0 };

async function one(plan: Plan): Promise<void> {
  const played = await replay(plan);
  total.plans += 1;
  total.actions += played.at;
  total.writes += played.writes;
  add(census, played.census);
  const { length } = plan.people;
  const what = `seed ${plan.seed}: ${length} clones, ${played.at} actions, ${played.writes} writes`;
  if (played.finding === null) {
    console.log(`${what}: ok`);
    return;
  }
  total.findings += 1;
  console.log(`${what}: ${played.finding.message}\n`);
  if (values["no-shrink"]) return;
  console.log("shrinking …");
  const shrunk = await shrink(plan, played, replay);
  const folder = resolve(values.output);
  mkdirSync(folder, { recursive: true });
  const script = join(folder, `seed-${plan.seed}.sh`);
  writeFileSync(script, scriptOf(shrunk.plan, shrunk.played), { mode: 0o755 });
  writeFileSync(join(folder, `seed-${plan.seed}.json`), JSON.stringify(shrunk.plan, null, 1));
  console.log(`${shrunk.played.finding?.message}\n`);
  console.log(
    `${shrunk.plan.actions.length} actions are left after ${shrunk.tried} tries: ${script}`,
  );
}

if (given !== null) {
  await one(given);
} else {
  for (let seed = first; Date.now() < end; seed += 1) {
    await one(makePlan(seed, Number(values.actions)));
    if (total.findings > 0 && !values["keep-going"]) break;
  }
}
console.log(`\n${tableOf(census)}\n`);
console.log(
  `${total.plans} plans, ${total.actions} actions, ${total.writes} acknowledged writes, ` +
    `${total.findings} findings`,
);
process.exitCode = total.findings === 0 ? 0 : 1;
