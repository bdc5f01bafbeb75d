import { ok } from "../../domain/refusal.ts";
import { defineCommand } from "../command.ts";
import { eitherOrNone } from "../fields.ts";
import { PROJECT } from "../flags.ts";
import { swimLaneTable } from "../records/swim-lane.ts";

export const command = defineCommand({
  args: { project: { summary: "of this project, by key or id", optional: true } },
  flags: { "project-id": PROJECT },
  examples: [["pm swim-lane list", "lists the columns of the board, from left to right"]],
  async run({ args, flags }, context) {
    const project = eitherOrNone(args.project, flags["project-id"], "project-id");
    if (!project.ok) return project;
    const result = await context.query("swim_lanes", { project: project.value });
    if (!result.ok) return result;
    return ok({
      json: result.value,
      text: (screen) => swimLaneTable(result.value.swim_lanes, screen),
    });
  },
});
