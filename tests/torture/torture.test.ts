// The short form of the torture, and the proof that it can fail. `npm run torture` is the long one.
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Action, Person, Plan } from "./actions.ts";
import { buildTorturePm } from "./build.ts";
import { makePlan } from "./plan.ts";
import { play } from "./play.ts";
import { scriptOf } from "./script.ts";
import { type Shrunk, shrink } from "./shrink.ts";

let executable: string;
let folder: string;
beforeAll(() => {
  executable = buildTorturePm();
  folder = mkdtempSync(join(tmpdir(), "pm-torture-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each([100, 101])("seed %d: nothing is lost, and all end with the same bytes", async (seed) => {
  const { finding, writes } = await play(makePlan(seed, 30), executable);
  expect(finding?.message ?? null).toBeNull();
  expect(writes).toBeGreaterThan(60);
});

/** Who takes part in the runs with a planted bug. */
const ADA: Person = { name: "ada", hooks: true, driver: true, database: true, skew: 0 };
const BOB: Person = { ...ADA, name: "bob", skew: 60_000 };

/** An executable that does something else where it is called with these words. */
function planted(words: string, instead: string): string {
  const path = mkdtempSync(join(folder, "planted-"));
  const pm = join(path, "pm");
  const script = `case "$*" in ${words}) ${instead};; esac\nexec ${executable} "$@"`;
  writeFileSync(pm, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  symlinkSync(`${executable}-server`, join(path, "pm-server"));
  return pm;
}

/** Shrinks for a few tries only: `shrink.test.ts` has the rest. */
async function findAndShrink(plan: Plan, pm: string, most: number): Promise<Shrunk> {
  const replay = (one: Plan) => play(one, pm);
  const found = await replay(plan);
  expect(found.finding?.kind).toBe("an acknowledged write is gone");
  let tries = 0;
  return shrink(plan, found, replay, () => {
    tries += 1;
    return tries > most;
  });
}

describe("a planted bug is found, and becomes a script:", () => {
  test("an import that takes the file as it is", async () => {
    const pm = planted("'sync hook post'*", `exec ${executable} sync import --quiet`);
    const plan: Plan = { ...makePlan(1, 14, [ADA, BOB]), clock: "past" };
    const shrunk = await findAndShrink(plan, pm, 8);
    expect(shrunk.plan.actions.length).toBeLessThan(6);
    expect(scriptOf(shrunk.plan, shrunk.played)).toMatch(/pm work-item create .* --title /);
  });

  test("a merge driver that takes ours", async () => {
    const pm = planted("'sync merge-file'*", "exit 0");
    // Bob has no database that would bring back what the merge has lost.
    const retitle = (ref: string, title: string): Action => ({
      who: "bob",
      do: "raw",
      manner: "stamped",
      ref,
      field: "title",
      value: `"${title}"`,
      by: "commit",
    });
    const plan: Plan = {
      seed: 1,
      clock: "past",
      people: [ADA, { ...BOB, database: false }],
      actions: [
        ...makePlan(1, 0, [ADA]).actions.slice(0, 5),
        { who: "ada", do: "switch", branch: "topic" },
        retitle("i1", "Landing page"),
        { who: "bob", do: "push" },
        { who: "ada", do: "switch", branch: "main" },
        { who: "ada", do: "pm", words: ["work-item", "update", "$i2", "--status", "done"] },
        { who: "ada", do: "commit", how: "file" },
        { who: "ada", do: "pull", how: "merge" },
        { who: "ada", do: "settle", away: [] },
      ],
    };
    const shrunk = await findAndShrink(plan, pm, 4);
    const script = scriptOf(shrunk.plan, shrunk.played);
    expect(script).toStartWith("#!/bin/bash\n# an acknowledged write is gone\n");
    expect(script).toMatch(/sed -i .*Landing page.* \.pm\/data\.json/);
    expect(script).toMatch(/git pull .* origin main/);
  });
});
