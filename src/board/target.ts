import { ENTITIES, type EntityName, type EntityTypes } from "../domain/entities.ts";
import { parseInstant } from "../domain/instant.ts";
import { fieldsOf } from "../domain/merge/times.ts";
import { type Outcome, ok, refuse } from "../domain/refusal.ts";
import { shortId } from "../domain/short-id.ts";
import type { Target } from "./commands.ts";
import { resolveRef } from "./resolve.ts";
import type { UnitOfWork } from "./unit-of-work.ts";

/**
 * Finds the record that a command is about, and checks that it is still as the caller has seen it.
 *
 * @param state which records will do: `live` (the default), `deleted`, or `any`.
 */
export function findTarget<E extends EntityName>(
  work: UnitOfWork,
  entity: E,
  target: Target,
  state: "live" | "deleted" | "any" = "live",
): Outcome<EntityTypes[E]> {
  const id = resolveRef(work.storage, entity, target.ref, work.actor);
  if (!id.ok) return id;
  const record = work.storage.get(entity, id.value) as EntityTypes[E];
  const fields = fieldsOf(record);
  const { noun } = ENTITIES[entity];
  const name = nameOf(entity, record);
  if (target.version !== undefined && fields.version === undefined) {
    return refuse(
      "invalid",
      `A ${noun} has no version to hold on to.`,
      `Give \`if_updated_at\`, the \`updated_at\` that you have seen: here it is ${record.updated_at}.`,
    );
  }
  if (target.version !== undefined && fields.version !== target.version) {
    return refuse(
      "stale",
      `The ${noun} ${name} has moved on: it is at version ${fields.version}, you have seen ${target.version}.`,
      "Look at it again, then repeat the change with its version.",
    );
  }
  if (target.if_updated_at !== undefined) {
    const seen = parseInstant(target.if_updated_at);
    if (seen === null) {
      return refuse("invalid", `“${target.if_updated_at}” is not an RFC 3339 time.`);
    }
    if (seen !== record.updated_at) {
      return refuse(
        "stale",
        `The ${noun} ${name} has moved on: it was changed at ${record.updated_at}, you have seen ${seen}.`,
        "Look at it again, then repeat the change.",
      );
    }
  }
  const deleted = (fields.deleted_at ?? null) !== null;
  if (state === "live" && deleted) {
    const command = entity.replaceAll("_", "-");
    return refuse(
      "refused",
      `The ${noun} ${name} is deleted.`,
      `\`pm ${command} restore ${shortId(record.id)}\` brings it back.`,
    );
  }
  if (state === "deleted" && !deleted) {
    return refuse("refused", `The ${noun} ${name} is not deleted.`);
  }
  return ok(record);
}

/** What to call a record in a message. */
export function nameOf(entity: EntityName, record: { id: string }): string {
  const fields = record as unknown as { title?: string; name?: string };
  const name = entity === "user" ? fields.name : (fields.title ?? fields.name);
  const short = shortId(record.id);
  return name === undefined ? short : `${short} “${name}”`;
}
