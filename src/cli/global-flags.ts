import type { FlagSpecs, Input } from "./command.ts";

/** The flags of every command. */
export const GLOBAL_FLAGS = {
  directory: {
    type: "text",
    value: "PATH",
    short: "C",
    many: true,
    summary: "look for the board from PATH, not from here",
  },
  server: {
    type: "text",
    value: "URL",
    summary: "insist on the pm-server at URL",
  },
  json: { type: "switch", summary: "print one JSON value" },
  quiet: { type: "switch", short: "q", summary: "no messages but errors" },
  color: {
    type: "choice",
    value: "WHEN",
    choices: ["auto", "always", "never"],
    aliases: ["colour"],
    summary: "when to colour (auto: on terminals, unless NO_COLOR is set)",
  },
  help: { type: "switch", short: "h", summary: "show help" },
} as const satisfies FlagSpecs;

/** The values of the flags of every command. */
export type GlobalFlags = Input<typeof GLOBAL_FLAGS, Record<never, never>>["flags"];
