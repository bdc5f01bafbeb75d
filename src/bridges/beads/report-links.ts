import type { BoardData } from "../../domain/board-data.ts";
import type { BeadsReport } from "./report.ts";
import { findRings } from "./rings.ts";
import type { BeadsIssue } from "./source.ts";
import { PARENT_LINK } from "./vocabulary.ts";

/**
 * Fills in what is to say about links once all issues are known: ends that are missing, and rings.
 *
 * @param names the ids in Beads of items and their parents.
 */
export function reportLinks(
  issues: readonly BeadsIssue[],
  board: BoardData,
  names: ReadonlyMap<string, string>,
  report: BeadsReport,
): void {
  const inFile = new Set(issues.map(({ id }) => id));
  for (const { id, links } of issues) {
    for (const { dependsOn, type } of links) {
      if (type === PARENT_LINK || dependsOn.startsWith("external:") || inFile.has(dependsOn)) {
        continue;
      }
      report.missing_ends.push({ id, depends_on: dependsOn, type });
    }
  }
  reportParents(board, names, report);
  const blocks = Map.groupBy(
    board.records.dependency.filter((link) => link.dependency_type === "blocks"),
    (link) => link.blocking_item_id,
  );
  const blockedBy = (id: string) => (blocks.get(id) ?? []).map((link) => link.blocked_item_id);
  for (const ids of findRings(blocks.keys(), blockedBy)) {
    report.rings.push({ kind: "blocks", ids: ids.map((id) => names.get(id) ?? id) });
  }
}

function reportParents(
  { records }: BoardData,
  names: ReadonlyMap<string, string>,
  report: BeadsReport,
): void {
  const nameOf = (id: string): string => names.get(id) ?? id;
  const known = new Set(records.work_item.map(({ id }) => id));
  const parents = new Map<string, string>();
  for (const { id, parent_id, deleted_at } of records.work_item) {
    if (parent_id === null) continue;
    parents.set(id, parent_id);
    if (known.has(parent_id)) continue;
    const deleted = deleted_at !== null;
    report.parents.missing.push({ id: nameOf(id), parent: nameOf(parent_id), deleted });
  }
  report.parents.items = parents.size;
  const parentOf = (id: string): string[] => {
    const parent = parents.get(id);
    return parent === undefined ? [] : [parent];
  };
  for (const ids of findRings(parents.keys(), parentOf)) {
    report.rings.push({ kind: "parent", ids: ids.map(nameOf) });
  }
}
