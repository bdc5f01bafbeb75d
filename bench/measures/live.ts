import { renameSync } from "node:fs";
import { join } from "node:path";
import type { Bench } from "../support/bench.ts";
import { measure, type Result, spreadOf } from "../support/measure.ts";
import { startServer } from "../support/server.ts";

const ROUNDS = 21;
const ADD = ["work-item", "create", "--project-id", "P1", "--type", "task", "--title", "Navbar"];

/** With a server: a list through it, and how soon an open board has what a command has done. */
export async function run(bench: Bench): Promise<Result[]> {
  const cwd = bench.repository("live", bench.boardFile(1000));
  bench.runPm(cwd, "sync", "import", "--quiet");
  const server = await startServer(bench.pmServer, cwd);
  try {
    const list = measure({
      what: "pm work-item list, 1,000 items, through the server",
      ours: { run: { command: [bench.pm, "work-item", "list"], cwd } },
      floor: { run: { command: [bench.hello], cwd } },
      limit: null,
      rounds: ROUNDS,
    });

    let arrived = (): void => {};
    const stopListening = await server.listen(() => arrived());
    const untilItArrives = async (): Promise<number> => {
      const { promise, resolve } = Promise.withResolvers<void>();
      arrived = resolve;
      const started = performance.now();
      const command = Bun.spawn([bench.pm, ...ADD], { cwd, stdio: ["ignore", "ignore", "ignore"] });
      await promise;
      const ms = performance.now() - started;
      if ((await command.exited) !== 0) throw new Error(`pm ${ADD.join(" ")} failed`);
      return ms;
    };
    const times = async (): Promise<number[]> => {
      const taken: number[] = [];
      for (let round = 0; round < ROUNDS; round += 1) taken.push(await untilItArrives());
      return taken;
    };

    const throughServer = await times();
    // Without server.json the command does not know of the server, and writes to the database itself.
    const file = join(cwd, ".pm", "server.json");
    renameSync(file, `${file}.away`);
    const besideServer = await times();
    renameSync(`${file}.away`, file);
    stopListening();
    return [
      list,
      arrival("from pm work-item create to an open board, through the server", throughServer),
      arrival("the same, written beside the server", besideServer),
    ];
  } finally {
    await server.stop();
  }
}

function arrival(what: string, times: readonly number[]): Result {
  return { what, ours: spreadOf(times), floor: null, limit: null, memory: null };
}
