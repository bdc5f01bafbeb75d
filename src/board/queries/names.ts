import { ok } from "../../domain/refusal.ts";
import type { QueryHandlers } from "../query-context.ts";

export const nameQueries: QueryHandlers<"names"> = {
  names: ({ storage }, { ids }) =>
    ok({ names: Object.fromEntries(storage.reads.names(ids).map(({ id, name }) => [id, name])) }),
};
