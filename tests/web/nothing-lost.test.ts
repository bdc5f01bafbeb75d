// What somebody does here never undoes or overwrites something else, and the page heals by itself.
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "bun:test";
import type { Page } from "playwright-core";
import { startWeb, type Web } from "./support.ts";

let web: Web;
let page: Page;
const ids: Record<string, string> = {};

beforeAll(async () => {
  web = await startWeb();
  const make = async (title: string, more: object = {}) => {
    const params = { project: "WEB", item_type: "task" as const, title, ...more };
    ids[title] = (await web.execute("work_item.create", params)).work_item.id;
  };
  await make("Epic", { item_type: "epic" });
  await make("Other epic", { item_type: "epic" });
  await make("Child", { parent: ids.Epic, status: "todo" });
  await make("Second", { status: "todo" });
  await make("Third", { status: "todo" });
});
beforeEach(async () => {
  page = await web.newPage();
});
afterEach(async () => {
  await page.context().close();
});
afterAll(() => web.close());

const id = (title: string): string => ids[title] ?? "";
const item = async (title: string) => (await web.query("work_item", { ref: id(title) })).work_item;
const newest = async () => (await web.query("activity", { limit: 1 })).activity[0]?.seq;
const card = (title: string) => page.getByRole("link", { name: title, exact: false }).first();
const toast = (text: string | RegExp) => page.getByText(text).first();
const titleField = (on = page) => on.getByRole("textbox", { name: "Title", exact: true });

test("Ctrl+Z in a field takes back what was typed there, and nothing of the board", async () => {
  await web.open("/app/WEB/board", page);
  await card("Second").waitFor();
  const before = await newest();
  const field = page.getByRole("textbox", { name: /^Filter/ });
  await field.pressSequentially("half");
  await page.keyboard.press("Control+z");
  await page.keyboard.press("Control+Shift+z");
  await field.fill("");
  await page.keyboard.press("Escape");
  expect(await newest()).toBe(before);
});

test("an undo says what it took back", async () => {
  await web.execute("work_item.update", { ref: id("Second"), set: { priority: "high" } });
  await web.open("/app/WEB/board", page);
  await card("Second").focus();
  await page.keyboard.press("Control+z");
  await toast("Taken back: Priority of item “Second”.").waitFor();
  expect((await item("Second")).priority).toBe("medium");
});

test("an undo is taken back by its own button, whatever came after it", async () => {
  await web.execute("work_item.update", { ref: id("Second"), set: { priority: "low" } });
  await web.open("/app/WEB/board", page);
  await card("Second").focus();
  await page.keyboard.press("Control+z");
  await toast("Taken back: Priority of item “Second”.").waitFor();
  await web.execute("work_item.update", { ref: id("Third"), set: { priority: "low" } });
  await page.getByRole("button", { name: "Redo" }).click();
  await toast("What was taken back is there again.").waitFor();
  expect((await item("Second")).priority).toBe("low");
  expect((await item("Third")).priority).toBe("low");
});

test("the Undo of a message takes back what the message says", async () => {
  await web.open("/app/WEB/board", page);
  await card("Epic").focus();
  await page.keyboard.press("Delete");
  const message = page.getByText("Deleted “Epic” and 1 item below it.");
  await message.waitFor();
  await web.execute("work_item.update", { ref: id("Third"), set: { priority: "critical" } });
  await page.getByRole("button", { name: "Undo" }).last().click();
  await card("Child").waitFor();
  expect((await item("Epic")).deleted_at).toBeNull();
  expect((await item("Child")).deleted_at).toBeNull();
  expect((await item("Third")).priority).toBe("critical");
});

test("the focus stays beside a card that goes", async () => {
  await web.open("/app/WEB/board", page);
  await card("Second").focus();
  await page.keyboard.press("Delete");
  await card("Second").waitFor({ state: "detached" });
  await page.waitForFunction(() => document.activeElement?.textContent?.includes("Third"));
  await web.execute("work_item.restore", { ref: id("Second") });
});

