// The board, as people use it: with a mouse, with a finger, and with the keyboard alone.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import type { Locator, Page } from "playwright-core";
import type { ItemStatus } from "../../src/domain/entities.ts";
import { startWeb, type Web } from "./support.ts";

let web: Web;
let page: Page;
beforeAll(async () => {
  web = await startWeb();
  ({ page } = web);
});
afterAll(() => web.close());

/** Ids by title. */
let ids: Record<string, string>;

beforeEach(async () => {
  const { work_items } = await web.query("work_items", { include_done: true, limit: 5000 });
  // The smaller kinds first: an epic takes what is below it along.
  const order = ["task", "story", "epic"];
  work_items.sort((a, b) => order.indexOf(a.item_type) - order.indexOf(b.item_type));
  await web.executeAll(
    work_items.map(({ id }) => ({ command: "work_item.delete", params: { ref: id } })),
  );
  ids = {};
  for (const [title, status] of [
    ["One", "todo"],
    ["Two", "todo"],
    ["Three", "todo"],
    ["Four", "in_progress"],
  ] as const) {
    await create(title, status);
  }
  await web.open("/app/WEB/board");
  await card("Four").waitFor();
});

async function create(title: string, status: ItemStatus, more: object = {}): Promise<string> {
  const { work_item } = await web.execute("work_item.create", {
    project: "WEB",
    item_type: "task",
    title,
    status,
    ...more,
  });
  ids[title] = work_item.id;
  return work_item.id;
}

const column = (name: string, on = page): Locator => on.getByRole("region", { name, exact: true });
const card = (title: string, on = page): Locator => on.getByRole("link", { name: title });
const said = (): Locator => page.locator("[aria-live=polite]");

/** The titles of a column, from top to bottom, as they stand on the screen. */
async function titlesOf(name: string, on = page): Promise<string[]> {
  const cards = await column(name, on)
    .getByRole("listitem")
    .evaluateAll((all) =>
      all.map((one) => ({
        top: one.getBoundingClientRect().top,
        lines: (one as HTMLElement).innerText.split("\n"),
      })),
    );
  return cards
    .sort((a, b) => a.top - b.top)
    .map(({ lines }) => lines.find((line) => line in ids) ?? "");
}

/** Waits until a column shows these cards, and the server has them so. */
async function expectColumn(name: string, status: ItemStatus, titles: string[]): Promise<void> {
  await expectSoon(() => titlesOf(name), titles);
  await expectSoon(async () => {
    const { work_items } = await web.query("work_items", { status });
    return work_items.map(({ title }) => title);
  }, titles);
}

async function expectSoon<T>(read: () => Promise<T>, wanted: T): Promise<void> {
  const end = performance.now() + 5000;
  let last: T = await read();
  while (!Bun.deepEquals(last, wanted) && performance.now() < end) {
    await Bun.sleep(30);
    last = await read();
  }
  expect(last).toEqual(wanted);
}

test("shows the columns with their cards, counts and points", async () => {
  await web.execute("work_item.update", {
    ref: ids.One ?? "",
    set: { story_points: 3, labels: ["design"], priority: "critical", assignee: "me" },
  });
  await web.execute("dependency.create", { blocking: ids.Two ?? "", blocked: ids.One ?? "" });
  await web.execute("comment.create", { work_item: ids.One ?? "", content: "Well" });
  const one = column("To do").getByRole("link", { name: "One" });
  const parts = async (): Promise<string[]> => {
    const name = ((await one.textContent()) ?? "").replaceAll("\u00a0", " ");
    return ["design", "Blocked", "3 points", "1 comment"].filter((part) => name.includes(part));
  };
  await expectSoon(parts, ["design", "Blocked", "3 points", "1 comment"]);
  for (const mark of ["Task", "Priority critical", "Ada"]) {
    expect(await one.getByRole("img", { name: mark }).count()).toBe(1);
  }
  const head = column("To do");
  expect(await head.getByText("3 cards").count()).toBe(1);
  expect(await head.getByText("3 pt").isVisible()).toBe(true);
});

