import { labelProblem, valueReader } from "../data-json/read-record.ts";
import { ENTITIES, type EntityName, fieldSpec } from "../domain/entities.ts";
import { compareText, type Json } from "../domain/json.ts";
import { type Outcome, ok, refuse } from "../domain/refusal.ts";
import type { Values } from "../domain/stamp.ts";

/**
 * Checks the values that somebody wants in a record's fields against their bounds.
 *
 * @returns the values in their canonical form, those that are `undefined` left out.
 */
export function checkValues(
  entity: EntityName,
  values: { [field: string]: Json | undefined },
): Outcome<Values> {
  const checked: Values = {};
  for (const [field, given] of Object.entries(values)) {
    if (given === undefined) continue;
    const problem = field === "labels" ? checkLabels(given, checked) : check(entity, field, given);
    if (typeof problem === "string") {
      return refuse("invalid", `The ${words(field)} of a ${ENTITIES[entity].noun} ${problem}.`);
    }
    if (problem !== null) checked[field] = problem.value;
  }
  return ok(checked);
}

function check(entity: EntityName, field: string, given: Json): string | { value: Json } {
  const spec = fieldSpec(entity, field);
  if (spec === undefined) throw new Error(`${entity} has no field ${field}`);
  if (given === null) return spec.nullable ? { value: null } : "must not be empty";
  if (spec.type === "text" && spec.min > 0 && typeof given === "string" && given.trim() === "") {
    return "must not be empty";
  }
  const result: { value: Json; problem: string | undefined } = { value: null, problem: undefined };
  valueReader(spec)(given, result);
  return result.problem ?? { value: result.value };
}

function checkLabels(given: Json, checked: Values): string | null {
  const labels = (given as string[]).map((label) => label.trim());
  for (const label of labels) {
    const problem = labelProblem(label);
    if (problem !== null) return `are not right: ${problem}`;
  }
  checked.labels = [...new Set(labels.map((label) => label.toWellFormed()))].sort(compareText);
  return null;
}

function words(field: string): string {
  return field.replace(/_id$/, "").replaceAll("_", " ");
}
