// Where a plan is played: clones of a bare remote, each of a person, with all that they do written down.
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { makeWorld, type Place, type Result, type World } from "../journeys/support.ts";
import { PM } from "../support/pm.ts";
import type { Person, Plan } from "./actions.ts";
import type { Census } from "./census.ts";
import { Finding } from "./finding.ts";
import { createOracle, type JournalLine, type Oracle } from "./oracle.ts";
import { type Snapshot, snapshotOfDatabase, snapshotOfFile } from "./snapshot.ts";

/** A command that somebody ran, as they would type it. */
export interface Line {
  who: string;
  command: string;
  /** What their clock said, in milliseconds since 1970; null for the system's. */
  clock: number | null;
  /** The name of the record that it makes, whose id it prints. */
  makes?: string;
  /** The folder, beside the clones, whose `pm` it is run with: one that is killed or has no room. */
  wrapper?: string;
}

export interface Clone {
  person: Person;
  at: Place;
  /** Runs a command in a shell, with the names of the records as variables, and writes it down. */
  sh(command: string, env?: Record<string, string>): Result;
  /** Runs a command that makes a record, and gives it a name. */
  make(name: string, command: string, env?: Record<string, string>): Result;
  /** The same; a failure is a finding. Returns what it printed, trimmed. */
  ok(command: string, env?: Record<string, string>): string;
  /** Looks without leaving a trace: not written down, and the clock stands still. */
  look(command: string): Result;
  database(): Snapshot;
  file(): Snapshot | null;
  /** Tells the oracle that git has taken the file back to what an older one says. */
  wentBack(before: Snapshot, after: Snapshot): void;
  /** Writes down a command that does what the harness does here by itself. */
  tell(command: string): void;
  /** Starts a server here, with the clock of this clone. */
  serve(): Promise<void>;
  /** Stops the server that runs here, if one does. */
  stopServer: (() => Promise<void>) | null;
  /** Whether something is stashed. */
  stashed: boolean;
  /** A linked worktree of this clone, which is there already, by its name. */
  beside(name: string): Clone;
  /** Whether the last merge, rebase, pull, cherry-pick or revert has moved what is checked out. */
  moved: boolean;
  /** How many files of their own they have committed, and worktrees they have made. */
  files: number;
  worktrees: number;
  /** The last change by a command: which fields, and what they said before it. Null: not known. */
  last: { changed: readonly string[]; before: Snapshot } | null;
}

export interface Stage {
  plan: Plan;
  world: World;
  clones: ReadonlyMap<string, Clone>;
  oracle: Oracle;
  /** From the names of records to their ids. */
  names: Map<string, string>;
  lines: readonly Line[];
  census: Census;
  /** What journals said that are gone with their databases. */
  told: JournalLine[];
  /** Lets time pass, for everybody. */
  pass(milliseconds: number): void;
  /** An environment in which `pm` is a script of these lines, which are given the path of the real one. */
  wrapped(lines: (pm: string) => readonly string[]): Record<string, string>;
  remove(): Promise<void>;
}

const START = { past: Date.UTC(2026, 0, 5, 9), future: Date.UTC(2038, 0, 5, 9) };