describe("with a mouse", () => {
  test("a card is dragged to another column, to a place in it", async () => {
    await drag(card("One"), card("Four"), "above");
    await expectColumn("In progress", "in_progress", ["One", "Four"]);
    await expectColumn("To do", "todo", ["Two", "Three"]);
  });

  test("a card is dragged within its column", async () => {
    await drag(card("One"), card("Three"), "below");
    await expectColumn("To do", "todo", ["Two", "Three", "One"]);
  });

  test("a card is dragged into an empty column", async () => {
    await drag(card("Two"), column("Review"), "middle");
    await expectColumn("Review", "review", ["Two"]);
  });

  test("Escape puts it back, and letting go is no click", async () => {
    await drag(card("One"), card("Four"), "above", { drop: false });
    await page.keyboard.press("Escape");
    await page.mouse.up();
    await Bun.sleep(100);
    await expectColumn("To do", "todo", ["One", "Two", "Three"]);
    expect(page.url()).toEndWith("/app/WEB/board");
  });

  test("a move that is refused rolls back, and says why", async () => {
    await page.route("**/api/v1/commands", (route) =>
      route.fulfill({
        status: 409,
        contentType: "application/problem+json",
        body: JSON.stringify({ detail: "The board is frozen.", kind: "refused" }),
      }),
    );
    await drag(card("One"), card("Four"), "above");
    await page.getByRole("alert").getByText("The board is frozen.").waitFor();
    await page.unroute("**/api/v1/commands");
    await expectColumn("To do", "todo", ["One", "Two", "Three"]);
  });

  test("a card is made in place, and the next one after it", async () => {
    await column("Review").getByRole("button", { name: "Create in Review" }).click();
    for (const title of ["Five", "Six"]) {
      ids[title] = "";
      await page.keyboard.type(title);
      await page.keyboard.press("Enter");
      await column("Review").getByRole("link", { name: title }).waitFor();
    }
    await page.keyboard.press("Escape");
    await expectColumn("Review", "review", ["Five", "Six"]);
  });

  test("a click opens the item under its own address, and Escape closes it", async () => {
    await card("Two").click();
    await page.getByRole("dialog").waitFor();
    expect(page.url()).toEndWith(`/app/item/${ids.Two}`);
    await page.keyboard.press("Escape");
    await page.waitForURL("**/app/WEB/board");
    expect(await card("Two").evaluate((one) => one === document.activeElement)).toBe(true);
  });
});

describe("with the keyboard", () => {
  test("arrows and letters go about, Enter opens", async () => {
    await focusFirst();
    for (const [key, title] of [
      ["ArrowDown", "Two"],
      ["j", "Three"],
      ["k", "Two"],
      ["ArrowRight", "Four"],
      ["h", "One"],
    ] as const) {
      await page.keyboard.press(key);
      await expectFocus(title);
    }
    await page.keyboard.press("Enter");
    await page.waitForURL(`**/app/item/${ids.One}`);
  });

  test("Space picks a card up, arrows carry it, and each step is said", async () => {
    await focusFirst();
    await page.keyboard.press("Space");
    await expectSaid("One is picked up");
    await page.keyboard.press("ArrowRight");
    await expectSaid("In progress, 1 of 2.");
    await page.keyboard.press("ArrowDown");
    await expectSaid("In progress, 2 of 2.");
    const { work_items } = await web.query("work_items", { status: "todo" });
    expect(work_items).toHaveLength(3);
    await page.keyboard.press("Space");
    await expectColumn("In progress", "in_progress", ["Four", "One"]);
    await expectFocus("One");
  });

  test("Escape puts a card back that was picked up", async () => {
    await focusFirst();
    await page.keyboard.press("Space");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Escape");
    await expectSaid("One is back where it was.");
    await expectColumn("To do", "todo", ["One", "Two", "Three"]);
    await expectFocus("One");
  });

  test("Shift and an arrow move a card at once", async () => {
    await focusFirst();
    await page.keyboard.press("Shift+ArrowDown");
    await expectColumn("To do", "todo", ["Two", "One", "Three"]);
    await page.keyboard.press("Shift+ArrowRight");
    await expectColumn("In progress", "in_progress", ["Four", "One"]);
    await expectFocus("One");
  });

  test("m moves by the name of the column, and Ctrl-Z takes it back", async () => {
    await focusFirst();
    await page.keyboard.press("m");
    await page.keyboard.type("rev");
    await page.keyboard.press("Enter");
    await expectColumn("Review", "review", ["One"]);
    await page.keyboard.press("Control+z");
    await expectColumn("To do", "todo", ["One", "Two", "Three"]);
  });

  test("c makes a card in the column of the selected one", async () => {
    await focusFirst();
    await page.keyboard.press("c");
    await page.keyboard.type("Five");
    ids.Five = "";
    await page.keyboard.press("Enter");
    await expectColumn("To do", "todo", ["One", "Two", "Three", "Five"]);
  });

  test("single keys are letters where one types", async () => {
    await page.keyboard.press("f");
    await page.keyboard.type("cm?j");
    expect(await page.getByLabel("Filter by text").inputValue()).toBe("cm?j");
    expect(await page.getByRole("dialog").count()).toBe(0);
  });

  test("the palette does everything, and ? shows the keys", async () => {
    await page.keyboard.press("Control+k");
    await page.keyboard.type("group by assig");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/board?group=assignee");
    await page.keyboard.press("?");
    const help = page.getByRole("dialog", { name: "Keyboard" });
    await help.getByText("Pick the card up, put it down").waitFor();
    await page.keyboard.press("Escape");
  });

  async function focusFirst(): Promise<void> {
    await card("One").focus();
  }
  async function expectFocus(title: string): Promise<void> {
    const read = () => page.evaluate(() => document.activeElement?.textContent ?? "");
    await expectSoon(async () => (await read()).includes(title), true);
  }
  async function expectSaid(text: string): Promise<void> {
    const read = async () => (await said().textContent()) ?? "";
    await expectSoon(async () => ((await read()).includes(text) ? text : read()), text);
  }
});

