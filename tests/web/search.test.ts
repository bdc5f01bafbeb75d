// Search over everything, as one types.
import { afterAll, beforeAll, expect, test } from "bun:test";
import type { Page } from "playwright-core";
import { expectAccessible } from "./axe.ts";
import { startWeb, type Web } from "./support.ts";

let web: Web;
let page: Page;
let cart: string;

const HOSTILE = '<img src=x onerror="window.hacked=1"> <b>zebra</b>';

beforeAll(async () => {
  web = await startWeb();
  page = web.page;
  const add = async (title: string, more = {}) =>
    (await web.execute("work_item.create", { project: "WEB", item_type: "task", title, ...more }))
      .work_item.id;
  cart = await add("Cart totals are wrong");
  await add("Old cart page", { status: "done" });
  const other = await add("Something else entirely", { description: "It is about the cart, too." });
  await web.execute("comment.create", { work_item: other, content: "A comment on giraffes" });
  await add("Tagged", { labels: ["checkout"] });
  await add(HOSTILE);
});
afterAll(async () => {
  await web.close();
  expect(web.errors).toEqual([]);
});

const field = () => page.getByRole("combobox", { name: "Search everything" });
const hits = () => page.getByRole("option");
const active = () => page.getByRole("option", { selected: true });
const saysResults = (text: string) =>
  page.getByRole("status").getByText(text, { exact: true }).waitFor();

test("finds as one types, says where, and marks the words", async () => {
  await web.open("/app/search");
  await page.getByRole("heading", { name: "Search everything" }).waitFor();
  await expectAccessible(page);
  await field().pressSequentially("cart");
  await saysResults("3 results");
  expect((await page.locator("mark").allTextContents()).sort()).toEqual(["Cart", "cart", "cart"]);
  await hits().filter({ hasText: "Description" }).filter({ hasText: "about the cart" }).waitFor();
  expect(
    await hits().filter({ hasText: "Old cart page" }).getByRole("img", { name: "Done" }).count(),
  ).toBe(1);
  await expectAccessible(page);
  await page.waitForURL("**/app/search?text=cart");
});

test("comments, labels and ids are found", async () => {
  for (const [text, place] of [
    ["giraffes", "Comment"],
    ["checkout", "Label"],
    [cart.slice(0, 8), "Id"],
  ] as const) {
    await web.open("/app/search");
    await field().fill(text);
    await saysResults("1 result");
    await hits().getByText(place, { exact: true }).waitFor();
  }
});

test("the text is in the URL: a link and a reload find the same", async () => {
  await web.open("/app/search?text=cart");
  await saysResults("3 results");
  expect(await field().inputValue()).toBe("cart");
});

test("with the keyboard alone: slash, arrows, Enter, and back to the field", async () => {
  await web.open("/app/WEB/board");
  await page.keyboard.press("/");
  await page.waitForFunction(() => document.activeElement?.getAttribute("role") === "combobox");
  await page.keyboard.type("cart");
  await saysResults("3 results");
  const first = await active().textContent();
  await page.keyboard.press("ArrowDown");
  expect(await active().textContent()).not.toBe(first);
  await page.keyboard.press("ArrowUp");
  expect(await active().textContent()).toBe(first);
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowDown");
  expect(await active().textContent()).toBe(first);
  const address = (await active().getAttribute("href")) as string;
  await page.keyboard.press("Enter");
  await page.waitForURL(`**${address}`);
  // The results stay under the item that was opened from them.
  await page.getByRole("dialog").waitFor();
  expect(await field().inputValue()).toBe("cart");
  await page.keyboard.press("Escape");
  await page.waitForURL("**/app/search?text=cart");
  await page.waitForFunction(() => document.activeElement?.getAttribute("role") === "combobox");
  await page.keyboard.press("Escape");
  expect(await field().inputValue()).toBe("");
});

test("Enter that is faster than the answer opens the first of what was typed", async () => {
  await web.open("/app/search");
  await field().waitFor();
  await page.keyboard.type("giraffes");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/app/item/*");
});

test("the answer to what was typed last counts, however late an older one comes", async () => {
  await web.open("/app/search");
  let held: (() => void) | undefined;
  await page.route("**/api/v1/queries", async (route) => {
    if (route.request().postDataJSON().params.text !== "cart") return route.continue();
    await new Promise<void>((resolve) => {
      held = resolve;
    });
    return route.continue().catch(() => {});
  });
  await field().fill("cart");
  while (held === undefined) await Bun.sleep(10);
  await field().fill("giraffes");
  await saysResults("1 result");
  held();
  await Bun.sleep(300);
  expect(await hits().count()).toBe(1);
  await page.unroute("**/api/v1/queries");
});

test("nothing found, and a search that fails, are said", async () => {
  await web.open("/app/search?text=unfindable");
  await page.getByRole("heading", { name: "Nothing found" }).waitFor();
  await page.route("**/api/v1/queries", (route) =>
    route.request().postDataJSON().query === "search"
      ? route.fulfill({
          status: 503,
          contentType: "application/problem+json",
          body: JSON.stringify({ detail: "The index is broken.", hint: "Run pm doctor." }),
        })
      : route.continue(),
  );
  await field().fill("cart");
  await page.getByRole("alert").getByText("The index is broken.").waitFor();
  await page.unroute("**/api/v1/queries");
  await page.getByRole("button", { name: "Try again" }).click();
  await saysResults("3 results");
  // The browser says in its console that a request was refused; the page has said it better.
  web.errors.splice(0, web.errors.length, ...web.errors.filter((text) => !text.includes("503")));
});

test("a hostile title is text", async () => {
  await web.open("/app/search?text=zebra");
  await saysResults("1 result");
  expect(await hits().textContent()).toContain("<img src=x onerror=");
  expect(await page.locator("mark").allTextContents()).toEqual(["zebra"]);
  expect(await page.evaluate(() => "hacked" in window)).toBe(false);
});

test("what is changed elsewhere changes the results, and what is typed stays", async () => {
  await web.open("/app/search?text=cart");
  await saysResults("3 results");
  web.pm("add", "A cart by the command");
  await page.getByRole("status").getByText("4 results").waitFor({ timeout: 2000 });
  expect(await field().inputValue()).toBe("cart");
  expect(await field().evaluate((one) => one === document.activeElement)).toBe(true);
});

test("long lists come in parts", async () => {
  const many = Array.from({ length: 40 }, (_, index) => ({
    command: "work_item.create" as const,
    params: { project: "WEB", item_type: "task" as const, title: `Walrus ${index}` },
  }));
  await web.executeAll(many);
  await web.open("/app/search?text=walrus");
  await saysResults("The first 30 results");
  await page.getByRole("button", { name: "Show more" }).click();
  await saysResults("40 results");
  expect(await hits().count()).toBe(40);
});
