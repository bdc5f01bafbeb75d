import { mount } from "svelte";
import "./design/tokens.css";
import "./design/base.css";
import App from "./App.svelte";
import { startKeys } from "./keyboard/keys.ts";
import { startRouter } from "./router.svelte.ts";
import { noteNewest } from "./store/board.svelte.ts";
import { startConnection } from "./store/connection.svelte.ts";
import { readSyncStatus } from "./store/sync-status.svelte.ts";
import { loadWorkspace } from "./store/workspace.svelte.ts";

const target = document.getElementById("app");
if (target === null) throw new Error("The page has no #app.");

startRouter();
startKeys();
startConnection((seq) => noteNewest(seq));
loadWorkspace();
void readSyncStatus();
mount(App, { target });
