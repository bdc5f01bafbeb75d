// The palette: everything that can be done, from whichever view one is in, and items by a few words.
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Page } from "playwright-core";
import { startWeb, type Web } from "./support.ts";

let web: Web;
let page: Page;
let one: string;

beforeAll(async () => {
  web = await startWeb();
  page = web.page;
  const make = async (title: string, item_type: "task" | "epic" = "task") =>
    (await web.execute("work_item.create", { project: "WEB", item_type, title, status: "todo" }))
      .work_item.id;
  one = await make("One");
  await make("Locks answer within two seconds");
  await make("Café près de la gare");
  await make("Accounts", "epic");
  await web.execute("sprint.create", { project: "WEB", name: "Sprint 7" });
});
afterAll(async () => {
  await web.close();
  expect(web.errors).toEqual([]);
});

const palette = () => page.getByRole("dialog", { name: "Command palette" });

/** Opens the palette, types, and takes the first choice, which has to be this one. */
async function choose(typed: string, choice: string): Promise<void> {
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Command palette" }).fill(typed);
  await palette().getByRole("option", { name: choice, selected: true }).waitFor();
  await page.keyboard.press("Enter");
  await palette().waitFor({ state: "detached" });
}

async function selectOne(): Promise<void> {
  await web.open("/app/WEB/board");
  await page.getByRole("main").getByRole("link", { name: "One" }).focus();
}

describe("items", () => {
  for (const [typed, title] of [
    ["lock answer", "Locks answer within two seconds"],
    ["seconds two", "Locks answer within two seconds"],
    ["cafe pres gare", "Café près de la gare"],
  ] as const) {
    test(`“${typed}” finds “${title}”`, async () => {
      await web.open("/app/WEB/board");
      await page.getByRole("main").getByRole("link", { name: title }).waitFor();
      await choose(typed, title);
      await page.getByRole("dialog", { name: `Item: ${title}` }).waitFor();
    });
  }

  test("an id finds its item", async () => {
    await web.open("/app/WEB/board");
    await page.getByRole("main").getByRole("link", { name: "One" }).waitFor();
    await choose(one.slice(0, 8), "One");
    await page.getByRole("dialog", { name: "Item: One" }).waitFor();
  });
});

describe("from a view where it is not", () => {
  test("a new project", async () => {
    await web.open("/app/WEB/board");
    await choose("new project", "New project…");
    await page.waitForURL("**/app/projects");
    await page.getByRole("dialog", { name: "New project" }).waitFor();
  });

  test("a new sprint, and the start of one", async () => {
    await web.open("/app/WEB/backlog");
    await page
      .getByRole("heading", { name: /Backlog/ })
      .first()
      .waitFor({ state: "attached" });
    await choose("new sprint", "New sprint");
    await page.getByRole("dialog", { name: "New sprint" }).waitFor();
    await web.open("/app/WEB/board");
    await choose("start sprint 7", "Start Sprint 7…");
    await page.getByRole("dialog", { name: /Start/ }).waitFor();
  });

  test("the export", async () => {
    await web.open("/app/WEB/board");
    await choose("export", "Export to .pm/data.json…");
    await page.waitForURL("**/app/sync");
    await page.getByRole("dialog", { name: /Export/ }).waitFor();
  });

  test("what was chosen and given up does not come later", async () => {
    await web.open("/app/WEB/board");
    await choose("new project", "New project…");
    await page.getByRole("dialog", { name: "New project" }).waitFor();
    await page.keyboard.press("Escape");
    await web.open("/app/projects");
    await page.getByRole("heading", { name: "Projects", level: 1 }).waitFor();
    expect(await page.getByRole("dialog").count()).toBe(0);
  });
});

describe("with the selected card", () => {
  test("its points", async () => {
    await selectOne();
    await choose("story points", "Set the story points");
    await page.getByRole("dialog", { name: "Item: One" }).waitFor();
    await page.waitForFunction(() => document.activeElement?.matches("input"));
    await page.keyboard.type("5");
    await page.keyboard.press("Enter");
    await page
      .getByRole("main")
      .getByRole("link", { name: /One.*5.points/ })
      .waitFor();
  });

  test("its parent", async () => {
    await selectOne();
    await choose("set the parent", "Set the parent…");
    await page.getByRole("combobox").fill("acc");
    await page.keyboard.press("Enter");
    await page.getByRole("dialog", { name: "Item: One" }).getByText("Accounts").first().waitFor();
  });

  test("a comment, and the timer", async () => {
    await selectOne();
    await choose("write a comment", "Write a comment");
    await page.waitForFunction(() => document.activeElement?.matches("textarea"));
    await page.keyboard.type("From the palette");
    await page.keyboard.press("Control+Enter");
    await page.getByRole("dialog").getByText("From the palette").waitFor();
    await selectOne();
    await choose("timer", "Start or stop the timer");
    await page.getByRole("button", { name: /^Stop/ }).first().waitFor();
  });
});

describe("the columns and groups", () => {
  test("a column is renamed, folded away and back", async () => {
    await web.open("/app/WEB/board");
    await choose("rename review", "Rename the column Review…");
    await page.getByRole("textbox", { name: "Name" }).fill("Checking");
    await page.keyboard.press("Enter");
    await page.getByRole("region", { name: "Checking" }).waitFor();
    await choose("fold checking", "Fold Checking away");
    await page.getByRole("region", { name: "Checking" }).waitFor({ state: "detached" });
    await choose("unfold checking", "Unfold Checking");
    await page.getByRole("region", { name: "Checking" }).waitFor();
  });

  test("all groups are folded and unfolded", async () => {
    await web.open("/app/WEB/board?group=epic");
    const card = page.getByRole("main").getByRole("link", { name: "Locks answer" });
    await card.waitFor();
    await choose("fold all", "Fold all groups");
    await card.waitFor({ state: "detached" });
    await choose("unfold all", "Unfold all groups");
    await card.waitFor();
  });
});
