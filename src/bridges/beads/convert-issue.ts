import { LABEL_MAX, type WorkItem } from "../../domain/entities.ts";
import { EPOCH, later, toMilliseconds } from "../../domain/instant.ts";
import { compareText, type Json, objectOf } from "../../domain/json.ts";
import type { ConvertedLinks } from "./convert-links.ts";
import { itemId } from "./ids.ts";
import type { People } from "./people.ts";
import { type BeadsReport, countMapped, countOne } from "./report.ts";
import { type BeadsIssue, isDeleted } from "./source.ts";
import { convertTexts, cut } from "./texts.ts";
import { priorityOf, statusOf, typeOf } from "./vocabulary.ts";

/** Fields whose values are in the item's own, in its links or in its comments. */
const IN_THE_RECORD = new Set([
  "_type",
  "id",
  "title",
  "description",
  "status",
  "priority",
  "issue_type",
  "created_at",
  "updated_at",
  "created_by",
  "assignee",
  "labels",
  "dependencies",
  "comments",
]);
/** The same, of a deleted issue. */
const IN_A_DELETED_RECORD = new Set(["deleted_at", "deleted_by"]);

/**
 * An issue as a work item. It depends on nothing but the line (no clock, no other line), so that
 * everybody who imports the line gets the same record. What has no field of its own is an unknown
 * field, `beads_` and its name.
 */
export function convertIssue(
  issue: BeadsIssue,
  links: ConvertedLinks,
  project: string,
  people: People,
  report: BeadsReport,
): WorkItem {
  const deleted = isDeleted(issue);
  const texts = convertTexts(issue);
  const type = typeOf(issue);
  const { status, plain: plainStatus } = statusOf(issue);
  const { priority, plain: plainPriority } = priorityOf(issue);
  const { labels, changed } = convertLabels(issue, type.label, report);
  const createdAt = issue.createdAt ?? issue.updatedAt ?? EPOCH;
  const updatedAt = later(issue.updatedAt ?? createdAt, createdAt);

  countMapped(report, "status", issue.status, status);
  countMapped(report, "type", type.from, type.itemType);
  countMapped(report, "priority", String(issue.priority), priority);
  for (const name of texts.appended) countOne(report.appended, name);
  if (texts.originals.beads_title !== undefined) report.changed_titles.push(issue.id);
  if (texts.originals.beads_description !== undefined) report.cut_descriptions.push(issue.id);
  if (issue.createdBy === "") report.without_author += 1;
  if (issue.createdAt === null) report.without_time += 1;

  const extra: [string, Json][] = Object.entries(issue.fields)
    .filter(([key]) => !IN_THE_RECORD.has(key) && !(deleted && IN_A_DELETED_RECORD.has(key)))
    .map(([key, value]) => [`beads_${key}`, value]);
  extra.push(["beads_id", issue.id], ...Object.entries(texts.originals));
  if (!plainStatus) extra.push(["beads_status", issue.status]);
  if (!type.plain) extra.push(["beads_issue_type", issue.issueType]);
  if (!plainPriority) extra.push(["beads_priority", issue.priority]);
  if (changed) extra.push(["beads_labels", issue.labels]);
  if (links.kept.length > 0) extra.push(["beads_dependencies", links.kept]);
  for (const [name] of extra) countOne(report.kept, name);

  return {
    id: itemId(project, issue.id),
    project_id: project,
    parent_id: links.parent === null ? null : itemId(project, links.parent),
    item_type: type.itemType,
    title: texts.title,
    description: texts.description,
    status,
    priority,
    // Oldest first, with room between any two.
    position: toMilliseconds(createdAt),
    story_points: null,
    assignee_id: people.idOf(issue.assignee),
    sprint_id: null,
    version: 1,
    created_at: createdAt,
    updated_at: updatedAt,
    created_by: people.idOf(issue.createdBy),
    // Beads does not say who changed an issue last, but for its deletion.
    updated_by: deleted ? people.idOf(issue.deletedBy) : null,
    deleted_at: deleted ? (issue.deletedAt ?? updatedAt) : null,
    labels,
    field_updated_at: null,
    extra: objectOf(extra.sort(([a], [b]) => compareText(a, b))),
  };
}

function convertLabels(
  issue: BeadsIssue,
  typeLabel: string | null,
  report: BeadsReport,
): { labels: string[]; changed: boolean } {
  const given = issue.labels.filter((label) => label.trim() !== "");
  report.dropped.blank_labels += issue.labels.length - given.length;
  const labels = given.map((label) => cut(label, LABEL_MAX));
  const changed = labels.some((label, index) => label !== given[index]);
  if (typeLabel !== null) labels.push(cut(typeLabel, LABEL_MAX));
  return { labels: [...new Set(labels)].sort(compareText), changed };
}
