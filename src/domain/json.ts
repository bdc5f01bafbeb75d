/** Any value that JSON can carry. */
export type Json = null | boolean | number | string | Json[] | JsonObject;

/** A JSON object. Keys may be anything, `__proto__` included, so read it with {@link own}. */
export type JsonObject = { [key: string]: Json };

/**
 * The own property of an object, never one that it inherits.
 *
 * Keys come from files that anybody can edit: `object["__proto__"]` would otherwise answer with
 * `Object.prototype` where the file has no such key.
 */
export function own<T>(object: { [key: string]: T }, key: string): T | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/**
 * An object of these entries, each an own property, `__proto__` too; null where there are none.
 */
export function objectOf<T>(entries: Iterable<readonly [string, T]>): { [key: string]: T } | null {
  const object = Object.fromEntries(entries);
  for (const _ in object) return object;
  return Object.hasOwn(object, "__proto__") ? object : null;
}

/** Compares two strings by UTF-16 code units: the one text order that `pm` uses in files. */
export function compareText(a: string, b: string): -1 | 0 | 1 {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Whether two JSON values are the same value; the order of an object's keys does not matter. */
export function sameJson(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    return a.every((value, index) => sameJson(value, b[index]));
  }
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && sameJson(a[key], b[key]))
  );
}
