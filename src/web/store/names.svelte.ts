/** The names behind ids: of people, sprints, projects and items, asked for when they are first needed. */
import { SvelteMap } from "svelte/reactivity";
import { query } from "../api/client.ts";
import { onChange } from "./connection.svelte.ts";
import { workspace } from "./workspace.svelte.ts";

/** As many as one list gives. */
const ALL = 5000;

const names = new SvelteMap<string, string>();
const asked = new Set<string>();
let loaded = false;

/** The name of a record by its whole id; undefined as long as it is not known. Read reactively. */
export function nameOf(id: string): string | undefined {
  return names.get(id) ?? workspace.projects?.find((project) => project.id === id)?.title;
}

/** Reads who and which sprints there are, and the titles of these items. */
export async function needNames(items: readonly string[] = []): Promise<void> {
  const first = !loaded;
  loaded = true;
  const fresh = items.filter((id) => !asked.has(id));
  for (const id of fresh) asked.add(id);
  await Promise.all([
    ...(first ? [readPeople(), readSprints()] : []),
    ...(fresh.length > 0 ? [readTitles(fresh)] : []),
  ]);
}

async function readPeople(): Promise<void> {
  const outcome = await query("users", { limit: ALL });
  if (outcome.ok) for (const { id, name } of outcome.value.users) names.set(id, name);
}

async function readSprints(): Promise<void> {
  const outcome = await query("sprints", { limit: ALL, deleted: true });
  if (outcome.ok) for (const { id, name } of outcome.value.sprints) names.set(id, name);
}

async function readTitles(ids: string[]): Promise<void> {
  const outcome = await query("titles", { ids });
  if (outcome.ok) for (const { id, title } of outcome.value.work_items) names.set(id, title);
}

onChange((change) => {
  if (!loaded) return;
  const records = change?.records ?? null;
  const touched = (entity: string): boolean =>
    records === null || records.some((one) => one.entity === entity);
  if (touched("user")) void readPeople();
  if (touched("sprint")) void readSprints();
  const items = (records ?? []).filter(({ entity, id }) => entity === "work_item" && asked.has(id));
  if (items.length > 0) void readTitles(items.map(({ id }) => id));
});
