import type { EntityName, EntityTypes } from "../domain/entities.ts";

/** How long a quotation may be, in UTF-16 code units. */
const WIDTH = 60;

/** What a person recognises a record by, in quotes: its title, its name, its first words. */
export function labelOf<E extends EntityName>(entity: E, record: EntityTypes[E]): string {
  return quoted(LABELS[entity](record));
}

/** A text in quotes, on one line and not too long for a message. */
export function quoted(text: string): string {
  const line = text.replace(/[\s\p{Cc}]+/gu, " ").trim();
  if (line.length <= WIDTH) return `“${line}”`;
  const beginning = line.slice(0, WIDTH - 1).trimEnd();
  return `“${beginning.toWellFormed()}…”`;
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
