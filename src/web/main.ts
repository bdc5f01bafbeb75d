import { mount } from "svelte";
import "./design/tokens.css";
import "./design/base.css";
import App from "./App.svelte";
import { startKeys } from "./keyboard/keys.ts";
import { loadAllViews } from "./layout/views.ts";
import { route, startRouter } from "./router.svelte.ts";
import { noteNewest, openBoard } from "./store/board.svelte.ts";
import { startConnection } from "./store/connection.svelte.ts";
import { countNewsSoon } from "./store/news.svelte.ts";
import { readSyncStatusSoon } from "./store/sync-status.svelte.ts";
import { loadWorkspace } from "./store/workspace.svelte.ts";

const AFTER_THE_BOARD_MS = 1000;

const target = document.getElementById("app");
if (target === null) throw new Error("The page has no #app.");

// What a scrollbar takes from the width of what scrolls: nothing where it lies over it.
const probe = document.createElement("div");
Object.assign(probe.style, { overflow: "hidden auto", scrollbarGutter: "stable", width: "50px" });
document.body.append(probe);
document.documentElement.style.setProperty(
  "--scrollbar",
  `${probe.offsetWidth - probe.clientWidth}px`,
);
probe.remove();

startRouter();
startKeys();
// The board is asked for first: everything else can come after it.
if (route.project !== null) openBoard(route.project);
startConnection(noteNewest);
loadWorkspace();
mount(App, { target });
countNewsSoon();
setTimeout(() => void loadAllViews(), AFTER_THE_BOARD_MS);
readSyncStatusSoon();
