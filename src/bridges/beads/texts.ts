/** Titles and descriptions, brought between the bounds of a work item. */
import type { JsonObject } from "../../domain/json.ts";
import type { BeadsIssue } from "./source.ts";

export const TITLE_MAX = 200;
export const TEXT_MAX = 150_000;

/** The first `max` characters of a text that has more, the last of them a sign that it is cut. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  const characters = [...text];
  return characters.length <= max ? text : `${characters.slice(0, max - 1).join("")}…`;
}

const CONTROLS = /[\p{Cc}\u2028\u2029]+/gu;

export interface Texts {
  title: string;
  description: string | null;
  /** The original of each text that is not wholly in the item as it was. */
  originals: JsonObject;
  /** The sections that stand in the description now, and have no field of their own. */
  appended: string[];
}

/**
 * The title on one line, and the description with design, acceptance criteria and notes below it:
 * people wrote them to be read. A title that is too long heads the description, whole.
 */
export function convertTexts(issue: BeadsIssue): Texts {
  const line = issue.title.replace(CONTROLS, " ").trim();
  const title = line === "" ? `(untitled ${cut(issue.id, 150)})` : cut(line, TITLE_MAX);
  const originals: JsonObject = {};
  if (title !== issue.title && issue.title !== "") originals.beads_title = issue.title;

  const heading = title === line || line === "" ? "" : `# ${line}`;
  const body = cut(joined([heading, issue.description]), TEXT_MAX);
  if (body !== joined([heading, issue.description])) {
    originals.beads_description = issue.description;
  }
  let description = body;
  const appended: string[] = [];
  for (const [name, heading, text] of sections(issue)) {
    if (text === "") continue;
    const longer = joined([description, `## ${heading}\n\n${text}`]);
    // Its own unknown field keeps it where there is no room.
    if (cut(longer, TEXT_MAX) !== longer) break;
    description = longer;
    appended.push(name);
  }
  return { title, description: description === "" ? null : description, originals, appended };
}

function sections(issue: BeadsIssue): (readonly [name: string, heading: string, text: string])[] {
  return [
    ["design", "Design", issue.design],
    ["acceptance_criteria", "Acceptance criteria", issue.acceptanceCriteria],
    ["notes", "Notes", issue.notes],
  ];
}

function joined(parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join("\n\n");
}
