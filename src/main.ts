/**
 * The one executable under its two names: `pm-server` starts the server, `pm` is the command.
 * Nothing is imported up here but what `pm --version` needs: that is what a start costs at least.
 */
import { version } from "../package.json" with { type: "json" };

const words = process.argv.slice(2);
/** A compiled program sees the name that it was called by here alone. */
const name = process.argv0.replace(/^.*[\\/]/, "").replace(/\.exe$/i, "");

if (words.length === 1 && words[0] === "--version") {
  console.log(`${name === "pm-server" ? name : "pm"} ${version}`);
} else {
  const { runCli } = await import("./cli/run.ts");
  process.exit(await runCli(name === "pm-server" ? ["server", ...words] : words));
}
