import type { Json } from "../domain/json.ts";

/**
 * Where a JavaScript number might not give a number back as it was written: 16 digits or more, a
 * fraction, an exponent, a negative zero. It may also find such text inside a string; that costs
 * time and nothing else.
 */
const DELICATE_NUMBER =
  /(?:"\s*:|[[,])\s*-?(?:\d{16,}|\d+\.\d+|\d+(?:\.\d+)?[eE][+-]?\d+|(?<=-)0)(?=\s*[,\]}])/;

/**
 * `JSON.parse`, but numbers that a JavaScript number would change (`12345678901234567890`, `1.0`,
 * `1e400`) keep their text: they become raw JSON, which `JSON.stringify` writes as it came.
 *
 * Throws a `SyntaxError` for what is no JSON.
 */
export function parseJson(text: string): Json {
  if (!DELICATE_NUMBER.test(text)) return JSON.parse(text) as Json;
  return JSON.parse(text, keepNumber) as Json;
}

// JSON.parse source text access (ECMAScript 2026) is not yet in TypeScript's library.
const { rawJSON, isRawJSON } = JSON as unknown as {
  rawJSON(text: string): Json;
  isRawJSON(value: unknown): boolean;
};

function keepNumber(_key: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== "number" || context?.source === undefined) return value;
  return String(value) === context.source ? value : rawJSON(context.source);
}

/** Whether a value is a number that {@link parseJson} kept as text. */
export function isRawNumber(value: Json): boolean {
  return isRawJSON(value);
}

/** The JavaScript number of a value that {@link parseJson} kept as text; other values as they are. */
export function plainNumber(value: Json): Json {
  return isRawNumber(value) ? Number((value as { rawJSON: string }).rawJSON) : value;
}
