// axe-core finds nothing, on the board and on everything that opens over it, in both themes.
import { afterAll, beforeAll, test } from "bun:test";
import type { Page } from "playwright-core";
import { expectAccessible } from "./axe.ts";
import { startWeb, type Web } from "./support.ts";

let web: Web;
let page: Page;
beforeAll(async () => {
  web = await startWeb();
  const add = async (title: string, more: object = {}) => {
    const params = { project: "WEB", item_type: "task" as const, title, ...more };
    return (await web.execute("work_item.create", params)).work_item.id;
  };
  const epic = await add("Checkout", {
    item_type: "epic",
    priority: "high",
    status: "in_progress",
  });
  const one = await add("One", { labels: ["design", "bug"], story_points: 3, assignee: "me" });
  const two = await add("Two", { parent: epic, priority: "critical", status: "done" });
  await add("Three", { status: "review", priority: "low" });
  await web.execute("dependency.create", { blocking: epic, blocked: one });
  await web.execute("comment.create", { work_item: two, content: "Well" });
  ({ page } = web);
  await web.open("/app/WEB/board");
  await page.getByRole("link", { name: "Two" }).waitFor();
});
afterAll(() => web.close());

const none = () => expectAccessible(page);

test("the board", none);

test("the board in groups, with a filter", async () => {
  await web.open("/app/WEB/board?group=epic&mine=1&type=task", page);
  await page.getByRole("link", { name: "One" }).waitFor();
  await none();
  await web.open("/app/WEB/board", page);
});

test.each([
  ["the palette", "Control+k"],
  ["the keys", "?"],
])("%s", async (_, key) => {
  await page.keyboard.press(key);
  await page.getByRole("dialog").waitFor();
  await none();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
});

test("the dialog for a new item", async () => {
  await page.getByRole("button", { name: "Create an item" }).click();
  await page.getByRole("dialog").waitFor();
  await none();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
});

test("a menu, and the field for a new card", async () => {
  await page.getByRole("button", { name: "Project: Website" }).click();
  await page.getByRole("menu").waitFor();
  await none();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Create in Review" }).click();
  await page.getByLabel("Title of the new item in Review").waitFor();
  await none();
  await page.keyboard.press("Escape");
});

test("a refusal", async () => {
  await page.getByRole("button", { name: "Column Review" }).click();
  await page.getByRole("menuitem", { name: "Rename" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("");
  await page.keyboard.press("Enter");
  await page.getByRole("alert").waitFor();
  await none();
  await page.keyboard.press("Escape");
});
