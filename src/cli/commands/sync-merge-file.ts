import { EPOCH, fromMilliseconds } from "../../domain/instant.ts";
import { ok } from "../../domain/refusal.ts";
import { mergeFiles } from "../../sync/merge-driver.ts";
import { defineCommand } from "../command.ts";
import { count } from "../output/plural.ts";
import { whereLost } from "../records/lost.ts";

export const command = defineCommand({
  args: {
    base: { summary: "the common ancestor; may be empty" },
    ours: { summary: "our version, which the result replaces" },
    theirs: { summary: "their version" },
    path: { summary: "where the file lies in the work tree" },
  },
  details:
    "git calls this to merge .pm/data.json; pm sync init sets it up. Field by field, the newest write wins. What lost is kept for pm sync conflicts.",
  examples: [["pm sync merge-file %O %A %B %P", "as it stands in git's configuration"]],
  async run({ args }, context) {
    const now = fromMilliseconds(Date.now()) ?? EPOCH;
    const merged = mergeFiles({ ...args, directory: context.directory }, now);
    if (!merged.ok) return merged;
    const { conflicts } = merged.value;
    const lost = `pm: ${count(conflicts, "value")} lost a contest in ${args.path}: ${whereLost(merged.value)}`;
    return ok({ json: merged.value, text: "", notes: conflicts === 0 ? [] : [lost] });
  },
});