describe("with a finger", () => {
  let phone: Page;
  beforeAll(async () => {
    phone = await web.newPage({
      viewport: { width: 390, height: 780 },
      hasTouch: true,
      isMobile: true,
    });
  });

  test("a card that is held is dragged; a quick stroke scrolls", async () => {
    await web.open("/app/WEB/board", phone);
    await card("One", phone).scrollIntoViewIfNeeded();
    const box = await boxOf(card("One", phone));
    const to = await boxOf(card("Three", phone));
    const [x, y] = [box.x + 60, box.y + 20];
    await stroke(phone, [x, y], [x, to.y + to.height - 5], { hold: 0 });
    await expectColumn("To do", "todo", ["One", "Two", "Three"]);
    await stroke(phone, [x, y], [x, to.y + to.height - 5], { hold: 400 });
    await expectSoon(() => titlesOf("To do", phone), ["Two", "Three", "One"]);
    await expectColumn("To do", "todo", ["Two", "Three", "One"]);
  });

  test("at the edge of the screen the board scrolls along", async () => {
    await web.open("/app/WEB/board", phone);
    const column = phone.getByRole("region", { name: "To do", exact: true });
    await column.scrollIntoViewIfNeeded();
    const box = await boxOf(card("One", phone));
    await stroke(phone, [box.x + 60, box.y + 20], [385, box.y + 20], { hold: 400, rest: 500 });
    await expectSoon(async () => {
      const { work_items } = await web.query("work_items", { status: "todo" });
      return work_items.length;
    }, 2);
  });
});

describe("live", () => {
  test("a change by a command shows at once; focus and what is typed stay", async () => {
    await page.keyboard.press("f");
    await page.keyboard.type("o");
    web.pm("work-item", "update", ids.Four ?? "", "--title", "Fourth");
    ids.Fourth = "";
    web.pm("work-item", "move", ids.Two ?? "", "--status", "review");
    await card("Fourth").waitFor();
    await expectColumn("Review", "review", ["Two"]);
    const field = page.getByLabel("Filter by text");
    expect(await field.inputValue()).toBe("o");
    expect(await field.evaluate((one) => one === document.activeElement)).toBe(true);
  });

  test("two browsers see each other's moves; the focus goes with its card", async () => {
    const other = await web.newPage();
    await web.open("/app/WEB/board", other);
    await card("One", other).focus();
    await drag(card("One"), card("Four"), "above");
    await expectSoon(() => titlesOf("In progress", other), ["One", "Four"]);
    await expectSoon(
      () => other.evaluate(() => document.activeElement?.textContent?.includes("One") ?? false),
      true,
    );
    await other.context().close();
  });

  test("a lost connection is shown, edits are refused in words, and it heals", async () => {
    await web.stopServer();
    await page.getByRole("status").filter({ hasText: "Offline" }).waitFor();
    await drag(card("One"), card("Four"), "above");
    await page.getByRole("alert").getByText("Not saved").waitFor();
    await web.startServer();
    await page.getByRole("status").filter({ hasText: "Offline" }).waitFor({ state: "detached" });
    await expectColumn("To do", "todo", ["One", "Two", "Three"]);
    await drag(card("One"), card("Four"), "above");
    await expectColumn("In progress", "in_progress", ["One", "Four"]);
  });
});

