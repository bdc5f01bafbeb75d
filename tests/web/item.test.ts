// The panel of an item, with the mouse: every field, and all that hangs on it.
import { afterAll, beforeAll, expect, test } from "bun:test";
import type { Locator, Page } from "playwright-core";
import { startWeb, type Web } from "./support.ts";

let web: Web;
let page: Page;
let panel: Locator;
const ids: Record<string, string> = {};

beforeAll(async () => {
  web = await startWeb({ browser: { permissions: ["clipboard-read", "clipboard-write"] } });
  ({ page } = web);
  const add = async (name: string, more: object = {}) => {
    const params = { project: "WEB", item_type: "task" as const, title: name, ...more };
    ids[name] = (await web.execute("work_item.create", params)).work_item.id;
  };
  await add("Checkout", { item_type: "epic" });
  await add("Pay as a guest", { item_type: "story", labels: ["old"] });
  await add("Write the contract", { labels: ["legal"] });
  await add("Send the receipt");
  await web.execute("sprint.create", { project: "WEB", name: "Sprint 1" });
  await web.open(`/app/item/${id("Pay as a guest")}`);
  panel = page.getByRole("dialog", { name: "Item: " });
  await panel.getByRole("heading", { name: "Activity" }).waitFor();
});
afterAll(() => web.close());

const id = (name: string): string => ids[name] ?? "";
const read = async (name = "Pay as a guest") => web.query("work_item", { ref: id(name) });
const choose = (menu: string | RegExp, choice: string) => async () => {
  await panel.getByRole("button", { name: menu }).click();
  await page.getByRole("menuitemradio", { name: choice }).click();
};
const pick = async (button: string | RegExp, typed: string, option: string) => {
  await panel.getByRole("button", { name: button }).click();
  await page.getByRole("combobox").fill(typed);
  await page.getByRole("option", { name: option }).click();
};
const has = (text: string) => panel.getByText(text).first().waitFor();

test("the title is edited in place, and one that is too long is refused at the field", async () => {
  const title = panel.getByRole("textbox", { name: "Title", exact: true });
  await title.fill("Pay without an account");
  await panel.getByRole("heading", { name: "Description" }).click();
  await page.getByRole("dialog", { name: "Item: Pay without an account" }).waitFor();
  await title.fill("x".repeat(201));
  await title.press("Enter");
  await panel.getByRole("alert").filter({ hasText: "200 characters" }).waitFor();
  expect(await title.inputValue()).toBe("x".repeat(201));
  expect((await read()).work_item.title).toBe("Pay without an account");
  await title.press("Escape");
  expect(await title.inputValue()).toBe("Pay without an account");
});

test("the description is edited in place and shown laid out", async () => {
  await panel.getByRole("button", { name: "Add a description" }).click();
  const field = panel.getByRole("textbox", { name: "Description" });
  await field.fill("# Why\n\nMost **leave**.\n\n- [x] [spec](https://example.org/a)");
  await panel.getByRole("button", { name: "Save" }).click();
  await panel.getByRole("heading", { name: "Why", level: 3 }).waitFor();
  const link = panel.getByRole("link", { name: "spec" });
  expect(await link.getAttribute("rel")).toContain("noopener");
  expect(await link.getAttribute("target")).toBe("_blank");
  await panel.getByText("leave", { exact: true }).first().click();
  await field.fill("Half");
  await panel.getByRole("button", { name: "Cancel" }).click();
  await panel.getByRole("heading", { name: "Why" }).waitFor();
  expect((await read()).work_item.description).toStartWith("# Why");
});

test("every short field is changed where it stands", async () => {
  await choose("Status: Backlog", "In progress")();
  await panel.getByRole("button", { name: "Status: In progress" }).waitFor();
  await choose("Priority: Medium", "Critical")();
  await panel.getByRole("button", { name: "Priority: Critical" }).waitFor();
  await pick("Assignee: nobody", "ada", "Ada");
  await panel.getByRole("button", { name: "Assignee: Ada" }).waitFor();
  await pick("Sprint: none", "1", "Sprint 1");
  await panel.getByRole("button", { name: "Sprint: Sprint 1" }).waitFor();
  await pick("Parent: none", "check", "Checkout");
  await panel.getByRole("link", { name: "Open the parent, Checkout" }).waitFor();
  await panel.getByRole("textbox", { name: "Points" }).fill("5");
  await panel.getByRole("heading", { name: "Description" }).click();
  await has("changed points");
  const { work_item: item } = await read();
  expect(item).toMatchObject({
    status: "in_progress",
    priority: "critical",
    story_points: 5,
    parent_id: id("Checkout"),
  });
  expect(item.assignee_id).not.toBeNull();
  expect(item.sprint_id).not.toBeNull();
});

