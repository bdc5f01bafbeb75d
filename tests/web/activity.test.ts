// Who changed what, from what to what; and what is new since one was last here.
import { afterAll, beforeAll, expect, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { expectAccessible } from "./axe.ts";
import { startWeb, type Web } from "./support.ts";

let web: Web;
let page: Page;
let item: string;

const BOB = "b0b0b0b0-b0b0-4b0b-8b0b-b0b0b0b0b0b0";

beforeAll(async () => {
  web = await startWeb();
  page = web.page;
  item = (
    await web.execute("work_item.create", { project: "WEB", item_type: "task", title: "Ship it" })
  ).work_item.id;
});
afterAll(async () => {
  await web.close();
  expect(web.errors).toEqual([]);
});

const entries = () => page.getByRole("article");
const entry = (text: string | RegExp) => entries().filter({ hasText: text });

/** A pull brings what Bob did: his edit of a field, and an item that he made. */
async function bobPushes(title: string): Promise<void> {
  web.pm("sync", "export");
  const file = join(web.sandbox.folder, "repository", ".pm", "data.json");
  const data = JSON.parse(readFileSync(file, "utf8"));
  const at = new Date(Date.now() + 1000).toISOString();
  const [theirs] = data.work_items.filter((one: { id: string }) => one.id === item);
  Object.assign(theirs, { priority: "critical", updated_at: at, updated_by: BOB });
  theirs.field_updated_at = { ...theirs.field_updated_at, priority: at };
  const { field_updated_at: _, ...made } = theirs;
  data.work_items.push({
    ...made,
    id: crypto.randomUUID(),
    title,
    created_at: at,
    created_by: BOB,
  });
  if (!data.users?.some((one: { id: string }) => one.id === BOB)) {
    const bob = { id: BOB, name: "Bob", email: "bob@example.org", updated_at: at };
    data.users = [...(data.users ?? []), bob];
  }
  writeFileSync(file, JSON.stringify(data));
  web.pm("sync", "import", "--merge");
}

test("names instead of ids, and the values before and after", async () => {
  const { sprint } = await web.execute("sprint.create", { project: "WEB", name: "Sprint 7" });
  await web.execute("work_item.update", {
    ref: item,
    set: { status: "review", assignee: "me", sprint: sprint.id, add_labels: ["urgent"] },
  });
  const parent = await web.execute("work_item.create", {
    project: "WEB",
    item_type: "epic",
    title: "The big one",
  });
  await web.execute("work_item.update", { ref: item, set: { parent: parent.work_item.id } });
  await web.open("/app/activity");
  await page.getByRole("heading", { name: "Today" }).waitFor();
  const changed = entry("Assignee");
  for (const text of ["Ada changed Ship it", "Backlog", "Review", "Sprint 7", "urgent"]) {
    await changed.getByText(text).first().waitFor();
  }
  expect(await entries().first().textContent()).toContain("The big one");
  expect(await page.locator("main").textContent()).not.toContain(sprint.id.slice(0, 8));
  await expectAccessible(page);
});

test("a rewritten description opens to both texts", async () => {
  await web.execute("work_item.update", { ref: item, set: { description: "The old words" } });
  await web.execute("work_item.update", { ref: item, set: { description: "The new words" } });
  await web.open("/app/activity");
  await entries().first().getByText("Description rewritten").click();
  await entries().first().getByText("The old words").waitFor();
  await entries().first().getByText("The new words").waitFor();
});

test("what happens now comes on top by itself, without moving the focus", async () => {
  await web.open("/app/activity");
  await entries().first().waitFor();
  const mine = page.getByRole("button", { name: "Mine" });
  await mine.focus();
  web.pm("work-item", "update", item, "--title", "Ship it today");
  await entry("Ship it today").getByText("Title").waitFor({ timeout: 2000 });
  expect(await mine.evaluate((one) => one === document.activeElement)).toBe(true);
});

test("an import shows as one, with who made each change, new items too", async () => {
  await web.open("/app/activity");
  await bobPushes("Made by Bob");
  const brought = entry("Import brought 2 records");
  await brought.getByText("Bob created Made by Bob").waitFor();
  await brought.getByText("Critical").waitFor();
});

test("what is new since one was last here: counted, and marked off", async () => {
  await web.open("/app/activity");
  await entries().first().waitFor();
  await web.open("/app/WEB/board");
  const tab = page
    .getByRole("navigation", { name: "Views" })
    .first()
    .getByRole("link", { name: /^Activity/ });
  web.pm("work-item", "update", item, "--title", "By myself, elsewhere");
  await bobPushes("News from Bob");
  await tab.getByText("1 new").waitFor();
  await web.open("/app/WEB/backlog");
  await tab.getByText("1 new").waitFor();
  await tab.click();
  await page.getByText("1 change by others since you were last here.").waitFor();
  const line = page.getByText("You have seen what is below");
  await line.waitFor();
  const above = await entry("News from Bob").evaluate((one) => one.getBoundingClientRect().top);
  expect(above).toBeLessThan((await line.boundingBox())?.y ?? 0);
  await expectAccessible(page);
  await web.open("/app/WEB/board");
  await page.getByRole("heading", { name: "Board" }).waitFor({ state: "attached" });
  await Bun.sleep(800);
  expect(await tab.getByText("new").count()).toBe(0);
});

test("of one person, with the mouse and with a key; the URL keeps it", async () => {
  await web.open("/app/activity");
  await page.getByLabel("Whose activity").selectOption({ label: "Bob" });
  await page.waitForURL(`**/app/activity?user=${BOB}`);
  await entry("Bob created").first().waitFor();
  await page.waitForFunction(
    () => !document.querySelector("main")?.textContent?.includes("Ada changed"),
  );
  await page.locator("h1").click();
  await page.keyboard.press("m");
  await page.waitForURL("**/app/activity?user=me");
  await entry("Ada changed").first().waitFor();
  expect(await entry("Bob created").count()).toBe(0);
  await page.keyboard.press("m");
  await page.waitForURL("**/app/activity");
});

test("older ones come on request, by key too, down to the beginning", async () => {
  for (let index = 0; index < 120; index += 1) {
    await web.execute("comment.create", { work_item: item, content: `Number ${index}` });
  }
  await web.open("/app/activity");
  await entries().first().waitFor();
  expect(await entries().count()).toBe(100);
  await page.getByRole("button", { name: "Older" }).focus();
  await page.keyboard.press("Enter");
  await page.getByText("That is everything.").waitFor();
  await entries().last().getByText("created the project Website").waitFor();
  const { activity } = await web.query("activity", { limit: 1000 });
  expect(await entries().count()).toBe(new Set(activity.map(({ seq }) => seq)).size);
});
