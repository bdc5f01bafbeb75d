/** The item that is being made in the dialog: kept until it is made, however the dialog is left. */
import type { ItemStatus, ItemType, Priority } from "../../domain/entities.ts";
import { openItem } from "../router.svelte.ts";
import { run } from "../store/run.ts";
import { toast } from "../store/toasts.svelte.ts";
import { overlay, showOverlay } from "./overlays.svelte.ts";

export interface CreateDraft {
  title: string;
  item_type: ItemType;
  status: ItemStatus;
  priority: Priority;
}

const EMPTY: CreateDraft = {
  title: "",
  item_type: "task",
  status: "backlog",
  priority: "medium",
};

export const createDraft = $state<CreateDraft & { problem: string | null }>({
  ...EMPTY,
  problem: null,
});

/** Makes it, while the page is free for the next key. If it is refused, the dialog opens again and says why. */
export async function createItem(project: string): Promise<void> {
  const { problem: _, ...sent } = createDraft;
  Object.assign(createDraft, EMPTY, { problem: null });
  const outcome = await run("work_item.create", { project, ...sent }, { quiet: true });
  if (outcome.ok) {
    const { id } = outcome.value.work_item;
    const action = { label: "Open", run: () => openItem(id) };
    return toast({ kind: "done", text: `Created “${sent.title}”.`, action });
  }
  const { message: problem } = outcome.refusal;
  const takeUp = (): void => {
    Object.assign(createDraft, sent, { problem });
    showOverlay("create");
  };
  if (overlay.open === null && createDraft.title === "") return takeUp();
  const action = { label: "Edit", run: takeUp };
  toast({ kind: "refused", text: `Not created: “${sent.title}”. ${problem}`, action });
}
