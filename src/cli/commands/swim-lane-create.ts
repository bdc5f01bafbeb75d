import { ok } from "../../domain/refusal.ts";
import { defineCommand } from "../command.ts";
import { either } from "../fields.ts";
import { PROJECT, STATUS } from "../flags.ts";
import { swimLaneChange } from "../records/swim-lane.ts";

export const command = defineCommand({
  args: { name: { summary: "its name", optional: true } },
  flags: {
    "project-id": PROJECT,
    name: { type: "text", value: "N", summary: "its name, if not given as an argument" },
    status: {
      ...STATUS,
      aliases: ["status-value"],
      required: true,
      summary: "the status whose items it shows",
    },
    position: { type: "number", value: "N", summary: "its place, from left to right" },
  },
  details:
    "A project without columns of its own shows one for each status, and needs none of this.",
  examples: [['pm swim-lane create "In the works" --status in_progress', "adds a column"]],
  async run({ args, flags }, context) {
    const name = either(args.name, flags.name, "name");
    if (!name.ok) return name;
    const result = await context.execute("swim_lane.create", {
      project: flags["project-id"],
      name: name.value,
      status_value: flags.status,
      position: flags.position,
    });
    return result.ok ? ok(swimLaneChange("Created", result.value)) : result;
  },
});
