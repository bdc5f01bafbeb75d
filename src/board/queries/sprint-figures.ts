import type { FiguredSprint } from "../../domain/burndown.ts";
import { figuresOf } from "../../domain/burndown.ts";
import type { Sprint } from "../../domain/entities.ts";
import type { Instant } from "../../domain/instant.ts";
import { isDate } from "../../domain/instant.ts";
import { type Outcome, ok, refuse } from "../../domain/refusal.ts";
import { quoted } from "../label.ts";
import { limitOf, WHOLE_LIST } from "../page.ts";
import { findOne, type QueryHandlers } from "../query-context.ts";
import { resolveProject } from "../resolve.ts";
import { viewOf } from "../view.ts";

/** Sprints whose velocity is told, where nobody says how many. */
const FEW_SPRINTS = 12;

export const sprintFigureQueries: QueryHandlers<"burndown" | "velocity"> = {
  burndown: (context, { sprint: ref, until, time_zone }) => {
    const found = findOne(context, "sprint", ref);
    if (!found.ok) return found;
    if (until !== undefined && !isDate(until)) {
      return refuse("invalid", `${quoted(until)} is not a day: write it as YYYY-MM-DD.`);
    }
    const days = calendarOf(time_zone);
    if (!days.ok) return days;
    const { items, changes } = context.storage.reads.sprintHistory([found.value.id]);
    const figures = figuresOf(found.value, items, changes, days.value, until);
    return ok({ sprint: viewOf(found.value), ...figures });
  },

  velocity: ({ storage }, { project, limit = FEW_SPRINTS, time_zone }) => {
    const project_id = resolveProject(storage, project);
    if (!project_id.ok) return project_id;
    const most = limitOf({ limit });
    if (!most.ok) return most;
    const days = calendarOf(time_zone);
    if (!days.ok) return days;
    const completed = storage.reads
      .sprints({ project_id: project_id.value, status: "completed", deleted: false }, WHOLE_LIST)
      .sort((a, b) => (endDay(a) < endDay(b) ? -1 : endDay(a) > endDay(b) ? 1 : 0))
      .slice(-most.value);
    const { items, changes } = storage.reads.sprintHistory(completed.map(({ id }) => id));
    const sprints = completed.map(({ work_items: _all, done_work_items: _done, ...sprint }) => {
      const { committed, completed: done } = figuresOf(sprint, items, changes, days.value);
      return { sprint: viewOf(sprint), committed, completed: done };
    });
    return ok({ sprints });
  },
};

const endDay = (sprint: Sprint & FiguredSprint): string =>
  sprint.end_date ?? sprint.start_date ?? sprint.updated_at;

/** The days of a time zone, `YYYY-MM-DD`. */
function calendarOf(time_zone = "UTC"): Outcome<(at: Instant) => string> {
  // UTC is what most ask for, and its days stand in the instants themselves.
  if (time_zone === "UTC") return ok((at) => at.slice(0, 10));
  try {
    // The calendar of Sweden is written as ours is.
    const format = new Intl.DateTimeFormat("sv-SE", { timeZone: time_zone });
    return ok((at) => format.format(new Date(at)));
  } catch {
    return refuse(
      "invalid",
      `There is no time zone ${quoted(time_zone)}.`,
      "Name it as `Europe/Vienna`, or leave it out for UTC.",
    );
  }
}
