/** `docs/http-api.md`, made from the OpenAPI document: `npm run docs` writes it. */

interface Schema {
  type?: string | string[];
  enum?: unknown[];
  items?: Schema;
  properties?: { [name: string]: Schema };
  required?: string[];
  anyOf?: Schema[];
}

interface Operation {
  summary?: string;
  tags?: string[];
  parameters?: { name: string; in: string; required?: boolean; schema: Schema }[];
  requestBody?: { content: { [type: string]: { schema: Schema } } };
  responses: { [status: string]: unknown };
}

export interface OpenApiDocument {
  paths?: { [path: string]: { [method: string]: Operation } };
}

const INTRODUCTION = `# The HTTP API

Made from the schemas that validate; do not edit. The same, for programs, is at \`/openapi.json\` of a
running server.

A server writes its address and a random token to \`.pm/server.json\`, readable by its owner alone. Every
request but \`/health\`, \`/live\` and \`/ready\` carries it as \`Authorization: Bearer …\`, or the cookie that
\`pm desktop\` sets. \`Host\` and \`Origin\` must be the server's own; there is no CORS.

Bodies and answers are JSON. A record stands under its name: \`{"work_item": {…}}\`. Lists are paged:
\`{"work_items": […], "next_cursor": null}\`; \`cursor\` continues where a page ended. An \`id\` may be a unique
prefix of four characters or more, and a project's key. \`version\` in the body of a change, or \`If-Match\` with
the \`ETag\` of an answer, refuses the change if the record has moved on. Errors are problem details (RFC 9457)
with \`kind\` and \`hint\`.

\`/ws\` is a WebSocket: it says \`hello\` with the number of the newest change, then each change as it is
committed, whoever made it. \`/ws?since=N\` starts with what came after N, or says \`reload\`.
`;

/** The page, from the document that `describeApi` makes. */
export function apiPage(document: OpenApiDocument): string {
  const groups = new Map<string, string[]>();
  for (const [path, methods] of Object.entries(document.paths ?? {})) {
    for (const [method, operation] of Object.entries(methods)) {
      const tag = operation.tags?.[0] ?? "server";
      const entries = groups.get(tag) ?? [];
      groups.set(tag, [...entries, entry(method, path, operation)]);
    }
  }
  const sections = [...groups].map(([tag, entries]) => `## ${tag}\n\n${entries.join("\n")}`);
  return `${[INTRODUCTION, ...sections].join("\n").trimEnd()}\n`;
}

function entry(method: string, path: string, operation: Operation): string {
  const lines = [`### \`${method.toUpperCase()} ${path}\``, "", operation.summary ?? ""];
  const query = (operation.parameters ?? []).filter((parameter) => parameter.in === "query");
  if (query.length > 0) {
    const names = query.map(({ name, schema }) => `\`${name}\`${typeOf(schema)}`);
    lines.push("", `Query: ${names.join(", ")}`);
  }
  for (const { schema } of Object.values(operation.requestBody?.content ?? {})) {
    const fields = fieldsOf(schema);
    if (fields !== "") lines.push("", `Body: ${fields}`);
  }
  return `${lines.join("\n")}\n`;
}

function fieldsOf(schema: Schema): string {
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties ?? {})
    .map(([name, field]) => `\`${name}\`${required.has(name) ? " (required)" : ""}${typeOf(field)}`)
    .join(", ");
}

/** What a value can be, in as few words as tell it. */
function typeOf(schema: Schema): string {
  const choices = schema.enum ?? schema.anyOf?.find((one) => one.enum)?.enum;
  return choices === undefined ? "" : ` (${choices.map(String).join(", ")})`;
}
