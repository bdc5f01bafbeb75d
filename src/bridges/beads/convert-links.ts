/**
 * Links between issues: one of them becomes the item's parent, the others become dependencies.
 */
import type { Dependency } from "../../domain/entities.ts";
import { EPOCH } from "../../domain/instant.ts";
import { compareText, type Json, type JsonObject, objectOf } from "../../domain/json.ts";
import { dependencyId, itemId } from "./ids.ts";
import type { People } from "./people.ts";
import { type BeadsReport, countMapped } from "./report.ts";
import type { BeadsIssue, BeadsLink } from "./source.ts";
import { linkTypeOf, PARENT_LINK } from "./vocabulary.ts";

export interface ConvertedLinks {
  /** The issue above this one, whether it is in the file or not. */
  parent: string | null;
  dependencies: Dependency[];
  /** Links that have no record of their own, as they came. */
  kept: JsonObject[];
}

export function convertLinks(
  issue: BeadsIssue,
  project: string,
  people: People,
  report: BeadsReport,
): ConvertedLinks {
  const kept: BeadsLink[] = [];
  const among: BeadsLink[] = [];
  for (const link of issue.links) {
    const reason =
      link.dependsOn === issue.id
        ? "to_itself"
        : link.dependsOn.startsWith("external:")
          ? "external"
          : null;
    if (reason === null) {
      among.push(link);
    } else {
      kept.push(link);
      report.links_kept[reason] += 1;
    }
  }
  const [parentLink, ...otherParents] = among
    .filter((link) => link.type === PARENT_LINK)
    .sort(newestFirst);
  if (parentLink !== undefined) {
    kept.push(parentLink);
    report.links_kept.parent += 1;
  }
  for (const { dependsOn } of otherParents) {
    report.parents.second.push({ id: issue.id, parent: dependsOn });
  }
  const dependencies = among
    .filter((link) => link !== parentLink)
    .map((link) => convertLink(issue, link, project, people, report));
  return {
    parent: parentLink?.dependsOn ?? parentOfDottedId(issue, report),
    dependencies,
    kept: kept.sort(byTypeAndEnd).map(({ fields }) => withoutOwner(fields)),
  };
}

/** Of several parents the one that was given last. */
function newestFirst(a: BeadsLink, b: BeadsLink): number {
  return (
    compareText(b.createdAt ?? EPOCH, a.createdAt ?? EPOCH) || compareText(a.dependsOn, b.dependsOn)
  );
}

function byTypeAndEnd(a: BeadsLink, b: BeadsLink): number {
  return compareText(a.type, b.type) || compareText(a.dependsOn, b.dependsOn);
}

/** Beads reads `bd-2b34.1` as a child of `bd-2b34` where no link says otherwise. */
function parentOfDottedId(issue: BeadsIssue, report: BeadsReport): string | null {
  const parent = /^(.+)\.\d+$/.exec(issue.id)?.[1] ?? null;
  if (parent !== null) report.parents.by_dotted_id += 1;
  return parent;
}

/** A link's fields in one order, for some versions write them in another. */
function withoutOwner(fields: JsonObject): JsonObject {
  const entries = Object.entries(fields).filter(([key]) => key !== "issue_id");
  return objectOf(entries.sort(([a], [b]) => compareText(a, b))) ?? {};
}

const IN_THE_RECORD = new Set(["issue_id", "depends_on_id", "type", "created_at", "created_by"]);

function convertLink(
  issue: BeadsIssue,
  link: BeadsLink,
  project: string,
  people: People,
  report: BeadsReport,
): Dependency {
  const { dependencyType, symmetric, plain } = linkTypeOf(link.type);
  const ends = [link.dependsOn, issue.id] as [blocking: string, blocked: string];
  if (symmetric) ends.sort(compareText);
  countMapped(report, "link", link.type, dependencyType);
  const extra: [string, Json][] = Object.entries(link.fields)
    .filter(([key]) => !IN_THE_RECORD.has(key))
    .map(([key, value]) => [`beads_${key}`, value]);
  if (!plain) extra.push(["beads_type", link.type]);
  const at = link.createdAt ?? issue.createdAt ?? issue.updatedAt ?? EPOCH;
  const by = people.idOf(link.createdBy);
  return {
    id: dependencyId(project, link.type, ...ends),
    blocking_item_id: itemId(project, ends[0]),
    blocked_item_id: itemId(project, ends[1]),
    dependency_type: dependencyType,
    created_at: at,
    updated_at: at,
    created_by: by,
    updated_by: by,
    deleted_at: null,
    field_updated_at: null,
    extra: objectOf(extra.sort(([a], [b]) => compareText(a, b))),
  };
}
