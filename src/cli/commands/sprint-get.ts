import { ok } from "../../domain/refusal.ts";
import { defineCommand } from "../command.ts";
import { lookUp } from "../names.ts";
import { details } from "../output/details.ts";
import { ago } from "../output/times.ts";
import { deletedDetail } from "../records/deletion.ts";

export const command = defineCommand({
  args: { id: { summary: "the sprint: its name, its id, or active" } },
  examples: [
    ["pm sprint get 1a2b3c4d", "shows a sprint"],
    ["pm list --sprint 1a2b3c4d --include-done", "lists what is in it"],
  ],
  async run({ args }, context) {
    const result = await context.query("sprint", { ref: args.id });
    if (!result.ok) return result;
    const { sprint } = result.value;
    return ok({
      json: result.value,
      text: async (screen) => {
        const names = await lookUp(context, [
          sprint.project_id,
          sprint.created_by,
          sprint.updated_by,
        ]);
        const when = (instant: string) => ({ text: ago(instant, screen.now), exact: instant });
        return details(
          [
            { name: "id", text: sprint.id },
            { name: "name", text: sprint.name },
            { name: "project", text: names.of(sprint.project_id), exact: sprint.project_id },
            { name: "status", text: sprint.status },
            { name: "goal", text: sprint.goal ?? "" },
            { name: "start", text: sprint.start_date ?? "" },
            { name: "end", text: sprint.end_date ?? "" },
            { name: "created", ...when(sprint.created_at) },
            { name: "created by", text: names.of(sprint.created_by) },
            { name: "updated", ...when(sprint.updated_at) },
            { name: "updated by", text: names.of(sprint.updated_by) },
            { name: "version", text: String(sprint.version) },
            deletedDetail(sprint.deleted_at, screen),
          ],
          screen,
        );
      },
    });
  },
});
