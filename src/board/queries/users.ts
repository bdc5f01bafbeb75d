import { EPOCH } from "../../domain/instant.ts";
import { ok, refuse } from "../../domain/refusal.ts";
import { USER_ORDER } from "../../storage/sort-keys.ts";
import { readPage } from "../page.ts";
import { type QueryHandlers, resolveAll } from "../query-context.ts";
import { viewOf } from "../view.ts";

export const userQueries: QueryHandlers<"user" | "users" | "me"> = {
  user: (context, { ref }) => {
    const ids = resolveAll(context, { id: ["user", ref] });
    if (!ids.ok) return ids;
    const user = context.storage.get("user", ids.value.id as string);
    return user === null
      ? refuse("not_found", "You are not on this board yet: your first change puts you there.")
      : ok({ user: viewOf(user) });
  },

  users: ({ storage }, params) => {
    const page = readPage(params, USER_ORDER, (request) => storage.reads.users(request));
    if (!page.ok) return page;
    const { records, next_cursor } = page.value;
    return ok({ users: records.map(viewOf), next_cursor });
  },

  me: ({ storage, actor }) => {
    const { id, name, email } = actor();
    const known = storage.get("user", id);
    // Who has not written anything yet is not on the board.
    return ok({ user: known ? viewOf(known) : { id, name, email, updated_at: EPOCH } });
  },
};
