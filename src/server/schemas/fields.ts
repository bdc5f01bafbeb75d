/**
 * HTTP's schemas of single fields, made from the table of entities.
 *
 * They check the JSON type and the choices. Lengths and ranges are documented here, from the table,
 * and checked by the board, which has the same words for everybody; besides, JSON Schema counts
 * characters as the table does, and Zod would count UTF-16 units.
 */
import { z } from "@hono/zod-openapi";
import {
  ENTITIES,
  type EntityName,
  type EntityTypes,
  type FieldSpec,
  fieldSpec,
  LABEL_MAX,
} from "../../domain/entities.ts";
import type { Instant } from "../../domain/instant.ts";

/** What arrives as JSON for a value of the board: an instant is a text until it is checked. */
export type AsJson<T> = T extends Instant ? string : T;

/** The schema of a field's value: null is not one. */
export function value<E extends EntityName, F extends keyof EntityTypes[E] & string>(
  entity: E,
  name: F,
): z.ZodType<AsJson<NonNullable<EntityTypes[E][F]>>> {
  const subject = `The ${name.replaceAll("_", " ")} of a ${ENTITIES[entity].noun}`;
  const schema: z.ZodType = valueSchema(specOf(entity, name), subject);
  return schema as z.ZodType<AsJson<NonNullable<EntityTypes[E][F]>>>;
}

/** The schema of a field, null among its values where the field may be empty. */
export function field<E extends EntityName, F extends keyof EntityTypes[E] & string>(
  entity: E,
  name: F,
): z.ZodType<AsJson<EntityTypes[E][F]>> {
  const schema: z.ZodType = value(entity, name);
  const nullable = specOf(entity, name).nullable ? schema.nullable() : schema;
  return nullable as z.ZodType<AsJson<EntityTypes[E][F]>>;
}

function specOf(entity: EntityName, name: string): FieldSpec {
  const spec = fieldSpec(entity, name);
  if (spec === undefined) throw new Error(`${entity} has no field ${name}`);
  return spec;
}

function valueSchema(spec: FieldSpec, subject: string): z.ZodType {
  switch (spec.type) {
    case "uuid":
      return z.string().openapi({ format: "uuid" });
    case "text": {
      const pattern = spec.pattern === undefined ? {} : { pattern: spec.pattern.source };
      return z.string().openapi({ minLength: spec.min, maxLength: spec.max, ...pattern });
    }
    case "choice":
      return z.enum(spec.choices, {
        error: ({ input }) =>
          input === undefined
            ? undefined
            : `${subject} must be one of ${spec.choices.join(", ")}, not ${brief(input)}.`,
      });
    case "integer":
      return z.int().openapi({ minimum: spec.min, maximum: spec.max });
    case "number":
      return z.number().openapi({ minimum: spec.min, maximum: spec.max });
    case "instant":
      return z.string().openapi({ format: "date-time" });
    case "date":
      return z.string().openapi({ format: "date" });
  }
}

/** What names a record: its id, a unique prefix of it, or what else such a record is called by. */
export function ref(of: string, also?: string) {
  const names = "its id, or a unique prefix of it (4 characters or more)";
  const description = `${of}: ${also === undefined ? names : `${also}, ${names}`}.`;
  return z.string().openapi({ description });
}

export const PROJECT_NAMES = "its key";
export const PERSON_NAMES = "`me`, the email, the name";

export const label = z.string().openapi({ minLength: 1, maxLength: LABEL_MAX });
export const labels = z.array(label);

/** A time as people and tools write it: any offset, any number of decimals. */
export const time = z.string().openapi({ format: "date-time" });

/** What a caller has seen of a record, so that a change of something newer is refused. */
export const seen = {
  version: z.int().optional().openapi({
    description: "Refused as stale if the record is at another version.",
  }),
  if_updated_at: time.optional().openapi({
    description: "Refused as stale if the record was last changed at another time.",
  }),
};

/**
 * The schemas of an object's fields: one each, and no other, so that a field that is added to a type
 * cannot be forgotten here. An optional field may be there as `undefined`, which JSON has not.
 */
export type ShapeOf<T> = {
  [K in keyof T]-?: z.ZodType<Record<never, never> extends Pick<T, K> ? T[K] | undefined : T[K]>;
};

/** An object of these fields; any other field is refused by its name. */
export function strict<T>(shape: ShapeOf<T>): z.ZodObject {
  return z.strictObject(shape as unknown as z.ZodRawShape);
}

function brief(given: unknown): string {
  const text = JSON.stringify(given) ?? String(given);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
