/**
 * The ids of what is imported, made from what stands in the file: two clones that import one issue
 * make one record of it, and a second run finds what the first one made.
 *
 * The project is part of them. Ids are unique on a whole board and an item is in one project, so the
 * same file imported into two projects must give two sets of records.
 */

/** UUID version 5 of `https://github.com/gastownhall/beads` in the URL namespace. Never changes. */
const NAMESPACE = "4ab9d525-a52c-52d3-8374-9724e929457a";

function idOf(...parts: readonly (string | number)[]): string {
  return Bun.randomUUIDv5(parts.join("\n"), NAMESPACE);
}

/** The project that is made where the board has none. */
export const BEADS_PROJECT_ID = idOf("project", "BEADS");

export function itemId(project: string, issue: string): string {
  return idOf(project, "issue", issue);
}

export function dependencyId(project: string, type: string, from: string, to: string): string {
  return idOf(project, "dependency", type, from, to);
}

/**
 * @param ordinal counts the comments of one issue with the same author and text, from 0. The number
 *   that Beads gives a comment is a row of the exporting database, another one in each clone.
 */
export function commentId(
  project: string,
  issue: string,
  author: string,
  text: string,
  ordinal: number,
): string {
  return idOf(project, "comment", issue, author, ordinal, text);
}

/** A person who is known by a name alone: one on every project. */
export function namedPersonId(name: string): string {
  return idOf("user", name);
}

export function otherLineId(project: string, type: string, key: string): string {
  return idOf(project, "other", type, key);
}
