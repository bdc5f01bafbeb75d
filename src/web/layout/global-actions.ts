/** The actions that every view has. */
import { query } from "../api/client.ts";
import { entityName, fieldName } from "../components/field-words.ts";
import { count } from "../components/words.ts";
import { setGlobalActions } from "../keyboard/actions.svelte.ts";
import { navigate, openItem, type ProjectViewName, route, viewUrl } from "../router.svelte.ts";
import { board } from "../store/board.svelte.ts";
import { theme } from "../store/preferences.svelte.ts";
import { run } from "../store/run.ts";
import { type ToastAction, toast } from "../store/toasts.svelte.ts";
import { actionsElsewhere } from "./actions-elsewhere.ts";
import { showOverlay } from "./overlays.svelte.ts";

const goTo = (view: ProjectViewName) => () => {
  if (board.project !== null) navigate(viewUrl(board.project, view));
};
const hasProject = (): boolean => board.project !== null;

/** To be called once, while the page is set up. */
export function startGlobalActions(): void {
  setGlobalActions(() => [
    {
      id: "create",
      title: "Create an item",
      group: "Board",
      keys: ["c"],
      words: "new add task story epic",
      when: hasProject,
      run: () => showOverlay("create"),
    },
    { id: "undo", title: "Undo my last change", group: "Board", keys: ["Mod+Z"], run: undo },
    {
      id: "palette",
      title: "Command palette",
      group: "Help",
      keys: ["Mod+K"],
      whileTyping: true,
      palette: false,
      run: () => showOverlay("palette"),
    },
    { id: "help", title: "Keyboard", group: "Help", keys: ["?"], run: () => showOverlay("help") },
    {
      id: "search",
      title: "Search everything",
      group: "Go to",
      keys: ["/"],
      words: "find",
      run: () => navigate("/app/search", { replace: route.view === "search" }),
    },
    {
      id: "board",
      title: "Board",
      group: "Go to",
      keys: ["g b"],
      when: hasProject,
      run: goTo("board"),
    },
    {
      id: "backlog",
      title: "Backlog",
      group: "Go to",
      keys: ["g l"],
      when: hasProject,
      run: goTo("backlog"),
    },
    {
      id: "sprints",
      title: "Sprints",
      group: "Go to",
      keys: ["g s"],
      when: hasProject,
      run: goTo("sprints"),
    },
    {
      id: "activity",
      title: "Activity",
      group: "Go to",
      keys: ["g a"],
      run: () => navigate("/app/activity"),
    },
    { id: "sync", title: "Sync", group: "Go to", keys: ["g y"], run: () => navigate("/app/sync") },
    {
      id: "projects",
      title: "Projects",
      group: "Go to",
      keys: ["g p"],
      run: () => navigate("/app/projects"),
    },
    {
      id: "project",
      title: "Another project…",
      group: "Go to",
      words: "switch",
      run: () => showOverlay("projects"),
    },
    ...actionsElsewhere(),
    ...(["system", "light", "dark"] as const).map((name) => ({
      id: `theme-${name}`,
      title:
        name === "system" ? "Theme of the system" : `${name === "light" ? "Light" : "Dark"} theme`,
      group: "View" as const,
      words: "colour color appearance",
      when: () => theme.value !== name,
      run: () => {
        theme.value = name;
      },
    })),
  ]);
}

async function undoLast(): Promise<void> {
  const outcome = await run("undo", {});
  if (!outcome.ok) return;
  const { seq, records, take_back } = outcome.value.undone;
  const { text, action: open } = await undoneWords(seq, records);
  toast({ kind: "done", text, ...(open && { other: open }), ...backOf("Redo", take_back) });
}

/** The button that takes an undo back, or one that has done so: by its number, whatever came after it. */
function backOf(label: "Undo" | "Redo", write: number | null): { action?: ToastAction } {
  if (write === null) return {};
  const takeBack = async (): Promise<void> => {
    const outcome = await run("undo", { write });
    if (!outcome.ok) return;
    const isRedo = label === "Redo";
    const text = isRedo ? "What was taken back is there again." : "Taken back again.";
    const back = backOf(isRedo ? "Undo" : "Redo", outcome.value.undone.take_back);
    toast({ kind: "done", text, ...back });
  };
  return { action: { label, run: () => void takeBack() } };
}

/** What it was that an undo took back: it may be something that is not on this screen. */
async function undoneWords(
  seq: number,
  records: number,
): Promise<{ text: string; action?: ToastAction }> {
  const recent = await query("activity", { limit: 200 });
  const entries = recent.ok ? recent.value.activity.filter((entry) => entry.seq === seq) : [];
  const entry = entries.find(({ field }) => field !== "position") ?? entries[0];
  if (entry === undefined) return { text: "Your last change is taken back." };
  const what = entry.field === null ? "Making" : fieldName(entry.field);
  const others = records > 1 ? `, and of ${count(records - 1, "other record")}` : "";
  const text = `Taken back: ${what} of ${entityName(entry.entity)}${entry.title ? ` “${entry.title}”` : ""}${others}.`;
  const { work_item_id: item } = entry;
  return item === null ? { text } : { text, action: { label: "Open", run: () => openItem(item) } };
}

function undo(): void {
  void undoLast();
}
