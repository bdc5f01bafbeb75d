import type { Board } from "../board/board.ts";
import { type Outcome, ok } from "../domain/refusal.ts";
import type { Workspace } from "../workspace/locate.ts";
import { openLocalBoard } from "./local.ts";

/** Opens the board of a workspace: through its live server, or on its database. */
export async function openBoard(
  workspace: Workspace,
  _options: { server?: string },
): Promise<Outcome<Board>> {
  return ok(openLocalBoard(workspace));
}
