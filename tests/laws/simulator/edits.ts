// Random changes of a board, by its commands, each told to the oracle.
import type { Board } from "../../../src/board/board.ts";
import type { CommandName, Commands } from "../../../src/board/commands.ts";
import type { Oracle, View } from "./oracle.ts";
import type { Random } from "./random.ts";

/** Few values, so that two people often write the same field, and sometimes the same value. */
const WORDS = ["red", "green", "blue", "Grün", "“quoted”", "two\nlines"];
const STATUSES = ["backlog", "todo", "in_progress", "review", "done", "blocked"] as const;
const LABELS = ["ui", "api", "docs"];

/** Makes one random change of what this board knows. */
export async function editRandomly(board: Board, random: Random, oracle: Oracle): Promise<void> {
  const run = async <C extends CommandName>(
    entity: string,
    before: View | null,
    name: C,
    params: Commands[C]["params"],
  ): Promise<void> => {
    const done = await board.execute(name, params);
    // A rule of the board may forbid it (a circle, a second sprint that starts): then nothing is written.
    if (!done.ok) return;
    const after = (done.value as unknown as { [name: string]: View })[entity];
    if (after !== undefined) oracle.wrote(entity, before, after);
  };
  const items = (await list(board, "work_items", { include_done: true })) as View[];
  const [item, other] = items.length === 0 ? [] : [random.pick(items), random.pick(items)];
  if (item === undefined || other === undefined || random.chance(0.15)) {
    const labels = LABELS.filter(() => random.chance(0.3));
    return run("work_item", null, "work_item.create", {
      project: "SIM",
      item_type: "task",
      title: random.pick(WORDS),
      labels,
    });
  }
  const ref = item.id;
  const update = (set: Commands["work_item.update"]["params"]["set"]): Promise<void> =>
    run("work_item", item, "work_item.update", { ref, set });
  const edits: (() => Promise<void>)[] = [
    () => update({ title: random.pick(WORDS) }),
    () => update({ title: random.pick(WORDS), description: random.pick(WORDS) }),
    () => update({ status: random.pick(STATUSES) }),
    () => update({ story_points: random.chance(0.3) ? null : random.below(5) }),
    () => update({ add_labels: [random.pick(LABELS)] }),
    () => update({ remove_labels: [random.pick(LABELS)] }),
    () => update({ parent: random.chance(0.3) ? null : other.id }),
    () => run("work_item", item, "work_item.move", { ref, to: random.pick(["top", "bottom"]) }),
    () => run("comment", null, "comment.create", { work_item: ref, content: random.pick(WORDS) }),
    () => editComment(board, random, run),
    () => editSprint(board, random, run),
    async () => {
      // Two projects with one key, and two circles of parents, are what a merge has to mend.
      await board.execute("project.create", { title: "More", key: random.pick(["AA", "BB"]) });
    },
  ];
  await random.pick(edits)();
}

type Run = <C extends CommandName>(
  entity: string,
  before: View | null,
  name: C,
  params: Commands[C]["params"],
) => Promise<void>;

async function editComment(board: Board, random: Random, run: Run): Promise<void> {
  const comments = (await list(board, "comments", { deleted: true })) as View[];
  if (comments.length === 0) return;
  const comment = random.pick(comments);
  const ref = comment.id;
  if (comment.deleted_at !== null) await run("comment", comment, "comment.restore", { ref });
  else if (random.chance(0.4)) await run("comment", comment, "comment.delete", { ref });
  else {
    const set = { content: random.pick(WORDS) };
    await run("comment", comment, "comment.update", { ref, set });
  }
}

async function editSprint(board: Board, random: Random, run: Run): Promise<void> {
  const sprints = (await list(board, "sprints", { project: "SIM" })) as View[];
  if (sprints.length < 2) {
    return run("sprint", null, "sprint.create", { name: random.pick(WORDS), project: "SIM" });
  }
  const sprint = random.pick(sprints);
  const set = { name: random.pick(WORDS), goal: random.pick([...WORDS, null]) };
  return run("sprint", sprint, "sprint.update", { ref: sprint.id, set });
}

async function list(
  board: Board,
  name: "work_items" | "comments" | "sprints",
  params: { include_done?: boolean; deleted?: boolean; project?: string },
): Promise<unknown[]> {
  const found = await board.query(name, params);
  if (!found.ok) throw new Error(found.refusal.message);
  return (found.value as unknown as { [name: string]: unknown[] })[name] ?? [];
}
