/** Errors over HTTP: RFC 9457 problem details, with the kind and the hint of a refusal. */
import { z } from "@hono/zod-openapi";
import type { Refusal, RefusalKind } from "../domain/refusal.ts";

/** The one table from the kind of a refusal to the status of its answer. */
export const STATUS_OF: { readonly [K in RefusalKind]: number } = {
  usage: 400,
  not_found: 404,
  ambiguous: 409,
  refused: 409,
  stale: 409,
  invalid: 422,
  unreadable: 422,
  unavailable: 503,
};

const TITLES: { readonly [status: number]: string } = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  408: "Request Timeout",
  409: "Conflict",
  412: "Precondition Failed",
  413: "Content Too Large",
  415: "Unsupported Media Type",
  422: "Unprocessable Content",
  429: "Too Many Requests",
  500: "Internal Server Error",
  503: "Service Unavailable",
};

export const PROBLEM_TYPE = "application/problem+json";

const KINDS = Object.keys(STATUS_OF) as [RefusalKind, ...RefusalKind[]];

export const problemSchema = z
  .object({
    type: z.literal("about:blank"),
    title: z.string(),
    status: z.int(),
    detail: z.string().openapi({ description: "What is wrong and where." }),
    kind: z.enum(KINDS).optional(),
    hint: z.string().optional().openapi({ description: "What to do about it." }),
    errors: z
      .array(z.object({ field: z.string(), message: z.string() }))
      .optional()
      .openapi({ description: "Each field that is not right." }),
  })
  .openapi("Problem");

/** What a refused request is answered. */
export type Problem = z.infer<typeof problemSchema>;
type Details = Partial<Pick<Problem, "kind" | "hint" | "errors">>;

/** An answer that says why not. */
export function problem(
  status: number,
  detail: string,
  details: Details = {},
  headers: Record<string, string> = {},
): Response {
  const title = TITLES[status] ?? "Error";
  return new Response(JSON.stringify({ type: "about:blank", title, status, detail, ...details }), {
    status,
    headers: { ...headers, "content-type": PROBLEM_TYPE },
  });
}

/** A refusal as an answer. */
export function refusalProblem({ kind, message, hint }: Refusal): Response {
  return problem(STATUS_OF[kind], message, hint === undefined ? { kind } : { kind, hint });
}

/** What a schema found wrong, in words. */
export function invalidProblem(error: z.core.$ZodError): Response {
  const errors = error.issues.flatMap((issue) =>
    issue.code === "unrecognized_keys"
      ? issue.keys.map((key) => describe([...issue.path, key], `unknown field “${key}”.`))
      : [describe(issue.path, wordsFor(issue))],
  );
  const [first] = errors;
  const detail = first === undefined ? "The request is not right." : `${first.of}${first.message}`;
  return problem(STATUS_OF.invalid, detail, {
    kind: "invalid",
    errors: errors.map(({ field, message }) => ({ field, message })),
  });
}

/** One of many commands is named as the board names it. */
function describe(path: PropertyKey[], message: string) {
  const of = path[0] === "commands" && path.length > 1 ? `command ${String(path[1])}: ` : "";
  return { field: path.map(String).join("."), message, of };
}

function wordsFor(issue: z.core.$ZodIssue): string {
  const name = issue.path.length === 0 ? "the body" : `“${String(issue.path.at(-1))}”`;
  if (issue.message.endsWith(".")) return issue.message;
  if (issue.code === "invalid_type") {
    return issue.input === undefined && issue.message.endsWith("received undefined")
      ? `${name} is missing.`
      : `${name} must be ${WORD_FOR_TYPE[issue.expected] ?? issue.expected}.`;
  }
  if (issue.code === "invalid_value") return `${name} must be one of ${issue.values.join(", ")}.`;
  if (issue.code === "invalid_union" && "options" in issue && Array.isArray(issue.options)) {
    return `${name} must be one of ${issue.options.map(String).join(", ")}.`;
  }
  return `${name}: ${issue.message}.`;
}

const WORD_FOR_TYPE: { readonly [type: string]: string } = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
};
