// The panel of an item with the keyboard alone.
import { afterAll, beforeAll, expect, test } from "bun:test";
import type { Locator, Page } from "playwright-core";
import { startWeb, type Web } from "./support.ts";

let web: Web;
let page: Page;
let panel: Locator;
let id = "";

beforeAll(async () => {
  web = await startWeb();
  ({ page } = web);
  const make = async (title: string, more: object = {}) => {
    const params = { project: "WEB", item_type: "task" as const, title, ...more };
    return (await web.execute("work_item.create", params)).work_item.id;
  };
  await make("Epic one", { item_type: "epic" });
  await make("Contract", { labels: ["legal"] });
  id = await make("Pay", { item_type: "story" });
  await web.execute("sprint.create", { project: "WEB", name: "Sprint 1" });
  await web.open("/app/WEB/board");
  const card = page.getByRole("link", { name: "Pay" });
  await card.focus();
  await page.keyboard.press("Enter");
  panel = page.getByRole("dialog", { name: "Item: " });
  await panel.getByRole("heading", { name: "Activity" }).waitFor();
});
afterAll(() => web.close());

const press = async (...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key);
};
const type = (text: string) => page.keyboard.type(text);
const read = () => web.query("work_item", { ref: id });
const focused = () =>
  page.evaluate(() => {
    const { activeElement: at } = document;
    return at?.getAttribute("aria-label") ?? at?.textContent?.trim() ?? "";
  });
/** Waits until the focus is in an open menu. */
const inMenu = () =>
  page.waitForFunction(() => document.activeElement?.getAttribute("role")?.startsWith("menuitem"));
/** Waits for the dialog of a picker, types, and takes the first choice. */
const pick = async (key: string, dialog: string, text: string) => {
  await press(key);
  await page.getByRole("combobox", { name: dialog }).waitFor();
  await type(text);
  await page.getByRole("option", { name: text }).first().waitFor();
  await press("Enter");
  await page.getByRole("combobox").waitFor({ state: "detached" });
};

test("e edits the title, Enter saves, and single keys work again", async () => {
  await press("e", "Control+a");
  await type("Pay as a guest");
  await press("Enter");
  await page.getByRole("dialog", { name: "Item: Pay as a guest" }).waitFor();
  await press("e");
  await type(" nonsense");
  await press("Escape");
  const title = panel.getByRole("textbox", { name: "Title", exact: true });
  expect(await title.inputValue()).toBe("Pay as a guest");
  await press("Shift+Tab");
});

test("d edits the description, Ctrl+Enter saves", async () => {
  await press("d");
  await panel.getByRole("textbox", { name: "Description" }).waitFor();
  await type("Some **text**");
  await press("Control+Enter");
  await panel.getByText("text", { exact: true }).waitFor();
  await page.waitForFunction(
    () => document.activeElement?.getAttribute("aria-label") === "Edit the description",
  );
  expect((await read()).work_item.description).toBe("Some **text**");
});

test("keys open what a field is chosen from", async () => {
  await press("m");
  await inMenu();
  await type("r");
  await press("Enter");
  await panel.getByRole("button", { name: "Status: Review" }).waitFor();
  await press("p");
  await inMenu();
  await press("Home", "Enter");
  await panel.getByRole("button", { name: "Priority: Critical" }).waitFor();
  await pick("a", "Assign to", "Ada");
  await panel.getByRole("button", { name: "Assignee: Ada" }).waitFor();
  await pick("s", "Put into a sprint", "Sprint 1");
  await panel.getByRole("button", { name: "Sprint: Sprint 1" }).waitFor();
  await pick("t", "Labels", "legal");
  await panel.getByRole("button", { name: "Remove label legal" }).waitFor();
  await pick("u", "Parent", "Epic one");
  await panel.getByRole("button", { name: "Parent: Epic one" }).waitFor();
  await press("v");
  await type("3");
  await press("Enter");
  await panel.getByText("changed points").waitFor();
  expect((await read()).work_item).toMatchObject({
    status: "review",
    priority: "critical",
    labels: ["legal"],
    story_points: 3,
  });
});

