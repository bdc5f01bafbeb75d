import { ok } from "../../domain/refusal.ts";
import { defineCommand } from "../command.ts";
import { lookUp } from "../names.ts";
import { details } from "../output/details.ts";
import { ago } from "../output/times.ts";
import { deletedDetail } from "../records/deletion.ts";

export const command = defineCommand({
  args: { project: { summary: "the project, by key or id" } },
  examples: [["pm project get WEB", "shows the project with the key WEB"]],
  async run({ args }, context) {
    const result = await context.query("project", { ref: args.project });
    if (!result.ok) return result;
    const { project } = result.value;
    return ok({
      json: result.value,
      text: async (screen) => {
        const names = await lookUp(context, [project.created_by, project.updated_by]);
        const when = (instant: string) => ({ text: ago(instant, screen.now), exact: instant });
        return details(
          [
            { name: "id", text: project.id },
            { name: "title", text: project.title },
            { name: "key", text: project.key ?? "" },
            { name: "status", text: project.status },
            { name: "description", text: project.description ?? "" },
            { name: "created", ...when(project.created_at) },
            { name: "created by", text: names.of(project.created_by) },
            { name: "updated", ...when(project.updated_at) },
            { name: "updated by", text: names.of(project.updated_by) },
            { name: "version", text: String(project.version) },
            deletedDetail(project.deleted_at, screen),
          ],
          screen,
        );
      },
    });
  },
});
