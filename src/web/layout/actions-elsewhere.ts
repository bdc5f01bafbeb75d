/**
 * What belongs to one view and can be done from every other: the palette goes there first. The view's own
 * action has the same id, and stands over this one where the view is open.
 */
import { type Action, runWhenOffered } from "../keyboard/actions.svelte.ts";
import { navigate, viewUrl } from "../router.svelte.ts";
import { board } from "../store/board.svelte.ts";
import { syncStatus } from "../store/sync-status.svelte.ts";

export function actionsElsewhere(): Action[] {
  const at = (url: () => string | null, id: string, title: string, words: string): Action => ({
    id,
    title,
    group: "Board",
    words,
    when: () => url() !== null,
    run() {
      const to = url();
      if (to === null) return;
      navigate(to);
      runWhenOffered(id);
    },
  });
  const sprints = (): string | null =>
    board.project === null ? null : viewUrl(board.project, "sprints");
  const ofSprint = [...board.sprints.values()].flatMap(({ id, name, status }) => {
    if (status === "planned") {
      return [at(sprints, `start-${id}`, `Start ${name}…`, "begin sprint")];
    }
    if (status !== "active") return [];
    return [at(sprints, `complete-${id}`, `Complete ${name}…`, "end finish sprint")];
  });
  const sync = (is: boolean) => () => (is ? "/app/sync" : null);
  const status = syncStatus.value;
  return [
    at(() => "/app/projects", "project-create", "New project…", "create add"),
    at(sprints, "new-sprint", "New sprint", "create add plan"),
    ...ofSprint,
    at(
      sync(status === null || status.problem === null),
      "sync-export",
      "Export to .pm/data.json…",
      "publish write sync",
    ),
    at(
      sync(status === null || status.tracked_file),
      "sync-import",
      "Import .pm/data.json…",
      "merge read sync",
    ),
  ];
}
