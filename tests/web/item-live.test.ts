// An item that is open in two places, half-typed texts, and what merges bring.
import { afterAll, beforeAll, expect, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Page } from "playwright-core";
import { PM } from "../support/pm.ts";
import { startWeb, type Web } from "./support.ts";

let web: Web;
let page: Page;
let id = "";

beforeAll(async () => {
  web = await startWeb();
  ({ page } = web);
  const params = { project: "WEB", item_type: "task" as const, title: "Plan", description: "Old" };
  id = (await web.execute("work_item.create", params)).work_item.id;
});
afterAll(() => web.close());

const open = async (on: Page) => {
  await web.open(`/app/item/${id}`, on);
  await on.getByRole("heading", { name: "Activity", level: 2 }).waitFor();
};
const titleOf = (on: Page) => on.getByRole("textbox", { name: "Title", exact: true });
const descriptionOf = (on: Page) => on.getByRole("textbox", { name: "Description" });

test("who edits a title that another changes is told, and chooses", async () => {
  const other = await web.newPage();
  await Promise.all([open(page), open(other)]);
  await titleOf(page).fill("Plan of mine");
  await titleOf(other).fill("Plan of theirs");
  await titleOf(other).press("Enter");
  const note = page.getByRole("alert").filter({ hasText: "changed the title while you were" });
  await note.getByText("Plan of theirs").waitFor();
  expect(await titleOf(page).inputValue()).toBe("Plan of mine");
  // Leaving the field does not write over it.
  await titleOf(page).blur();
  expect((await web.query("work_item", { ref: id })).work_item.title).toBe("Plan of theirs");
  await note.getByRole("button", { name: "Keep mine" }).click();
  await titleOf(page).press("Enter");
  await other.getByRole("dialog", { name: "Item: Plan of mine" }).waitFor();
  expect(await titleOf(other).inputValue()).toBe("Plan of mine");
  await other.context().close();
});

test("a half-typed description survives a change elsewhere, closing and loading again", async () => {
  await page.getByRole("button", { name: "Edit the description" }).click();
  await descriptionOf(page).fill("Half of what I want to");
  await page.getByRole("button", { name: "Close" }).click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  web.pm("work-item", "update", id, "--description", "From the command");
  await open(page);
  expect(await descriptionOf(page).inputValue()).toBe("Half of what I want to");
  const note = page.getByRole("alert").filter({ hasText: "changed the description" });
  await note.getByText("From the command").waitFor();
  await page.reload();
  await note.getByText("From the command").waitFor();
  expect(await descriptionOf(page).inputValue()).toBe("Half of what I want to");
  await note.getByRole("button", { name: "Use theirs" }).click();
  expect(await descriptionOf(page).inputValue()).toBe("From the command");
  await page.getByRole("button", { name: "Cancel" }).click();
  await descriptionOf(page).waitFor({ state: "detached" });
});

test("a change by the command shows while the focus and what is typed stay", async () => {
  const comment = page.getByRole("textbox", { name: "New comment" });
  await comment.pressSequentially("I am typ");
  web.pm("work-item", "update", id, "--priority", "high");
  await page.getByRole("button", { name: "Priority: High" }).waitFor();
  await comment.pressSequentially("ing");
  expect(await comment.inputValue()).toBe("I am typing");
  await page.reload();
  await comment.waitFor();
  expect(await comment.inputValue()).toBe("I am typing");
  await comment.fill("");
});

test("without a server an edit is refused in words, and its text stays", async () => {
  await web.stopServer();
  await page
    .getByText(/no connection|offline/i)
    .first()
    .waitFor();
  await titleOf(page).fill("Written offline");
  await titleOf(page).press("Enter");
  await page.getByRole("alert").filter({ hasText: "Not saved" }).first().waitFor();
  expect(await titleOf(page).inputValue()).toBe("Written offline");
  await web.startServer();
  await page.getByText("Offline").waitFor({ state: "detached" });
  await titleOf(page).waitFor();
  expect(await titleOf(page).inputValue()).toBe("Written offline");
  await titleOf(page).press("Enter");
  await page.getByRole("dialog", { name: "Item: Written offline" }).waitFor();
});

test("a value that lost in a merge is shown, and one press takes it back", async () => {
  web.pm("sync", "export");
  await web.execute("work_item.update", { ref: id, set: { title: "Mine, not shared" } });
  mergeIn({ title: "Theirs, newer", description: "Merged text" });
  await page.getByRole("dialog", { name: "Item: Theirs, newer" }).waitFor();
  const lost = page.getByRole("region", { name: "Lost in a merge" });
  await lost.getByText("Mine, not shared").waitFor();
  const activity = page.getByRole("list", { name: "Activity" });
  await activity.getByText("Came with a merge, combined with your edit").waitFor();
  await lost.getByRole("button", { name: "Take back: Title" }).click();
  await page.getByRole("dialog", { name: "Item: Mine, not shared" }).waitFor();
  await lost.waitFor({ state: "detached" });
  await activity.getByText("took a lost value back").waitFor();
});

test("the item and the feed name the branch that a merge came from", async () => {
  const { sandbox } = web;
  const git = (...args: string[]) => sandbox.git("repository", ...args);
  // Where the hooks find the command.
  sandbox.env.PATH = `${dirname(PM)}:${sandbox.env.PATH}`;
  web.pm("sync", "init", "--yes");
  git("add", ".");
  git("commit", "-qm", "Share the board");
  sandbox.git(".", "clone", "-q", "repository", "bens");
  const ben = (...args: string[]) => {
    const cwd = join(sandbox.folder, "bens");
    const run = Bun.spawnSync([PM, ...args], { cwd, env: { ...sandbox.env, ...BEN } });
    expect(run.stderr.toString() + run.exitCode).toEndWith("0");
  };
  ben("sync", "init", "--yes");
  sandbox.git("bens", "switch", "-qc", "feature/login");
  ben("work-item", "update", id, "--story-points", "8");
  ben("sync", "commit", "-m", "Estimate");
  web.pm("work-item", "update", id, "--priority", "low");
  git("pull", "-q", "--no-rebase", "--no-edit", "../bens", "feature/login");
  await open(page);
  const said = "Came with a merge of branch feature/login, combined with your edit";
  await page.getByRole("list", { name: "Activity" }).getByText(said).waitFor();
  await web.open("/app/activity");
  await page.getByRole("article").filter({ hasText: "Merge of branch feature/login" }).waitFor();
});

const BEN = {
  GIT_AUTHOR_NAME: "Ben",
  GIT_AUTHOR_EMAIL: "ben@example.org",
  GIT_COMMITTER_NAME: "Ben",
  GIT_COMMITTER_EMAIL: "ben@example.org",
};

/** The tracked file gets a newer version of the item, as a pull brings it, and is imported. */
function mergeIn(values: Record<string, string>): void {
  const file = join(web.sandbox.folder, "repository", ".pm", "data.json");
  const board = JSON.parse(readFileSync(file, "utf8"));
  const at = new Date(Date.now() + 60_000).toISOString();
  const item = board.work_items.find((one: { id: string }) => one.id === id);
  const times = Object.fromEntries(Object.keys(values).map((field) => [field, at]));
  Object.assign(item, values, { updated_at: at, version: item.version + 5 });
  item.field_updated_at = { ...item.field_updated_at, ...times };
  writeFileSync(file, `${JSON.stringify(board, null, 2)}\n`);
  web.pm("sync", "import", "--merge");
}
