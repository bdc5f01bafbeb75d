import type { EntityName, EntityTypes } from "../domain/entities.ts";

/** How long the words of a record may be in a message. */
const WIDTH = 60;

/** What a person recognises a record by, in quotes: its title, its name, its first words. */
export function labelOf<E extends EntityName>(entity: E, record: EntityTypes[E]): string {
  const words = LABELS[entity](record).replace(/\s+/g, " ").trim();
  return `“${words.length > WIDTH ? `${words.slice(0, WIDTH - 1).trimEnd()}…` : words}”`;
}

const LABELS: { [E in EntityName]: (record: EntityTypes[E]) => string } = {
  project: (project) => project.title,
  work_item: (item) => item.title,
  sprint: (sprint) => sprint.name,
  comment: (comment) => comment.content,
  swim_lane: (lane) => lane.name,
  dependency: (dependency) => dependency.dependency_type.replace("_", " "),
  time_entry: (entry) => entry.description ?? entry.started_at,
  user: (user) => user.name,
};
