import { EPOCH, fromMilliseconds } from "../../domain/instant.ts";
import { ok } from "../../domain/refusal.ts";
import { type Resolved, resolveBoard } from "../../sync/resolve.ts";
import { defineCommand } from "../command.ts";
import { count } from "../output/plural.ts";
import { whereLost } from "../records/lost.ts";

export const command = defineCommand({
  details:
    "For a .pm/data.json that git could not merge: one with conflict markers, one that only one side deleted, one in which ids are there twice. Both sides are merged field by field, the newest write wins, and the file is staged. Works in the middle of a merge, rebase, cherry-pick, revert and stash pop, and says how to go on.",
  examples: [
    ["pm sync resolve", "merges both sides, and says how to go on with the merge or the rebase"],
  ],
  async run(_, context) {
    const workspace = await context.workspace();
    if (!workspace.ok) return workspace;
    const now = fromMilliseconds(Date.now()) ?? EPOCH;
    const resolved = resolveBoard(workspace.value, now);
    if (!resolved.ok) return resolved;
    return ok({ json: resolved.value, text: "", notes: describe(resolved.value) });
  },
});

const DONE: { readonly [F in Resolved["from"]]: string } = {
  nothing: "Nothing to resolve: .pm/data.json has no conflict.",
  index: "Merged both sides of .pm/data.json.",
  markers: "Merged both sides of the conflict markers in .pm/data.json.",
  "only ours": "The other side deleted .pm/data.json: ours stays.",
  "only theirs": "Our side deleted .pm/data.json: theirs stays.",
  duplicates: "Merged the records of .pm/data.json that were there twice.",
};

function describe(resolved: Resolved): string[] {
  const { from, duplicates, conflicts, staged, not_staged_because } = resolved;
  const notes = [DONE[from]];
  if (duplicates > 0) notes.push(`${count(duplicates, "record")} had an id that was there before.`);
  if (conflicts > 0) {
    notes.push(`${count(conflicts, "value")} lost a contest: ${whereLost(resolved)}.`);
  }
  if (staged) notes.push("Staged.");
  if (not_staged_because !== null) notes.push(`Not staged: ${not_staged_because}`);
  return [...notes, ...howToGoOn(resolved)];
}

function howToGoOn({ from, staged, next }: Resolved): string[] {
  if (next === null) return [];
  const { command, unmerged, stash } = next;
  const notes: string[] = [];
  if (unmerged.length > 0) {
    const [some, more] = [unmerged.slice(0, 3).join(", "), unmerged.length - 3];
    notes.push(`Still in conflict: ${some}${more > 0 ? ` and ${more} more` : ""}.`);
  }
  const then = unmerged.length > 0 ? "When these are resolved" : "Go on with";
  if (command !== null) notes.push(`${then}: ${command}`);
  else if (staged && (from === "markers" || from === "duplicates"))
    notes.push(`${then}: git commit`);
  else if (staged && stash) {
    notes.push(
      "git has kept the stash: git stash drop, once you have seen that all of it is here.",
    );
  }
  return notes;
}
