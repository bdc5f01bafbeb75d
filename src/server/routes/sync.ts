/** The board as a file: to take away, to bring in, and how it stands with the tracked one. */
import { z } from "@hono/zod-openapi";
import type { ImportSource } from "../../board/sync-operations.ts";
import type { Outcome } from "../../domain/refusal.ts";
import { BOARD_BODY, readBytes } from "../body.ts";
import {
  API,
  type Call,
  type Endpoint,
  jsonEndpoint,
  type Params,
  readQuery,
} from "../endpoint.ts";
import { refusalProblem } from "../problem.ts";
import { page } from "../schemas/queries.ts";
import { journalEntry } from "../schemas/records.ts";
import { asks } from "./record-routes.ts";

/** Says how many records an export holds: JSON, in a header, since the body is the file. */
export const COUNTS_HEADER = "pm-counts";

const boardCounts = z.object({ projects: z.int(), work_items: z.int(), comments: z.int() });
const importCounts = z.object({ created: z.int(), updated: z.int(), skipped: z.int() });
const publishReport = z.object({
  counts: boardCounts,
  written: z.boolean(),
  merged_first: importCounts.nullable(),
});
const importReport = importCounts.extend({
  removed: z.int(),
  conflicts: z.int(),
  endless: z.array(z.object({ entity: z.string(), id: z.string() })),
  backup: z.string().nullable(),
  take_back: z.int().nullable(),
});
const backupFile = z.object({
  name: z.string(),
  made_at: z.string().openapi({ format: "date-time" }),
  bytes: z.int(),
  before: z.object({ kind: z.string(), file: z.string() }).nullable(),
});
const restoreReport = z.object({
  restored: z.string(),
  created: z.int(),
  updated: z.int(),
  stayed: z.int(),
  backup: z.string().nullable(),
  take_back: z.int().nullable(),
});
const integration = z.object({
  folder: z
    .object({ path: z.string(), place: z.enum(["repository", "work tree", "elsewhere"]) })
    .nullable(),
  hooks: z.array(z.object({ name: z.string(), state: z.string(), in_place: z.boolean() })),
  driver: z.boolean(),
  attributes: z.boolean(),
  tracked_runtime_files: z.array(z.string()),
});
const syncStatus = z.object({
  tracked_file: z.boolean(),
  problem: z.string().nullable(),
  problem_hint: z.string().nullable(),
  to_export: importCounts,
  to_import: importCounts,
  unseen_conflicts: z.int(),
  integration,
});
const importQuery = z.strictObject({
  mode: z.enum(["merge", "replace"]),
  dry_run: z.boolean().optional(),
  tracked: z.boolean().optional().openapi({
    description: "Brings in the tracked file of this board; the body is empty.",
  }),
  name: z.string().optional().openapi({ description: "What to call the file in messages." }),
});

const conflictsQuery = z.strictObject({
  ...page,
  all: z.boolean().optional().openapi({ description: "The seen ones too." }),
});

/** The file has a description of its own; HTTP carries its bytes. */
const dataJson = z
  .looseObject({ schema_version: z.int(), exported_at: z.string(), exported_by: z.string() })
  .openapi("DataJson");

const importEndpoint = {
  method: "post",
  path: `${API}/sync/import`,
  summary: "Bring a board in: merge it, or replace this one with it",
  query: importQuery,
  body: { schema: dataJson },
  status: 200,
  answer: { schema: importReport },
  async handle(call: Call) {
    const query = readQuery(importQuery, call.search);
    if (query instanceof Response) return query;
    const source = await readSource(call, query);
    if (source instanceof Response) return source;
    const { mode, dry_run } = query as Pick<z.infer<typeof importQuery>, "mode" | "dry_run">;
    return answer(await call.board.sync.import(source, { mode, dry_run }));
  },
} as const satisfies Endpoint;

async function readSource(call: Call, query: Params): Promise<ImportSource | Response> {
  if (query.tracked === true) return { tracked: true };
  const body = await readBytes(call.request, BOARD_BODY);
  if (!body.ok) return body.response;
  const name = typeof query.name === "string" ? query.name : "the request";
  return { tracked: false, name, bytes: body.value };
}

const exportEndpoint = {
  method: "get",
  path: `${API}/sync/export`,
  summary: "The whole board, as the bytes of a data.json",
  status: 200,
  answer: { schema: dataJson },
  async handle({ board }: Call) {
    const outcome = await board.sync.exportCopy();
    if (!outcome.ok) return refusalProblem(outcome.refusal);
    const { bytes, counts } = outcome.value;
    return new Response(bytes as Uint8Array<ArrayBuffer>, {
      headers: {
        "content-type": "application/json",
        "content-disposition": 'attachment; filename="data.json"',
        [COUNTS_HEADER]: JSON.stringify(counts),
      },
    });
  },
} as const satisfies Endpoint;

export const syncEndpoints = [
  exportEndpoint,
  importEndpoint,
  jsonEndpoint({
    method: "post",
    path: `${API}/sync/publish`,
    summary: "Bring the tracked data.json up to date",
    answer: publishReport,
    run: ({ board }) => board.sync.publish(),
  }),
  jsonEndpoint({
    method: "get",
    path: `${API}/sync/backups`,
    summary: "The backups of this board, the newest first",
    answer: z.object({ backups: z.array(backupFile) }),
    run: ({ board }) => board.sync.backups(),
  }),
  jsonEndpoint({
    method: "post",
    path: `${API}/sync/backups/{id}/restore`,
    summary: "Bring back what a backup holds; `latest` is the newest one",
    body: z.strictObject({ dry_run: z.boolean().optional() }),
    answer: restoreReport,
    run: ({ board, id }, { body }) => board.sync.restore(id, body),
  }),
  asks("/sync/log", "syncs", "What each sync did, the newest first"),
  asks("/sync/log/{id}", "sync", "What one sync did, record by record", "ref"),
  jsonEndpoint({
    method: "get",
    path: `${API}/sync/status`,
    summary: "What differs between this board and the tracked data.json, and whether git is set up",
    answer: syncStatus,
    run: ({ board }) => board.sync.status(),
  }),
  jsonEndpoint({
    method: "get",
    path: `${API}/sync/conflicts`,
    summary: "The journal: what lost a contest, the newest first",
    query: conflictsQuery,
    answer: z.object({ conflicts: z.array(journalEntry), next_cursor: z.string().nullable() }),
    run: ({ board }, { query }) => {
      const { all = false, ...params } = query as z.infer<typeof conflictsQuery>;
      return board.sync.conflicts({ all, ...params });
    },
  }),
  jsonEndpoint({
    method: "post",
    path: `${API}/sync/conflicts/seen`,
    summary: "Mark journal entries as seen; no ids: all of them",
    body: z.strictObject({ ids: z.array(z.string()) }),
    answer: z.object({ seen: z.int() }),
    run: ({ board }, { body }) => board.sync.acknowledge(body.ids as string[]),
  }),
  jsonEndpoint({
    method: "post",
    path: `${API}/sync/conflicts/{id}/take-back`,
    summary: "Write the value that lost back into its field",
    answer: z.object({ conflict: journalEntry }),
    run: ({ board, id }) => board.sync.takeBack(id),
  }),
] as const satisfies readonly Endpoint[];

function answer(outcome: Outcome<object>): Response {
  return outcome.ok ? Response.json(outcome.value) : refusalProblem(outcome.refusal);
}