/** Sets the stage: a board with a project and an item, in a remote that everybody has cloned. */
export async function setStage(plan: Plan, executable: string): Promise<Stage> {
  const pm = plan.clock === "real" ? PM : executable;
  const world = makeWorld(dirname(pm));
  const lines: Line[] = [];
  const names = new Map<string, string>();
  const clones = new Map<string, Clone>();
  const oracle = createOracle();
  let ticks = 0;

  const makeClone = (person: Person, at: Place): Clone => {
    const file = join(world.folder, `clock-${person.name}`);
    const clock = (): number | null =>
      plan.clock === "real" ? null : START[plan.clock] + ticks * 1000 + person.skew;
    const environment = (): Record<string, string> => {
      const env: Record<string, string> = Object.fromEntries(names);
      const now = clock();
      if (now === null) return env;
      writeFileSync(file, `${now} ${plan.seed}-${person.name}-${ticks}`);
      const date = `${Math.floor(now / 1000)} +0000`;
      return { ...env, PM_TORTURE_CLOCK: file, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date };
    };
    const sh = (command: string, env: Record<string, string> = {}): Result => {
      ticks += 1;
      const wrapper =
        env.PATH === undefined ? {} : { wrapper: basename(env.PATH.split(":")[0] ?? "") };
      lines.push({ who: person.name, command, clock: clock(), ...wrapper });
      return at.run(command, { ...environment(), ...env });
    };
    const make = (name: string, command: string, env?: Record<string, string>): Result => {
      const done = sh(command, env);
      lines[lines.length - 1] = { ...(lines.at(-1) as Line), makes: name };
      if (done.code !== 0) return done;
      const [record] = Object.values(JSON.parse(done.stdout)) as { id: string }[];
      if (record !== undefined) names.set(name, record.id);
      return done;
    };
    environment();
    const clone: Clone = {
      person,
      at,
      sh,
      make,
      ok(command, env) {
        const done = sh(command, env);
        if (done.code !== 0) throw failure(person, command, done);
        return done.stdout.trim();
      },
      look: (command) => at.run(command, environment()),
      database: () => snapshotOfDatabase(join(at.folder, ".pm/data.db")),
      file: () => snapshotOfFile(join(at.folder, ".pm/data.json")),
      wentBack: (before, after) => oracle.wentBack(before, after),
      tell: (command) => lines.push({ who: person.name, command, clock: clock() }),
      async serve() {
        clone.stopServer = await at.serve(environment());
      },
      stopServer: null,
      stashed: false,
      moved: false,
      beside: (name) => makeClone(person, world.place(name)),
      files: 0,
      worktrees: 0,
      last: null,
    };
    return clone;
  };

  for (const person of plan.people) {
    const { name } = person;
    const isFirst = clones.size === 0;
    const told = isFirst ? founding(name) : cloning(person);
    if (isFirst) world.repository(name, name);
    else for (const { command } of told) world.place(".").ok(command);
    const at = world.place(name);
    lines.push(...told);
    const clone = makeClone(person, at);
    clones.set(name, clone);
    setUp(clone);
    if (!isFirst) continue;
    clone.make("p1", "pm project create Torture --key TOR --json");
    clone.ok("pm sync export --quiet && git add .pm && git commit -qm board && git push -q");
  }
  const first = clones.values().next().value as Clone;
  oracle.wrote(first.person.name, new Map(), first.database());

  let wrappers = 0;
  return {
    plan,
    world,
    clones,
    oracle,
    names,
    lines,
    census: new Map(),
    told: [],
    pass: (milliseconds) => {
      ticks += Math.floor(milliseconds / 1000);
    },
    wrapped(script) {
      wrappers += 1;
      const name = `wrapper-${wrappers}`;
      const folder = join(world.folder, name);
      mkdirSync(folder);
      const wrapper = join(folder, "pm");
      const text = (pm: string) => ["#!/bin/sh", ...script(pm), ""].join("\n");
      writeFileSync(wrapper, text(join(world.folder, "bin", "pm")));
      chmodSync(wrapper, 0o755);
      const made = `mkdir ${name} && cat > ${name}/pm <<END && chmod +x ${name}/pm`;
      const escaped = text("PM").replaceAll("$", "\\$").replace("PM", "$pm");
      lines.push({ who: "", command: `${made}\n${escaped}END`, clock: null });
      for (const tool of ["strace"]) {
        const found = Bun.which(tool);
        if (found) symlinkSync(found, join(folder, tool));
      }
      return { PATH: `${folder}:${world.path}` };
    },
    async remove() {
      for (const { stopServer } of clones.values()) await stopServer?.();
      world.remove();
    },
  };
}

function founding(name: string): Line[] {
  return [
    "git init -q --bare remote.git",
    `git clone -q remote.git ${name}`,
    `git -C ${name} config user.name ${name}; git -C ${name} config user.email ${name}@example.org`,
    `cd ${name} && echo hello > README && git add README && git commit -qm first && git push -q`,
  ].map((command) => ({ who: "", command, clock: null }));
}

function cloning({ name, checkout }: Person): Line[] {
  // Git clones a path with all its history.
  const shallow = `--depth 1 --no-single-branch "file://$PWD/remote.git"`;
  const from = checkout === "shallow" ? shallow : "remote.git";
  return [
    `git clone -q ${checkout === "sparse" ? "--sparse " : ""}${from} ${name}`,
    ...(checkout === "sparse" ? [`git -C ${name} sparse-checkout add .pm`] : []),
    `git -C ${name} config user.name ${name}; git -C ${name} config user.email ${name}@example.org`,
  ].map((command) => ({ who: "", command, clock: null }));
}

function setUp({ person, ok }: Clone): void {
  if (person.hooks || person.driver) ok("pm sync init --yes --quiet");
  if (!person.hooks) ok("git config core.hooksPath .git/no-hooks");
  if (!person.driver && person.hooks) ok("git config --remove-section merge.pm-board");
}

export function failure(person: Person, command: string, done: Result): Finding {
  const said = `${person.name}: ${command}\nended with ${done.code}\n${done.stdout}${done.stderr}`;
  return new Finding(`a command failed: ${command.replace(/[$\d'].*/s, "").trim()}`, said);
}
