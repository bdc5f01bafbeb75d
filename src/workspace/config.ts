/**
 * The shared settings of a board, `.pm/config.toml`.
 *
 * Anybody who can push can change this file, so nothing in it makes `pm` run or load anything, or
 * listen where others can reach it.
 */
import { readFileSync } from "node:fs";
import { type Outcome, ok, refuse } from "../domain/refusal.ts";
import { layout } from "./layout.ts";

export interface Config {
  server: {
    /** 0 to 65535; 0 is any free one, and the default. */
    port: number;
  };
  /** What stands in the file and is not followed, each as one sentence. */
  warnings: string[];
}

/**
 * Reads the settings; without a file, the defaults. Keys that this version does not know are left
 * to the version that does.
 *
 * @returns the settings, or a refusal that names the file and the line.
 */
export function readConfig(pmDir: string): Outcome<Config> {
  const config: Config = { server: { port: 0 }, warnings: [] };
  const path = layout(pmDir).config;
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if ((error as { code?: unknown }).code === "ENOENT") return ok(config);
    return refuse("unreadable", `Failed to read ${path}: ${(error as Error).message}`);
  }
  let parsed: { [key: string]: unknown };
  try {
    parsed = Bun.TOML.parse(text) as { [key: string]: unknown };
  } catch (error) {
    return refuse("unreadable", `Invalid TOML in ${path}${whyNotToml(text, error)}.`);
  }
  const server = parsed.server;
  if (server === undefined) return ok(config);
  if (typeof server !== "object" || server === null || Array.isArray(server)) {
    return refuse("invalid", `${path}: server must be a table: [server].`);
  }
  const { port, host } = server as { port?: unknown; host?: unknown };
  if (port !== undefined) {
    if (typeof port !== "number" || !Number.isInteger(port) || port < 0 || port > 65_535) {
      return refuse("invalid", `${path}: server.port must be a whole number from 0 to 65535.`);
    }
    config.server.port = port;
  }
  if (host !== undefined) {
    config.warnings.push(
      `${path}: server.host is not followed: anybody who can push could set it. Use pm-server --host.`,
    );
  }
  return ok(config);
}

/** Where a text stops being TOML, and why. Bun's parser gives the reason without the place. */
function whyNotToml(text: string, error: unknown): string {
  const lines = text.split("\n");
  let good = lines.length - 1;
  while (good > 0 && !isToml(lines.slice(0, good).join("\n"))) good--;
  return ` at line ${good + 1}: ${(error as Error).message.replace(/^TOML Parse error: /, "")}`;
}

function isToml(text: string): boolean {
  try {
    Bun.TOML.parse(text);
    return true;
  } catch {
    return false;
  }
}
