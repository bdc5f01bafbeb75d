// Addresses: those that name nothing, and what the browser's history has of items that were opened.
import { afterAll, afterEach, beforeAll, describe, expect, test } from "bun:test";
import type { Page } from "playwright-core";
import { expectAccessible } from "./axe.ts";
import { startWeb, type Web } from "./support.ts";

let web: Web;
let page: Page;

beforeAll(async () => {
  web = await startWeb({
    setUp: (pm) => {
      pm("add", "One");
      pm("add", "Two");
    },
  });
  page = web.page;
});
afterAll(() => web.close());
afterEach(() => {
  // That a request was refused, the browser says in its console too.
  expect(web.errors.filter((text) => !/40[04]/.test(text))).toEqual([]);
});

const card = (title: string) => page.getByRole("link", { name: title });

describe("an address that names nothing", () => {
  test("with a broken escape in the project's place: said, with a way on", async () => {
    await web.open("/app/%zz/board");
    await page.getByRole("heading", { name: "This board cannot be shown", level: 1 }).waitFor();
    await expectAccessible(page);
    await page.getByRole("link", { name: "All projects" }).click();
    await page.getByRole("link", { name: "Website" }).click();
    await card("One").waitFor();
  });

  test("with a broken escape in the item's place: said, and closed", async () => {
    await web.open("/app/item/%E0%A4%A");
    const panel = page.getByRole("dialog", { name: "Item" });
    await panel.getByRole("heading", { name: "No such item" }).waitFor();
    await panel.getByRole("button", { name: "Go back" }).click();
    await card("One").waitFor();
  });

  test("a link with a broken escape, followed in the page", async () => {
    await web.open("/app/WEB/board");
    await card("One").waitFor();
    await page.evaluate(() => {
      const link = document.createElement("a");
      link.href = "/app/WEB/%zz";
      link.textContent = "Astray";
      document.querySelector("main")?.append(link);
    });
    await page.getByRole("link", { name: "Astray" }).click();
    await page.getByRole("heading", { name: "There is nothing here", level: 1 }).waitFor();
    await expectAccessible(page);
    await page.getByRole("link", { name: "Go to the board" }).click();
    await card("One").waitFor();
  });
});

describe("an item that there is not", () => {
  test("lies over the board that was open last, and leaves it there", async () => {
    await web.open("/app/WEB/board");
    await card("One").waitFor();
    await web.open("/app/item/deadbeef");
    await page.getByRole("heading", { name: "No such item" }).waitFor();
    await card("One").waitFor();
    await page.getByRole("button", { name: "Close" }).click();
    await page.waitForURL("**/app/WEB/board");
    await card("One").waitFor();
  });
});

describe("the history", () => {
  test("has nothing of items that were opened and closed: one Back leads to the view before", async () => {
    await web.open("/app/activity");
    await page.getByRole("link", { name: "Board", exact: true }).click();
    await card("One").waitFor();
    for (const title of ["One", "Two", "One"]) {
      await card(title).click();
      await page.getByRole("dialog", { name: `Item: ${title}` }).waitFor();
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "detached" });
      await page.waitForURL("**/app/WEB/board");
    }
    await page.goBack();
    await page.waitForURL("**/app/activity");
    await page.getByRole("heading", { name: "Activity", level: 1 }).waitFor();
  });

  test("Back from an open item closes it, Forward opens it again", async () => {
    await web.open("/app/WEB/board");
    await card("One").click();
    await page.getByRole("dialog", { name: "Item: One" }).waitFor();
    await page.goBack();
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await page.goForward();
    await page.getByRole("dialog", { name: "Item: One" }).waitFor();
  });

  test("what was filtered beside an open item stays when it is closed", async () => {
    await web.open("/app/WEB/board");
    await card("One").click();
    await page.getByRole("dialog", { name: "Item: One" }).waitFor();
    await page.getByLabel("Filter by text").fill("Two");
    await card("One").waitFor({ state: "detached" });
    await page.getByRole("dialog").getByRole("button", { name: "Close" }).click();
    await page.waitForURL("**/app/WEB/board?text=Two");
    await card("Two").waitFor();
    expect(await card("One").count()).toBe(0);
  });

  test("of an item that was opened by its address, the board is what lies behind it", async () => {
    await web.open("/app/WEB/board");
    const url = await card("One").getAttribute("href");
    await web.open("/app/activity");
    await web.open(url ?? "");
    await page.getByRole("dialog", { name: "Item: One" }).waitFor();
    await card("Two").waitFor();
    await page.keyboard.press("Escape");
    await page.waitForURL("**/app/WEB/board");
    await page.goBack();
    await page.waitForURL("**/app/activity");
  });
});

test("while a board is read its address gives the links, and columns stand where it will be", async () => {
  const other = await web.newPage();
  const { promise: held, resolve: letThrough } = Promise.withResolvers<void>();
  await other.route("**/api/v1/queries", async (route) => {
    await held;
    await route.continue();
  });
  await other.goto("/app/WEB/board");
  await other.getByRole("status", { name: "Loading the board" }).waitFor();
  const views = other.getByRole("navigation", { name: "Views" }).first();
  const names = ["Board", "Backlog", "Sprints", "Activity", "Sync"];
  const links = async () =>
    (await views.getByRole("link").allTextContents()).map((text) => text.trim());
  expect(await links()).toEqual(names);
  letThrough();
  await other.getByRole("link", { name: "One" }).waitFor();
  expect(await links()).toEqual(names);
  await other.unrouteAll({ behavior: "wait" });
  await other.context().close();
});
