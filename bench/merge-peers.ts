/**
 * Ten scenarios of two people who share a board, played with this project and with other trackers that
 * live in a repository.
 *
 *     npm run build && node scripts/bun.mjs run bench/merge-peers.ts [FOLDER]
 *
 * FOLDER is where the others are: `npm install --prefix FOLDER backlog.md @os-eco/seeds-cli get-tbd`;
 * Fossil and faketime come from the PATH. What is not there is not played. Prints a table in Markdown:
 *
 * - `merged`: both clones show the same, and all that both wrote;
 * - `merged, told`: one of two contesting writes won, and a command shows the other one;
 * - `one lost`: one of two contesting writes won, and nothing says so;
 * - `conflict`, `one number twice`: somebody has to mend it by hand before they can go on;
 * - `lost X`, `differ`: a write is gone, the clones show different things;
 * - `–`: it has no such thing, or it does not run here.
 */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { backlogMd } from "./peers/backlog-md.ts";
import { Clone, Refused } from "./peers/clone.ts";
import { fossil } from "./peers/fossil.ts";
import type { Item, Peer } from "./peers/peer.ts";
import { pm } from "./peers/pm.ts";
import { SCENARIOS, type Scenario } from "./peers/scenarios.ts";
import { seeds } from "./peers/seeds.ts";
import { tbd } from "./peers/tbd.ts";
import { makeWorld } from "./peers/world.ts";

const PEERS: readonly Peer[] = [pm, backlogMd, seeds, tbd, fossil];

const scratch = mkdtempSync(join(tmpdir(), "pm-peers-"));
const path = searchPath(process.argv[2]);
try {
  const probe = new Clone("ada", join(scratch, "probe"), path);
  mkdirSync(probe.folder);
  const found = PEERS.map((peer) => ({ peer, version: versionOf(peer, probe) }));
  const here = found.filter(({ version }) => version !== null);
  const missing = found.filter(({ version }) => version === null).map(({ peer }) => peer.name);
  if (missing.length > 0) console.error(`Not played, not here: ${missing.join(", ")}`);
  row("", ...here.map(({ peer, version }) => `${peer.name} ${version}`.replace(/^pm pm /, "pm ")));
  row("---", ...here.map(() => "---"));
  for (const [index, scenario] of SCENARIOS.entries()) {
    const verdicts = here.map(({ peer }) => {
      const folder = join(scratch, `${peer.name}-${index}`);
      return verdictOf(peer, scenario, folder);
    });
    row(`${index + 1}. ${scenario.name}`, ...verdicts);
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function verdictOf(peer: Peer, scenario: Scenario, folder: string): string {
  if (scenario.needs.some((need) => peer.without.includes(need))) return "–";
  if (scenario.needsGit && !peer.inGit) return "–";
  const world = makeWorld(peer, folder, path);
  try {
    const wanted = scenario.play(world);
    const [here, there] = [peer.list(world.a), peer.list(world.b)];
    for (const [what, holds] of wanted) {
      if (!holds(here) || !holds(there)) return `lost ${what}`;
    }
    if (shown(here) !== shown(there)) return "differ";
    if (!scenario.contest) return "merged";
    const loser = here[0]?.title === "Start page" ? "Landing page" : "Start page";
    const told = [world.a, world.b].some((at) => peer.lost(at).includes(loser));
    return told ? "merged, told" : "one lost";
  } catch (error) {
    if (error instanceof Refused) return error.verdict;
    console.error(`${peer.name}, ${scenario.name}: ${(error as Error).message}`);
    return "fails";
  }
}

/** Items in one order, without what a listing adds of its own. */
function shown(items: Item[]): string {
  const sorted = items
    .map(({ id, title, status, priority, labels, comments }) =>
      JSON.stringify([id, title, status, priority, [...labels].sort(), [...comments].sort()]),
    )
    .sort();
  return sorted.join("\n");
}

function versionOf(peer: Peer, at: Clone): string | null {
  try {
    return peer.version(at);
  } catch {
    return null;
  }
}

/** Where programs are looked for: ours, the others', and the system's. */
function searchPath(peers: string | undefined): string {
  const bin = join(scratch, "bin");
  mkdirSync(bin);
  const top = resolve(import.meta.dir, "..");
  const folders = [join(top, "dist"), bin];
  if (peers !== undefined) {
    const modules = resolve(peers, "node_modules");
    // Seeds is TypeScript for Bun, which need not be on the PATH.
    const script = join(modules, "@os-eco", "seeds-cli", "src", "index.ts");
    writeFileSync(join(bin, "sd"), `#!/bin/sh\nexec "${process.execPath}" "${script}" "$@"\n`);
    chmodSync(join(bin, "sd"), 0o755);
    folders.push(join(modules, ".bin"));
  }
  return [...folders, process.env.PATH].join(":");
}

function row(...cells: string[]): void {
  console.log(`| ${cells.join(" | ")} |`);
}
