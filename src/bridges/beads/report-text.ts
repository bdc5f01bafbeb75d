/** The report of an import as lines for people. Lists beyond a few are cut, with their count. */
import type { BeadsReport, MappedField } from "./report.ts";

/** How many of a list are shown; `--json` has all. */
const SHOWN = 10;

export function reportText(report: BeadsReport): string[] {
  return [
    ...counts(report),
    ...mapped(report),
    ...section("Below the description now", listCounts(report.appended)),
    ...section("Kept as unknown fields", listCounts(report.kept)),
    ...links(report),
    ...changed(report),
    ...dropped(report),
  ];
}

function counts({ issues, ...report }: BeadsReport): string[] {
  const others = report.other_lines > 0 ? [many(report.other_lines, "other line")] : [];
  const parts = [
    `${many(issues.live + issues.deleted, "issue")} (${issues.live} live, ${issues.deleted} deleted)`,
    many(report.comments, "comment"),
    many(report.dependencies, "dependency", "dependencies"),
    many(report.people, "person", "people"),
    ...others,
  ];
  return [`In the file: ${parts.join(", ")}`];
}

const FIELD_TITLES: readonly (readonly [MappedField, string])[] = [
  ["status", "Status"],
  ["type", "Type"],
  ["priority", "Priority"],
  ["link", "Links"],
];

function mapped(report: BeadsReport): string[] {
  return FIELD_TITLES.flatMap(([field, title]) => {
    const ways = report.mapped.filter((one) => one.field === field);
    return section(title, ways.map(({ from, to, count }) => `${from} → ${to} ${count}`).join(", "));
  });
}

function links({ links_kept, parents, missing_ends, rings, removed_links }: BeadsReport): string[] {
  const kept = [
    ...(links_kept.parent > 0 ? [`${links_kept.parent} to a parent (author and time)`] : []),
    ...(links_kept.external > 0 ? [`${links_kept.external} to other repositories`] : []),
    ...(links_kept.to_itself > 0 ? [`${links_kept.to_itself} of an issue to itself`] : []),
  ];
  return [
    ...section("Links kept in beads_dependencies", kept.join(", ")),
    ...section(
      "Parents",
      parents.items === 0
        ? ""
        : `${many(parents.items, "item")} have one, ${parents.by_dotted_id} by their id alone`,
    ),
    ...section(
      "Parents that are not in the file (shown as missing)",
      some(parents.missing, ({ id, parent }) => `${id} below ${parent}`),
    ),
    ...section(
      "Second parents, as relates_to",
      some(parents.second, ({ id, parent }) => `${id} below ${parent}`),
    ),
    ...section(
      "Links to issues that are not in the file",
      some(missing_ends, ({ id, depends_on, type }) => `${id} ${type} ${depends_on}`),
    ),
    ...section(
      "Links that are gone in Beads, deleted here",
      removed_links > 0 ? String(removed_links) : "",
    ),
    ...section(
      "Rings (a parent's is cut at its newest link, one of blocks is flagged)",
      some(rings, ({ kind, ids }) => `${kind}: ${ids.join(" → ")}`),
    ),
  ];
}

function changed(report: BeadsReport): string[] {
  const lost = report.duplicates.flatMap((one) => one.lost).length;
  return [
    ...section(
      "Titles cut or brought to one line (whole in beads_title)",
      some(report.changed_titles, String),
    ),
    ...section(
      "Descriptions cut (whole in beads_description)",
      some(report.cut_descriptions, String),
    ),
    ...section(
      `Issues with several lines, joined by the newest write (${many(lost, "value")} overridden, see --json)`,
      some(report.duplicates, ({ id, lines }) => `${id} (lines ${lines.join(", ")})`),
    ),
    ...section(
      "Without a time",
      report.without_time > 0 ? `${many(report.without_time, "issue")}` : "",
    ),
    ...section(
      "Without an author",
      report.without_author > 0 ? `${many(report.without_author, "issue")}` : "",
    ),
  ];
}

function dropped({ dropped: { comment_numbers, ...rest } }: BeadsReport): string[] {
  const parts = [
    ...(comment_numbers > 0
      ? [`${comment_numbers} row numbers of comments (each clone has others)`]
      : []),
    ...(rest.comments_without_text > 0
      ? [many(rest.comments_without_text, "comment without text", "comments without text")]
      : []),
    ...(rest.blank_labels > 0 ? [many(rest.blank_labels, "blank label")] : []),
  ];
  return [...section("Left out", parts.join(", ")), "Nothing else was left out."];
}

function section(title: string, text: string): string[] {
  return text === "" ? [] : [`${title}: ${text}`];
}

function listCounts(countsByName: { [name: string]: number }): string {
  return Object.entries(countsByName)
    .sort(([, a], [, b]) => b - a)
    .map(([name, count]) => `${name} ${count}`)
    .join(", ");
}

function some<T>(list: readonly T[], show: (one: T) => string): string {
  if (list.length === 0) return "";
  const rest = list.length > SHOWN ? ` and ${list.length - SHOWN} more` : "";
  return `${list.length}: ${list.slice(0, SHOWN).map(show).join(", ")}${rest}`;
}

function many(number: number, one: string, more = `${one}s`): string {
  return `${number} ${number === 1 ? one : more}`;
}
