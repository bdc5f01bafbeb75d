import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface BenchServer {
  /** Opens `/ws` and calls `onChange` for each change that comes. */
  listen(onChange: () => void): Promise<() => void>;
  stop(): Promise<void>;
}

/** Starts `pm-server` in a repository and waits until it is ready. */
export async function startServer(pmServer: string, repository: string): Promise<BenchServer> {
  const server = Bun.spawn([pmServer], { cwd: repository, stdio: ["ignore", "ignore", "ignore"] });
  const file = join(repository, ".pm", "server.json");
  for (let tries = 0; !existsSync(file); tries += 1) {
    if (tries === 500 || server.exitCode !== null) throw new Error("pm-server does not start");
    await Bun.sleep(20);
  }
  const { port, token } = JSON.parse(readFileSync(file, "utf8")) as { port: number; token: string };
  return {
    async listen(onChange) {
      const socket = new WebSocket(`ws://127.0.0.1:${port}/ws`, {
        headers: { authorization: `Bearer ${token}` },
        // Bun's, which the DOM's types do not know.
      } as never);
      const { promise: greeted, resolve, reject } = Promise.withResolvers<void>();
      socket.onerror = () => reject(new Error("/ws cannot be opened"));
      socket.onmessage = ({ data }) => {
        const { type } = JSON.parse(String(data)) as { type: string };
        if (type === "hello") resolve();
        else onChange();
      };
      await greeted;
      return () => socket.close();
    },
    async stop() {
      server.kill();
      await server.exited;
    },
  };
}
