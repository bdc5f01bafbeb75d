/** Reading what a client sends: never more than a bound, and never for longer than a bound. */
import { locateSyntaxError } from "../data-json/locate-error.ts";
import { problem } from "./problem.ts";

export interface BodyBounds {
  /** In bytes. */
  size: number;
  /** In milliseconds, for the whole body. */
  time: number;
}

export const JSON_BODY: BodyBounds = { size: 1_000_000, time: 20_000 };
/** Commands in bulk carry what single requests would. */
export const BULK_BODY: BodyBounds = { size: 16_000_000, time: 60_000 };
/** A whole board. */
export const BOARD_BODY: BodyBounds = { size: 256_000_000, time: 120_000 };

export type Read<T> = { ok: true; value: T } | { ok: false; response: Response };

const refused = (response: Response): { ok: false; response: Response } => ({
  ok: false,
  response,
});

/** The bytes of a body, or the answer to give instead: 413 too large, 408 too slow. */
export async function readBytes(request: Request, bounds: BodyBounds): Promise<Read<Uint8Array>> {
  const tooLarge = () =>
    refused(problem(413, `The body is larger than ${bounds.size} bytes, which is the limit here.`));
  if (Number(request.headers.get("content-length") ?? 0) > bounds.size) return tooLarge();
  if (request.body === null) return { ok: true, value: new Uint8Array() };

  const reader = request.body.getReader();
  const late = Promise.withResolvers<"late">();
  const timer = setTimeout(() => late.resolve("late"), bounds.time);
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for (;;) {
      const next = await Promise.race([reader.read(), late.promise]);
      if (next === "late") {
        return refused(problem(408, `The body took longer than ${bounds.time / 1000} seconds.`));
      }
      if (next.done) return { ok: true, value: Buffer.concat(chunks, size) };
      size += next.value.byteLength;
      if (size > bounds.size) return tooLarge();
      chunks.push(next.value);
    }
  } catch {
    return refused(problem(400, "The body ended before its end."));
  } finally {
    clearTimeout(timer);
    reader.cancel().catch(() => {});
  }
}

/** The JSON of a body; `undefined` for an empty one. */
export async function readJson(request: Request, bounds: BodyBounds): Promise<Read<unknown>> {
  const bytes = await readBytes(request, bounds);
  if (!bytes.ok) return bytes;
  if (bytes.value.byteLength === 0) return { ok: true, value: undefined };
  // Browsers send forms and plain text to anybody without asking first; JSON they do not.
  if (!/^application\/([\w.+-]+\+)?json\s*(;|$)/i.test(request.headers.get("content-type") ?? "")) {
    return refused(problem(415, "The body must be JSON: content-type application/json."));
  }
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes.value);
  } catch {
    return refused(problem(400, "The body is not UTF-8.", { kind: "usage" }));
  }
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    const place = locateSyntaxError(text);
    const where = place && ` at line ${place.line}, column ${place.column}: ${place.problem}`;
    return refused(problem(400, `Invalid JSON in the body${where ?? ""}.`, { kind: "usage" }));
  }
}