test("points out of bounds and a type that does not fit are refused, and roll back", async () => {
  const points = panel.getByRole("textbox", { name: "Points" });
  await points.fill("101");
  await points.press("Enter");
  await panel.getByRole("alert").filter({ hasText: "100" }).waitFor();
  await points.press("Escape");
  expect(await points.inputValue()).toBe("5");
  await web.execute("work_item.update", {
    ref: id("Send the receipt"),
    set: { item_type: "story" },
  });
});

test("labels are added from suggestions, made, and removed", async () => {
  await pick("Add a label", "leg", "legal");
  await panel.getByRole("button", { name: "Remove label legal" }).waitFor();
  await pick("Add a label", "brand new", "New label “brand new”");
  await panel.getByRole("button", { name: "Remove label brand new" }).waitFor();
  await panel.getByRole("button", { name: "Remove label old" }).click();
  await has("removed the label “old”");
  expect((await read()).work_item.labels).toEqual(["brand new", "legal"]);
});

test("children are made in place, and a link leads to them and back", async () => {
  await panel.getByRole("button", { name: "Add a child item" }).click();
  const title = panel.getByRole("textbox", { name: "Title of the child" });
  await title.fill("Form");
  await panel.getByRole("button", { name: "Add", exact: true }).click();
  const children = panel.getByRole("list", { name: "Children" });
  await children.getByRole("link", { name: "Form" }).waitFor();
  expect(await title.inputValue()).toBe("");
  await children.getByRole("link", { name: "Form" }).click();
  await page.getByRole("dialog", { name: "Item: Form" }).waitFor();
  await panel.getByRole("button", { name: "Parent: Pay without" }).waitFor();
  await panel.getByRole("link", { name: "Open the parent" }).click();
  await page.getByRole("dialog", { name: "Item: Pay without" }).waitFor();
  await panel.getByText("0 of 1 done").waitFor();
});

test("dependencies go both ways, and a circle is refused in words", async () => {
  const add = async (kind: string, typed: string) => {
    await panel.getByRole("button", { name: "Add a dependency" }).click();
    await page.getByRole("menuitem", { name: kind }).click();
    await page.getByRole("combobox").fill(typed);
    await page.getByRole("option", { name: new RegExp(typed) }).click();
  };
  await add("Blocked by", "Write the contract");
  const blockedBy = panel.getByRole("list", { name: "Blocked by" });
  await blockedBy.getByRole("link", { name: "Write the contract" }).waitFor();
  await add("Blocks", "Send the receipt");
  await panel.getByRole("list", { name: "Blocks" }).getByRole("link").waitFor();
  await add("Relates to", "Form");
  await panel.getByRole("list", { name: "Relates to" }).getByRole("link").waitFor();
  await add("Blocks", "Write the contract");
  await page.getByRole("alert").filter({ hasText: "circle" }).waitFor();
  await blockedBy.getByRole("button", { name: "Remove: blocked by Write the contract" }).click();
  await blockedBy.waitFor({ state: "detached" });
  expect((await read()).dependencies).toHaveLength(2);
});