test("keys work with Caps Lock, and on a keyboard of another script", async () => {
  await web.open("/app/WEB/board", page);
  await card("Second").focus();
  await page.evaluate(() => {
    const press = (init: KeyboardEventInit) =>
      document.activeElement?.dispatchEvent(
        new KeyboardEvent("keydown", { bubbles: true, ...init }),
      );
    press({ key: "ь", code: "KeyM" });
  });
  await page.getByRole("combobox", { name: "Move to" }).waitFor();
  await page.keyboard.press("Escape");
  await page.evaluate(() => {
    const init = { bubbles: true, key: "M", code: "KeyM", modifierCapsLock: true };
    document.activeElement?.dispatchEvent(new KeyboardEvent("keydown", init));
  });
  await page.getByRole("combobox", { name: "Move to" }).waitFor();
});

test("a card goes into another group by keyboard", async () => {
  await web.open("/app/WEB/board?group=epic", page);
  await card("Child").focus();
  await page.keyboard.press("Shift+ArrowDown");
  await page
    .getByRole("region", { name: "Other epic" })
    .getByRole("link", { name: "Child" })
    .waitFor();
  while ((await item("Child")).parent_id !== id("Other epic")) await Bun.sleep(20);
  await page.keyboard.press("Shift+ArrowUp");
  while ((await item("Child")).parent_id !== id("Epic")) await Bun.sleep(20);
});

test("two who save one title in the same moment: the second is told, and chooses", async () => {
  const other = await web.newPage();
  await Promise.all([
    web.open(`/app/item/${id("Third")}`, page),
    web.open(`/app/item/${id("Third")}`, other),
  ]);
  await page.route("**/api/v1/commands", async (route) => {
    // What the other one saves meanwhile is there before this is.
    while ((await item("Third")).title !== "Third, says the second") await Bun.sleep(20);
    await route.continue();
  });
  await titleField().fill("Third, says the first");
  await titleField().press("Enter");
  await titleField(other).fill("Third, says the second");
  await titleField(other).press("Enter");
  const note = page.getByRole("alert").filter({ hasText: "changed the title while you were" });
  await note.getByText("Third, says the second").waitFor();
  expect(await titleField().inputValue()).toBe("Third, says the first");
  expect((await item("Third")).title).toBe("Third, says the second");
  await note.getByRole("button", { name: "Keep mine" }).click();
  await titleField().press("Enter");
  await page.getByRole("dialog", { name: "Item: Third, says the first" }).waitFor();
  await page.unrouteAll({ behavior: "wait" });
  await other.context().close();
});

test("another field that changes in the same moment is no conflict", async () => {
  await web.open(`/app/item/${id("Third")}`, page);
  await page.route("**/api/v1/commands", async (route) => {
    await web.execute("work_item.update", { ref: id("Third"), set: { add_labels: ["meanwhile"] } });
    await route.continue();
  });
  await titleField().fill("Third");
  await titleField().press("Enter");
  while ((await item("Third")).title !== "Third") await Bun.sleep(20);
  expect((await item("Third")).labels).toContain("meanwhile");
  await page.unrouteAll({ behavior: "wait" });
});

test("a dialog writes only what was changed in it", async () => {
  const { sprint } = await web.execute("sprint.create", { project: "WEB", name: "Sprint 1" });
  await web.open("/app/WEB/sprints", page);
  await page.getByRole("button", { name: "What to do with Sprint 1" }).click();
  await page.getByRole("menuitem", { name: "Edit…" }).click();
  await page.getByLabel("Goal").fill("Ship it");
  await web.execute("sprint.update", { ref: sprint.id, set: { name: "Renamed by Ben" } });
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Ship it").first().waitFor();
  const now = (await web.query("sprint", { ref: sprint.id })).sprint;
  expect({ name: now.name, goal: now.goal }).toEqual({ name: "Renamed by Ben", goal: "Ship it" });
});

test("what could not be read at first is read as soon as it can be", async () => {
  await page.route("**/api/v1/queries", (route) => route.abort());
  await page.goto("/app/WEB/board");
  await page.getByRole("heading", { name: "This board cannot be shown" }).waitFor();
  await page.unrouteAll({ behavior: "wait" });
  await card("Second").waitFor();
  await page.getByRole("navigation", { name: "Views" }).first().waitFor();
});

