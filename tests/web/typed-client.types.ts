// The page's client is typed by the server's endpoints: what is wrong does not compile. The check of types
// holds each line to its mark; there is nothing to run.
import type { SyncStatus } from "../../src/board/sync-operations.ts";
import { type Answer, call } from "../../src/web/api/call.ts";

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

export function mistakes(): void {
  // @ts-expect-error no such path
  void call("get", "/api/v1/sync/state", {});
  // @ts-expect-error not by this method
  void call("get", "/api/v1/sync/publish", {});
  // @ts-expect-error without what it needs
  void call("post", "/api/v1/sync/conflicts/seen", {});
  // @ts-expect-error with a body of another form
  void call("post", "/api/v1/sync/conflicts/seen", { body: { id: ["1"] } });
  // @ts-expect-error with a parameter of another type
  void call("get", "/api/v1/sync/conflicts", { query: { all: "all" } });
  // @ts-expect-error a command that there is not
  void call("post", "/api/v1/commands", { body: { commands: [{ command: "fly", params: {} }] } });
  // @ts-expect-error a query with what another takes
  void call("post", "/api/v1/queries", { body: { query: "project", params: { sprint: "1" } } });
}

/** What an answer is, by the schema of its endpoint. */
export const isStatus: Same<Answer<"get", "/api/v1/sync/status">, SyncStatus> = true;
export const isSeen: Same<Answer<"post", "/api/v1/sync/conflicts/seen">, { seen: number }> = true;
export const isAnything: Same<Answer<"get", "/api/v1/sync/status">, unknown> = false;