test("children, dependencies, comments and the timer", async () => {
  await press("n");
  await type("Form");
  await press("Enter");
  await panel.getByRole("list", { name: "Children" }).getByText("Form").waitFor();
  await press("Escape");
  await pick("b", "Is blocked by", "Contract");
  await panel.getByRole("list", { name: "Blocked by" }).getByText("Contract").waitFor();
  await press("r");
  await type("Said by key");
  await press("Control+Enter");
  await panel.getByRole("list", { name: "Comments" }).getByText("Said by key").waitFor();
  await press("Escape");
  await press("w");
  await panel.getByRole("button", { name: "Stop timer" }).waitFor();
  await press("w");
  await panel.getByRole("button", { name: "Start timer" }).waitFor();
  const { children, dependencies, comments, time_entries } = await read();
  expect([children, dependencies, comments, time_entries].map((all) => all.length)).toEqual([
    1, 1, 1, 1,
  ]);
});

test("Tab goes through the panel from top to bottom", async () => {
  await panel.focus();
  const order: string[] = [];
  for (let step = 0; step < 60; step += 1) {
    await press("Tab");
    const name = await focused();
    order.push(name);
    if (name === "New comment") break;
  }
  const wanted = [
    /^Copy short id/,
    /^Copy link$/,
    /^More$/,
    /^Close$/,
    /^Title$/,
    /^Status/,
    /^Priority/,
    /^Assignee/,
    /^Type/,
    /^Points$/,
    /^Sprint/,
    /^Parent/,
    /^Open the parent/,
    /^Remove label legal$/,
    /^Add a label$/,
    /^Edit the description$/,
    /^Add a child item$/,
    /Form$/,
    /^Add a dependency$/,
    /Contract$/,
    /^Remove: blocked by/,
    /^Start timer$/,
    /^Add time$/,
    /^Time entry/,
    /^Comment of Ada$/,
    /^New comment$/,
  ];
  expect(order).toHaveLength(wanted.length);
  wanted.forEach((name, index) => {
    expect(order[index]).toMatch(name);
  });
});

test("an entry of time and a comment are edited and deleted by their menus", async () => {
  await panel.getByRole("button", { name: /^Time entry/ }).focus();
  await press("Enter");
  await inMenu();
  await press("Enter");
  await panel.getByRole("form", { name: "Edit time" }).waitFor();
  await press("Control+a");
  await type("45m");
  await press("Enter");
  await panel.getByText("45m").first().waitFor();
  await panel.getByRole("button", { name: "Comment of Ada" }).focus();
  await press("Enter");
  await inMenu();
  await press("End", "Enter");
  await panel.getByRole("list", { name: "Comments" }).waitFor({ state: "detached" });
  expect((await read()).comments).toHaveLength(0);
});

test("Escape closes what is open first, then the panel, and the focus goes back", async () => {
  await panel.focus();
  await press("m");
  await inMenu();
  await press("Escape");
  await page.getByRole("menu", { name: /^Status/ }).waitFor({ state: "hidden" });
  await press("a");
  await page.getByRole("combobox").waitFor();
  await press("Escape");
  await page.getByRole("combobox").waitFor({ state: "detached" });
  expect(await panel.isVisible()).toBe(true);
  await press("Escape");
  await panel.waitFor({ state: "detached" });
  expect(await focused()).toContain("Pay as a guest");
});

test("the palette deletes an item, and Restore is reached by Tab", async () => {
  await press("Enter");
  await panel.getByRole("heading", { name: "Activity" }).waitFor();
  await press("Control+k");
  await page.getByRole("combobox").waitFor();
  await type("Delete this item");
  await page.getByRole("option", { name: "Delete this item" }).waitFor();
  await press("Enter");
  const dialog = page.getByRole("dialog", { name: "Delete this item?" });
  await dialog.getByText("1 item below it goes with it").waitFor();
  await dialog.getByRole("button", { name: "Delete" }).focus();
  await press("Enter");
  await panel.waitFor({ state: "detached" });
  await web.open(`/app/item/${id}`);
  await panel.getByRole("button", { name: "Restore" }).waitFor();
  await panel.focus();
  for (let step = 0; step < 10 && (await focused()) !== "Restore"; step += 1) await press("Tab");
  await press("Enter");
  await panel.getByRole("button", { name: "Restore" }).waitFor({ state: "detached" });
  expect((await read()).work_item.deleted_at).toBeNull();
});
