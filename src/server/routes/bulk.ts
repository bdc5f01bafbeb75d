/**
 * Commands and queries by name: any number of commands in one transaction, and every query there is.
 * `pm` itself uses these two.
 */
import { z } from "@hono/zod-openapi";
import type { Command, CommandName } from "../../board/commands.ts";
import type { Queries, QueryName } from "../../board/queries.ts";
import { type Outcome, ok } from "../../domain/refusal.ts";
import { answerOnce } from "../answers.ts";
import { BULK_BODY } from "../body.ts";
import { API, type Endpoint, jsonEndpoint } from "../endpoint.ts";
import { COMMAND_PARAMS } from "../schemas/commands.ts";
import { QUERY_PARAMS } from "../schemas/queries.ts";
import { COMMAND_RESULTS, QUERY_RESULTS } from "../schemas/results.ts";

const commands = z.discriminatedUnion(
  "command",
  entries(COMMAND_PARAMS).map(([name, params]) =>
    z.strictObject({ command: z.literal(name), params }),
  ) as unknown as [z.ZodObject, z.ZodObject],
) as unknown as z.ZodType<Command, Command>;

/** A query by its name. */
export type NamedQuery = {
  [Q in QueryName]: { query: Q; params: Queries[Q]["params"] };
}[QueryName];

const queries = z.discriminatedUnion(
  "query",
  entries(QUERY_PARAMS).map(([name, params]) =>
    z.strictObject({ query: z.literal(name), params }),
  ) as unknown as [z.ZodObject, z.ZodObject],
) as unknown as z.ZodType<NamedQuery, NamedQuery>;

export const bulkEndpoints = [
  jsonEndpoint({
    method: "post",
    path: `${API}/commands`,
    summary: "Carry out commands in one transaction, all of them or none",
    body: z.strictObject({
      commands: z.array(commands),
      key: z.uuid().optional().openapi({
        description:
          "Names this request. Sent again with the same key, as after a lost answer, it is answered as before and nothing is done twice; for as long as this server runs, and for its last 200 keys.",
      }),
    }),
    bounds: BULK_BODY,
    answer: z.object({ results: z.array(anyOf(Object.values(COMMAND_RESULTS))) }),
    async run({ board }, { body }) {
      const { commands, key } = body;
      const outcome = await answerOnce(board, commands as Command[], key);
      return outcome.ok ? ok({ results: outcome.value }) : outcome;
    },
  }),
  jsonEndpoint({
    method: "post",
    path: `${API}/queries`,
    summary: "Ask a query by name",
    body: queries,
    answer: anyOf(Object.values(QUERY_RESULTS)),
    run({ board }, { body }): Promise<Outcome<object>> {
      const { query, params } = body as NamedQuery;
      return board.query(query, params);
    },
  }),
] as const satisfies readonly Endpoint[];

function entries<K extends CommandName | QueryName>(
  table: { [name in K]: z.ZodObject },
): [K, z.ZodObject][] {
  return Object.entries(table) as [K, z.ZodObject][];
}

function anyOf<S extends z.ZodType>(schemas: S[]): z.ZodType<z.output<S>> {
  return z.union([...new Set(schemas)]) as unknown as z.ZodType<z.output<S>>;
}
