// Somebody who types faster than the server answers: no key may be lost, and none may mean something else.
import { afterAll, beforeAll, beforeEach, expect, test } from "bun:test";
import type { Locator, Page } from "playwright-core";
import { startWeb, type Web } from "./support.ts";

/** How long each answer takes: many times what somebody needs for the next key. */
const SLOW_MS = 700;

let web: Web;
let page: Page;
let panel: Locator;
let id = "";
let underWay = 0;

beforeAll(async () => {
  web = await startWeb();
  ({ page } = web);
  const make = async (title: string, more: object = {}) => {
    const params = { project: "WEB", item_type: "task" as const, title, ...more };
    return (await web.execute("work_item.create", params)).work_item.id;
  };
  await make("Contract");
  await web.execute("project.create", { title: "Elsewhere", key: "ELS" });
  await make("Lawyer", { project: "ELS" });
  id = await make("Pay", { item_type: "story" });
  await make("Changed last");
  await web.open(`/app/item/${id}`);
  panel = page.getByRole("dialog", { name: "Item: " });
  await panel.getByRole("heading", { name: "Activity" }).waitFor();
  await page.route("**/api/v1/{queries,commands}", async (route) => {
    underWay += 1;
    await Bun.sleep(SLOW_MS);
    await route.fulfill({ response: await route.fetch() });
    underWay -= 1;
  });
});
beforeEach(() => panel.focus());
afterAll(async () => {
  await page.unrouteAll({ behavior: "wait" });
  await web.close();
});

const press = async (...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key);
};
const type = (text: string) => page.keyboard.type(text);
/** What the server has, once it has been sent everything. */
const read = async () => {
  while (underWay > 0) await Bun.sleep(20);
  return web.query("work_item", { ref: id });
};

test("Enter in a picker takes what was typed, not what stood there before", async () => {
  await press("b");
  await type("Contr");
  await press("Enter");
  await panel.getByRole("list", { name: "Blocked by" }).getByText("Contract").waitFor();
  expect((await read()).dependencies).toHaveLength(1);
});

test("what only the search can find is waited for", async () => {
  await press("b");
  await type("Lawyer");
  await press("Enter");
  await panel.getByRole("list", { name: "Blocked by" }).getByText("Lawyer").waitFor();
  expect((await read()).dependencies).toHaveLength(2);
});

test("a menu takes the keys from the moment in which its own is pressed", async () => {
  await press("m", "r", "Enter", "p", "Home", "Enter");
  await panel.getByRole("button", { name: "Status: Review" }).waitFor();
  await panel.getByRole("button", { name: "Priority: Critical" }).waitFor();
  const { status, priority } = (await read()).work_item;
  expect({ status, priority }).toEqual({ status: "review", priority: "critical" });
});

test("one picker after the other, the same one too", async () => {
  await press("t");
  await type("first");
  await press("Enter", "t");
  await type("second");
  await press("Enter", "t", "Escape", "t");
  await type("third");
  await press("Enter");
  await panel.getByRole("button", { name: "Remove label third" }).waitFor();
  await panel.getByRole("button", { name: "Remove label second" }).waitFor();
  await panel.getByRole("button", { name: "Remove label first" }).waitFor();
  expect((await read()).work_item.labels).toEqual(["first", "second", "third"]);
});

test("a title is sent, and the next key is the panel's", async () => {
  await press("e", "Control+a");
  await type("Pay as a guest");
  await press("Enter", "m", "t", "Enter");
  await panel.getByRole("button", { name: "Status: To do" }).waitFor();
  const { title, status } = (await read()).work_item;
  expect({ title, status }).toEqual({ title: "Pay as a guest", status: "todo" });
});

test("a description is sent, and edited again before the answer", async () => {
  await press("d");
  await type("One");
  await press("Control+Enter", "d");
  await type(", two");
  await press("Control+Enter", "p", "End", "Enter");
  await panel.getByText("One, two", { exact: true }).waitFor();
  const { description, priority } = (await read()).work_item;
  expect({ description, priority }).toEqual({ description: "One, two", priority: "low" });
});

test("comments and children, one right after the other", async () => {
  await press("r");
  for (const text of ["First", "Second", "Third"]) {
    await type(text);
    await press("Control+Enter");
  }
  await press("Escape", "n");
  for (const text of ["Form", "Bill", "Mail"]) {
    await type(text);
    await press("Enter");
  }
  await press("Escape");
  const { comments, children } = await read();
  expect(comments.map(({ content }) => content).sort()).toEqual(["First", "Second", "Third"]);
  expect(children.map(({ title }) => title).sort()).toEqual(["Bill", "Form", "Mail"]);
});

test("what is refused comes back, and nothing typed since is lost", async () => {
  await press("n");
  await type("x".repeat(201));
  await press("Enter");
  await type("Next");
  const field = panel.getByRole("textbox", { name: "Title of the child" });
  await panel.getByRole("alert").filter({ hasText: "200 characters" }).waitFor();
  expect(await field.inputValue()).toBe(`${"x".repeat(201)} Next`);
  await field.fill("");
  await press("Escape");
});

test("items are made in the dialog, one right after the other", async () => {
  await press("Escape", "g", "s");
  await page.getByRole("heading", { name: "Sprints", level: 1 }).waitFor();
  for (const title of ["Fast one", "Fast two"]) {
    await press("c");
    await type(title);
    await press("Enter");
  }
  await page.getByText("Created “Fast two”.").waitFor();
  const { work_items } = await web.query("work_items", { project: "WEB" });
  const titles = work_items.map(({ title }) => title).filter((title) => title.startsWith("Fast"));
  expect(titles.sort()).toEqual(["Fast one", "Fast two"]);
});
