import type { Queries } from "../../board/queries.ts";
import { ok } from "../../domain/refusal.ts";
import { defineCommand } from "../command.ts";
import type { Context } from "../context.ts";
import { eitherOrNone } from "../fields.ts";
import { PROJECT } from "../flags.ts";
import { lookUp } from "../names.ts";
import { styled } from "../output/colour.ts";
import { kanban } from "../output/kanban.ts";
import { count } from "../output/plural.ts";
import type { Screen } from "../output/screen.ts";
import { cut, printable } from "../output/text.ts";
import { tsvLine } from "../output/tsv.ts";

type Result = Queries["board"]["result"];

export const command = defineCommand({
  args: { project: { summary: "the project, by key or id", optional: true } },
  flags: {
    "project-id": PROJECT,
    sprint: {
      type: "text",
      value: "ID",
      aliases: ["sprint-id"],
      summary: "only this sprint; active for the active one, none for in no sprint",
    },
    assignee: {
      type: "text",
      value: "WHO",
      aliases: ["assignee-id"],
      summary: "only of this person; me, or none for nobody's",
    },
    all: { type: "switch", summary: "all cards of long columns" },
  },
  examples: [
    ["pm board", "draws the board of the project"],
    ["pm board WEB --sprint active", "draws the active sprint of the project WEB"],
  ],
  async run({ args, flags }, context) {
    const project = eitherOrNone(args.project, flags["project-id"], "project-id");
    if (!project.ok) return project;
    const result = await context.query("board", {
      project: project.value,
      sprint: flags.sprint,
      assignee: flags.assignee,
    });
    if (!result.ok) return result;
    const { work_items, flags: problems } = result.value;
    return ok({
      json: result.value,
      text: (screen) => draw(context, result.value, flags.all, screen),
      notes: [
        ...(work_items.length === 0 ? ['No cards yet. To add one: pm add "Title"'] : []),
        ...(problems.length > 0
          ? [`${count(problems.length, "thing")} to look at: pm doctor says what.`]
          : []),
      ],
    });
  },
});

async function draw(
  context: Context,
  result: Result,
  all: boolean,
  screen: Screen,
): Promise<string> {
  const { columns, work_items: cards } = result;
  const known = new Map(result.users.map((user) => [user.id, user.name]));
  const missing = cards.map((card) => card.assignee_id).filter((id) => !known.has(id ?? ""));
  const names = await lookUp(context, missing);
  const nameOf = (id: string | null) => known.get(id ?? "") ?? names.of(id);
  if (screen.terminal) {
    return `${title(result, screen)}\n\n${kanban(columns, cards, screen, { nameOf, all })}`;
  }
  return columns
    .flatMap((column) =>
      cards
        .filter((card) => card.status === column.status_value)
        .map((card) => [
          column.name,
          card.id,
          card.item_type,
          card.priority,
          card.story_points === null ? "" : String(card.story_points),
          nameOf(card.assignee_id),
          card.is_blocked ? "blocked" : "",
          card.title,
        ]),
    )
    .map(tsvLine)
    .join("");
}

function title({ project, sprints }: Result, screen: Screen): string {
  const key = project.key === null ? "" : ` (${project.key})`;
  const active = sprints.find((sprint) => sprint.status === "active");
  const end = active?.end_date ? `, until ${active.end_date}` : "";
  const sprint = active ? `   ${active.name}${end}` : "";
  const name = cut(printable(`${project.title}${key}`), screen.width);
  const room = screen.width - name.length;
  return styled(name, "bold", screen.colour) + cut(printable(sprint), Math.max(0, room));
}
