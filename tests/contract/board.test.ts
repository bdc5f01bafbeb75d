import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createHttpBoard } from "../../src/access/http-board.ts";
import { openLocalBoard } from "../../src/access/local.ts";
import { writeUser } from "../../src/workspace/identity.ts";
import type { Workspace } from "../../src/workspace/locate.ts";
import { startServer } from "../support/server.ts";
import { boardContract } from "./board-contract.ts";

function temporaryWorkspace(): { workspace: Workspace; remove(): void } {
  const root = mkdtempSync(join(tmpdir(), "pm-contract-"));
  const workspace: Workspace = {
    root,
    pmDir: join(root, ".pm"),
    kind: "configured",
    gitDir: null,
    commonDir: null,
  };
  const id = "0e0e0e0e-0e0e-4e0e-8e0e-0e0e0e0e0e0e";
  writeUser(workspace, { id, name: "Ann", email: "ann@example.org" });
  return { workspace, remove: () => rmSync(root, { recursive: true, force: true }) };
}

boardContract("its own database", async () => {
  const { workspace, remove } = temporaryWorkspace();
  const board = openLocalBoard(workspace);
  return {
    board,
    close: async () => {
      await board.close();
      remove();
    },
  };
});

boardContract("a server", async () => {
  const server = startServer();
  const board = createHttpBoard(server);
  return { board, close: () => server.stop() };
});