describe("the filter", () => {
  test("stands in the URL, and comes from it", async () => {
    await web.execute("work_item.update", {
      ref: ids.One ?? "",
      set: { labels: ["a b", "über"], assignee: "me" },
    });
    await page.getByRole("button", { name: "Label" }).click();
    await page.getByRole("menuitemcheckbox", { name: "über" }).click();
    await page.keyboard.press("Escape");
    await expectSoon(() => titlesOf("To do"), ["One"]);
    expect(new URL(page.url()).searchParams.getAll("label")).toEqual(["über"]);
    await page.reload();
    await card("One").waitFor();
    expect(await titlesOf("To do")).toEqual(["One"]);
    await page.getByRole("button", { name: "Clear", exact: true }).click();
    await page.getByRole("button", { name: "Mine" }).click();
    await expectSoon(() => titlesOf("To do"), ["One"]);
    await web.open("/app/WEB/board?text=nothing+like+it");
    await page.getByText("No card matches the filter").waitFor();
  });

  test("groups by epic; a card that is dragged to another row gets that parent", async () => {
    const epic = await create("Epic", "todo", { item_type: "epic" });
    await create("Inside", "todo", { parent: epic });
    await web.open("/app/WEB/board?group=epic");
    const row = page.getByRole("region", { name: "Epic", exact: true });
    await row.getByText("1 card").waitFor();
    await drag(card("Four"), row.getByRole("link", { name: "Inside" }), "below");
    await expectSoon(async () => {
      const { work_item } = await web.query("work_item", { ref: ids.Four ?? "" });
      return [work_item.parent_id, work_item.status];
    }, [epic, "todo"]);
  });
});

test("a column is renamed, limited and folded away", async () => {
  const menu = () => column("Review").getByRole("button", { name: "Column Review" }).click();
  const choose = (name: string) => page.getByRole("menuitem", { name }).click();
  await column("To do").getByRole("button", { name: "Column To do" }).click();
  await choose("Limit work in progress");
  await page.getByLabel("Cards at most").fill("2");
  await page.keyboard.press("Enter");
  await column("To do").getByText("over the limit").waitFor({ state: "attached" });

  await menu();
  await choose("Rename");
  await page.getByRole("textbox", { name: "Name" }).fill("QA");
  await page.keyboard.press("Enter");
  await column("QA").waitFor();
  await column("QA").getByRole("button", { name: "Column QA" }).click();
  await choose("Fold away");
  await page.getByRole("button", { name: "Unfold QA" }).click();
  await column("QA").waitFor();
});

test("nothing went wrong meanwhile", () => {
  const expected = /ERR_CONNECTION_REFUSED|status of (400|401|409)/;
  expect(web.errors.filter((error) => !expected.test(error))).toEqual([]);
});

async function boxOf(locator: Locator) {
  const box = await locator.boundingBox();
  if (box === null) throw new Error("It is not on the screen.");
  return box;
}

/** Drags with the mouse, in steps, as a hand does. */
async function drag(
  from: Locator,
  to: Locator,
  where: "above" | "below" | "middle",
  { drop = true } = {},
): Promise<void> {
  const [a, b] = [await boxOf(from), await boxOf(to)];
  const y = { above: b.y + 4, below: b.y + b.height - 4, middle: b.y + b.height / 2 }[where];
  await page.mouse.move(a.x + a.width / 2, a.y + a.height / 2);
  await page.mouse.down();
  await page.mouse.move(a.x + a.width / 2 + 10, a.y + a.height / 2 + 10, { steps: 3 });
  await page.mouse.move(b.x + b.width / 2, y, { steps: 8 });
  await Bun.sleep(50);
  if (drop) await page.mouse.up();
}

async function stroke(
  on: Page,
  from: [number, number],
  to: [number, number],
  { hold, rest = 50 }: { hold: number; rest?: number },
): Promise<void> {
  const devtools = await on.context().newCDPSession(on);
  const send = (type: "touchStart" | "touchMove" | "touchEnd", points: [number, number][]) =>
    devtools.send("Input.dispatchTouchEvent", {
      type,
      touchPoints: points.map(([x, y]) => ({ x, y })),
    });
  await send("touchStart", [from]);
  await Bun.sleep(hold);
  for (let step = 1; step <= 10; step += 1) {
    const at = (index: 0 | 1) => from[index] + ((to[index] - from[index]) * step) / 10;
    await send("touchMove", [[at(0), at(1)]]);
    await Bun.sleep(16);
  }
  await Bun.sleep(rest);
  await send("touchEnd", []);
  await devtools.detach();
}
