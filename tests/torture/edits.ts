// The commands that people give in a plan, each with its weight.
import type { Expected, PmAction } from "./actions.ts";
import { type Kind, LABELS, type Naming, PRIORITIES, STATUSES } from "./naming.ts";
import type { Random } from "./random.ts";

/** The first one makes an item. */
export function editsOf(
  random: Random,
  { word, make, some }: Naming,
): readonly [number, () => PmAction][] {
  const set = (flag: string, field: string, value: string): PmAction => {
    const ref = some("i");
    return {
      do: "pm",
      words: ["work-item", "update", `$${ref}`, `--${flag}`, `'${value}'`],
      expect: { ref, fields: { [field]: field === "story_points" ? Number(value) : value } },
    };
  };
  /** A command about one record, and what its fields say afterwards. */
  const about = (
    ref: string,
    noun: string,
    verb: string,
    rest: readonly string[],
    fields: Readonly<Record<string, Expected>>,
  ): PmAction => ({
    do: "pm",
    words: [noun, verb, `$${ref}`, ...rest],
    expect: { ref, fields },
  });
  const gone = { deleted_at: { set: true } } as const;
  const back = { deleted_at: null };
  const label = (flag: string, present: boolean): PmAction => {
    const name = random.pick(LABELS);
    const fields = { [`labels.${name}`]: present };
    return about(some("i"), "work-item", "update", [flag, name], fields);
  };
  const link = (flag: string, field: string, to: string): PmAction =>
    about(some("i"), "work-item", "update", [flag, to], { [field]: to === "none" ? null : to });
  /** A command that makes a record. */
  const creation = (
    kind: Kind,
    words: readonly string[],
    fields: Readonly<Record<string, Expected>>,
  ): PmAction => {
    const makes = make(kind);
    return { do: "pm", words, makes, expect: { ref: makes, fields } };
  };
  return [
    [
      5,
      () => {
        const labels = LABELS.filter(() => random.chance(0.3));
        const type = random.pick(["task", "task", "story"]);
        const title = word();
        const words = ["work-item", "create", "--project-id", "$p1", "--type", type];
        const flags = labels.flatMap((name) => ["--label", name]);
        return creation("i", [...words, "--title", `'${title}'`, ...flags], {
          title,
          item_type: type,
          ...Object.fromEntries(labels.map((name) => [`labels.${name}`, true])),
        });
      },
    ],
    [5, () => set("title", "title", word())],
    [3, () => set("status", "status", random.pick(STATUSES))],
    [2, () => set("priority", "priority", random.pick(PRIORITIES))],
    [2, () => set("description", "description", word())],
    [1, () => set("story-points", "story_points", String(random.below(5)))],
    [2, () => label("--add-label", true)],
    [2, () => label("--remove-label", false)],
    [2, () => link("--parent-id", "parent_id", `$${some("i")}`)],
    [1, () => link("--parent-id", "parent_id", "none")],
    [
      1,
      () => {
        const [ref, place] = [some("i"), random.pick(["top", "bottom"] as const)];
        const words = ["work-item", "move", `$${ref}`, `--${place}`];
        return { do: "pm", words, expect: { ref, fields: {}, place } };
      },
    ],
    [1, () => about(some("i"), "work-item", "delete", [], gone)],
    [1, () => about(some("i"), "work-item", "restore", [], back)],
    [
      2,
      () => {
        const [ref, content] = [some("i"), word()];
        const fields = { content, work_item_id: `$${ref}` };
        return creation("c", ["comment", "create", `$${ref}`, `'${content}'`], fields);
      },
    ],
    [
      2,
      () => {
        const content = word();
        return about(some("c"), "comment", "update", [`'${content}'`], { content });
      },
    ],
    [1, () => about(some("c"), "comment", "delete", [], gone)],
    [1, () => about(some("c"), "comment", "restore", [], back)],
    [
      1,
      () => {
        const name = word();
        return creation("s", ["sprint", "create", `'${name}'`, "--project-id", "$p1"], { name });
      },
    ],
    [
      1,
      () => {
        const goal = word();
        return about(some("s"), "sprint", "update", ["--goal", `'${goal}'`], { goal });
      },
    ],
    [1, () => link("--sprint-id", "sprint_id", `$${some("s")}`)],
    [
      1,
      () => {
        const key = random.pick(["AA", "BB"]);
        return creation("p", ["project", "create", "More", "--key", key], { key });
      },
    ],
    [1, () => about(some("p"), "project", "delete", ["--yes"], gone)],
    [2, () => about(some("p"), "project", "restore", [], back)],
    [
      1,
      () => {
        const [name, status] = [word(), random.pick(STATUSES)];
        const words = [
          "swim-lane",
          "create",
          `'${name}'`,
          "--project-id",
          "$p1",
          "--status",
          status,
        ];
        return creation("l", words, { name, status_value: status, deleted_at: null });
      },
    ],
    [
      1,
      () => {
        const name = word();
        return about(some("l"), "swim-lane", "update", ["--name", `'${name}'`], { name });
      },
    ],
    [
      1,
      () => {
        const position = random.below(9000);
        return about(some("l"), "swim-lane", "update", ["--position", `${position}`], { position });
      },
    ],
    [1, () => about(some("l"), "swim-lane", "delete", [], gone)],
    [
      2,
      () => {
        const type = random.pick(["blocks", "blocks", "relates_to"]);
        const ends = ["--blocking", `$${some("i")}`, "--blocked", `$${some("i")}`];
        const fields = { dependency_type: type, deleted_at: null };
        return creation("d", ["dependency", "create", ...ends, "--type", type], fields);
      },
    ],
    [1, () => about(some("d"), "dependency", "delete", [], gone)],
    [
      1,
      () => {
        const ref = some("i");
        const fields = { work_item_id: `$${ref}`, ended_at: null };
        return creation("t", ["time-entry", "start", `$${ref}`], fields);
      },
    ],
    [1, () => ({ do: "pm", words: ["time-entry", "stop"] })],
    [
      1,
      () => {
        const [ref, description] = [some("i"), word()];
        const flags = ["--duration", "30m", "--description", `'${description}'`];
        const fields = { work_item_id: `$${ref}`, description };
        return creation("t", ["time-entry", "create", `$${ref}`, ...flags], fields);
      },
    ],
    [
      1,
      () => {
        const description = word();
        const flags = ["--description", `'${description}'`];
        return about(some("t"), "time-entry", "update", flags, { description });
      },
    ],
    [1, () => about(some("t"), "time-entry", "delete", [], gone)],
    [2, () => ({ do: "pm", words: ["undo"], undoes: true })],
  ];
}