test("comments are written, edited and deleted", async () => {
  const field = panel.getByRole("textbox", { name: "New comment" });
  await field.fill("It **works**");
  await panel.getByRole("button", { name: "Comment", exact: true }).click();
  const list = panel.getByRole("list", { name: "Comments" });
  await list.getByText("works").waitFor();
  expect(await field.inputValue()).toBe("");
  await list.getByRole("button", { name: "Comment of Ada" }).click();
  await page.getByRole("menuitem", { name: "Edit" }).click();
  await list.getByRole("textbox").fill("It is done");
  await list.getByRole("button", { name: "Save" }).click();
  await list.getByText("edited").waitFor();
  expect((await read()).comments[0]?.content).toBe("It is done");
  await list.getByRole("button", { name: "Comment of Ada" }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await list.waitFor({ state: "detached" });
  const done = page.getByRole("status").filter({ hasText: "The comment is deleted." });
  await done.getByRole("button", { name: "Undo" }).click();
  await list.getByText("It is done").waitFor();
});

test("time: a timer that runs, and entries by hand", async () => {
  await panel.getByRole("button", { name: "Start timer" }).click();
  const list = panel.getByRole("list", { name: "Time entries" });
  await list.getByText("running").waitFor();
  await panel.getByText(/0:00:0[1-9]/).waitFor();
  await panel.getByRole("button", { name: "Stop timer" }).click();
  await panel.getByRole("button", { name: "Start timer" }).waitFor();
  await list.getByText("running").waitFor({ state: "detached" });

  await panel.getByRole("button", { name: "Add time" }).click();
  const form = panel.getByRole("form", { name: "Add time" });
  await form.getByRole("textbox", { name: "Duration" }).fill("soon");
  await form.getByRole("button", { name: "Add" }).click();
  await form.getByRole("alert").filter({ hasText: "1h 30m" }).waitFor();
  await form.getByRole("textbox", { name: "Duration" }).fill("2h 5m");
  await form.getByRole("textbox", { name: "What was done" }).fill("Talks");
  await form.getByRole("button", { name: "Add" }).click();
  await list.getByText("2h 05m").waitFor();
  await list.getByRole("button", { name: "Time entry, 2h 05m" }).click();
  await page.getByRole("menuitem", { name: "Edit" }).click();
  await panel.getByRole("textbox", { name: "Duration" }).fill("3h");
  await panel.getByRole("button", { name: "Save" }).click();
  await list.getByText("3h", { exact: true }).waitFor();
  await list.getByRole("button", { name: "Time entry, 3h" }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await list.getByText("3h", { exact: true }).waitFor({ state: "detached" });
  expect((await read()).time_entries).toHaveLength(1);
});

test("the activity names what was changed, with the values before and after", async () => {
  const lines = panel.getByRole("list", { name: "Activity" }).getByRole("listitem");
  for (const words of [
    /changed parent.*none.*Checkout/s,
    /changed priority.*Medium.*Critical/s,
    /changed assignee.*none.*Ada/s,
    /changed sprint.*none.*Sprint 1/s,
    /changed title.*Pay as a guest.*Pay without an account/s,
  ]) {
    const more = panel.getByRole("button", { name: "Show earlier activity" });
    if ((await lines.filter({ hasText: words }).count()) === 0) await more.click();
    await lines.filter({ hasText: words }).first().waitFor();
  }
});

test("the link and the short id are copied", async () => {
  await panel.getByRole("button", { name: "Copy link" }).click();
  await page.getByText("The link is copied.").waitFor();
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
  expect(await clipboard()).toBe(`${web.baseURL}/app/item/${id("Pay as a guest")}`);
  await panel.getByRole("button", { name: /^Copy short id/ }).click();
  await page.getByText("The short id is copied.").waitFor();
  expect(await clipboard()).toBe(id("Pay as a guest").slice(0, 8));
});

test("deleting says what goes along; a deleted item is shown, locked, and restored", async () => {
  await panel.getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  const dialog = page.getByRole("dialog", { name: "Delete this item?" });
  await dialog.getByText("1 item below it goes with it").waitFor();
  await dialog.getByText("Form").waitFor();
  await dialog.getByRole("button", { name: "Delete" }).click();
  await panel.waitFor({ state: "detached" });
  expect(new URL(page.url()).pathname).toBe("/app/WEB/board");

  await web.open(`/app/item/${id("Pay as a guest").slice(0, 8)}`);
  await panel.getByRole("status").filter({ hasText: "deleted this item" }).waitFor();
  expect(await panel.getByRole("button", { name: /^Assignee/ }).isDisabled()).toBe(true);
  await panel.getByRole("button", { name: "Restore" }).click();
  await page.getByText("Restored, with 1 item below it.").waitFor();
  await panel.getByRole("button", { name: "Restore" }).waitFor({ state: "detached" });
  expect((await read()).children).toHaveLength(1);
});

test("an item that is not there says so", async () => {
  await web.open("/app/item/00000000-0000-4000-8000-000000000000");
  await page.getByRole("alert").filter({ hasText: "No such item" }).waitFor();
  await page.getByRole("button", { name: "Go back" }).click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
});

test("nothing went wrong in the page", () => {
  // The browser itself reports each answer that is a refusal.
  expect(
    web.errors.filter((error) => !/the server responded with a status of 4/.test(error)),
  ).toEqual([]);
});
