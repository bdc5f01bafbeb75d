import { DIRECT, type ServerAddress } from "../../access/server-address.ts";
import { type Outcome, ok, refuse } from "../../domain/refusal.ts";
import { defineCommand } from "../command.ts";
import { openBrowser } from "../desktop/open-browser.ts";
import { findOrStartServer } from "../desktop/start-server.ts";

/** A server that was started for a browser stops half an hour after the last board was closed. */
const IDLE_SECONDS = 1_800;

export const command = defineCommand({
  flags: {
    print: { type: "switch", summary: "print the URL, open no browser" },
    tab: { type: "switch", summary: "in a tab of your browser, not in a window of its own" },
  },
  details:
    "Finds the server of this board, or starts one, and opens the web board: in a window of its own where Chrome, Chromium or Edge is there, else in your browser. The URL signs one browser in, once, within a minute.",
  examples: [
    ["pm desktop", "opens the web board"],
    ["pm desktop --tab", "opens it in a tab of your browser"],
    ["pm desktop --print", "prints a URL to open it with"],
  ],
  async run({ flags }, context) {
    const workspace = await context.workspace();
    if (!workspace.ok) return workspace;
    const server = await findOrStartServer(workspace.value, IDLE_SECONDS);
    if (!server.ok) return server;
    const { address, started } = server.value;
    const invitation = await invite(address);
    if (!invitation.ok) return invitation;
    const { url } = invitation.value;
    const how = flags.print ? null : await openBrowser(url, flags.tab);
    const opened = how !== null;
    const notes = [
      ...(started ? ["Started a server; it stops by itself when no board is open."] : []),
      ...(how === "window" ? ["The board is open in a window of its own."] : []),
      ...(how === "tab" ? ["The board is open in your browser."] : []),
      ...(opened || flags.print ? [] : ["No browser to open it with: open this URL by hand."]),
    ];
    return ok({
      json: { ...invitation.value, opened, started },
      text: opened ? "" : `${url}\n`,
      notes,
    });
  },
});

/** Asks the server for a URL that signs one browser in. */
async function invite({
  url,
  token,
}: ServerAddress): Promise<Outcome<{ url: string; expires_at: string }>> {
  try {
    const response = await fetch(`${url}/api/v1/sessions`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: "{}",
      ...DIRECT,
    });
    if (!response.ok) return refuse("unavailable", `The server at ${url} opens no session.`);
    return ok((await response.json()) as { url: string; expires_at: string });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return refuse("unavailable", `The server at ${url} does not answer: ${reason}`);
  }
}