test("an address that is none says so", async () => {
  for (const path of ["/app/%zz/board", "/app/%zz", "/app/item/%E0%A4%A"]) {
    await page.goto(path);
    await page
      .getByRole("heading", { name: /nothing here|cannot be shown|No such item/ })
      .waitFor();
  }
  expect(web.errors.filter((error) => error.includes("URI"))).toEqual([]);
});

test("a card that is carried goes back when one turns to something else", async () => {
  const columnOf = (name: string) => page.getByRole("region", { name, exact: true });
  await web.open("/app/WEB/board", page);
  await card("Second").focus();
  for (const key of ["Space", "ArrowRight"]) await page.keyboard.press(key);
  await columnOf("In progress").getByRole("link", { name: "Second" }).waitFor();
  await page.keyboard.press("Tab");
  await columnOf("To do").getByRole("link", { name: "Second" }).waitFor();
  await card("Second").focus();
  for (const key of ["Space", "ArrowRight", "g", "s"]) await page.keyboard.press(key);
  await page.getByRole("heading", { name: "Sprints", level: 1 }).waitFor();
  for (const key of ["g", "b"]) await page.keyboard.press(key);
  await columnOf("To do").getByRole("link", { name: "Second" }).waitFor();
  expect((await item("Second")).status).toBe("todo");
});

test("a half-typed card stays, wherever one goes meanwhile", async () => {
  const field = (column: string) =>
    page.getByRole("textbox", { name: `Title of the new item in ${column}` });
  await web.open("/app/WEB/board?text=Second", page);
  await card("Second").waitFor();
  await page.getByRole("button", { name: "Create in To do" }).click();
  await page.keyboard.type("Half a ca");
  await web.execute("work_item.update", { ref: id("Second"), set: { title: "No longer found" } });
  await card("Second").waitFor({ state: "detached" });
  await page.keyboard.type("rd");
  expect(await field("To do").inputValue()).toBe("Half a card");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Clear the filter" }).click();
  await page.getByRole("button", { name: "Create in Done" }).click();
  await field("Done").waitFor();
  await page.getByRole("button", { name: "Create in To do" }).click();
  expect(await field("To do").inputValue()).toBe("Half a card");
  await field("To do").fill("");
  await web.execute("work_item.update", { ref: id("Second"), set: { title: "Second" } });
});

test("keys are about what has the focus: the panel, or a card beside it", async () => {
  await web.open("/app/WEB/board", page);
  await card("Third").click();
  const panel = page.getByRole("dialog", { name: "Item: Third" });
  await panel.getByRole("heading", { name: "Activity" }).waitFor();
  await card("Epic").focus();
  await page.keyboard.press("p");
  await page.keyboard.type("low");
  await page.keyboard.press("Enter");
  while ((await item("Epic")).priority !== "low") await Bun.sleep(20);
  await panel.focus();
  await page.keyboard.press("p");
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  while ((await item("Third")).priority !== "low") await Bun.sleep(20);
});

test("an item whose answer was lost on the way is not made twice", async () => {
  await web.open("/app/WEB/board", page);
  await card("Second").waitFor();
  await page.route("**/api/v1/commands", async (route) => {
    await route.fetch();
    await route.abort();
  });
  const dialog = page.getByRole("dialog", { name: "New item in Website" });
  await page.getByRole("button", { name: "Create an item" }).click();
  await dialog.getByLabel("Title").fill("Made once");
  await dialog.getByLabel("Title").press("Enter");
  await dialog.getByText("pm-server does not answer").waitFor();
  await page.unroute("**/api/v1/commands");
  // It is on the board already, since only the answer was lost.
  await card("Made once").waitFor();
  expect(await dialog.getByLabel("Title").inputValue()).toBe("Made once");
  await dialog.getByLabel("Title").press("Enter");
  await toast("Created “Made once”.").waitFor();
  const { work_items } = await web.query("work_items", {});
  expect(work_items.filter(({ title }) => title === "Made once")).toHaveLength(1);
});
