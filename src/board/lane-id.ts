import type { ItemStatus } from "../domain/entities.ts";

/** The namespace of the ids that are made from a project and a status (UUID version 5). Never changes. */
const NAMESPACE = "6a1c3f6e-3a0e-4c58-9d0f-5b1f0c8f2a11";

/**
 * The id of a project's column for a status. It is derived and not drawn, so that two people who change
 * the same column, apart, have changed the same record.
 */
export function laneId(projectId: string, status: ItemStatus): string {
  return Bun.randomUUIDv5(`${projectId}/${status}`, NAMESPACE);
}
