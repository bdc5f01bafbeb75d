import { ok, refuse } from "../../domain/refusal.ts";
import { defineCommand } from "../command.ts";
import { writeAll } from "../output/streams.ts";

export const command = defineCommand({
  flags: {
    host: { type: "text", value: "ADDRESS", summary: "listen on ADDRESS (default: 127.0.0.1)" },
    port: { type: "number", value: "N", summary: "listen on port N (default: any free one)" },
    "idle-shutdown": {
      type: "number",
      value: "SECONDS",
      summary: "stop after SECONDS without requests and open boards",
    },
  },
  details:
    "Serves the board of the repository that you stand in to the web board, to other tools over HTTP, and to pm itself, until it is interrupted. It prints its URL once it is ready. Other people on this machine, and other sites in a browser, do not get in.",
  examples: [
    ["pm-server &", "runs beside your work"],
    ["pm-server --port 4000", "listens where you expect it"],
  ],
  async run({ flags }, context) {
    const { host, port, "idle-shutdown": idleShutdown } = flags;
    if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port <= 65_535)) {
      return refuse("usage", `--port must be a whole number from 0 to 65535, not ${port}`);
    }
    if (idleShutdown !== undefined && !(idleShutdown > 0)) {
      return refuse("usage", `--idle-shutdown must be more than 0 seconds, not ${idleShutdown}`);
    }
    if (host?.trim() === "") return refuse("usage", "--host must be an address");
    const found = await context.workspace();
    if (!found.ok) return found;
    const { runServer } = await import("../../server/main.ts");
    const ended = await runServer({
      workspace: found.value,
      host,
      port,
      idleShutdown,
      onReady: (url) =>
        writeAll(1, context.globals.json ? `${JSON.stringify({ server: { url } })}\n` : `${url}\n`),
      warn: context.note,
    });
    return ended.ok ? ok({ json: undefined, text: "" }) : ended;
  },
});
