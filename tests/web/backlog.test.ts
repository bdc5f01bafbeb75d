// The backlog, as people use it: with a mouse, with a finger, and with the keyboard alone.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import type { Locator, Page } from "playwright-core";
import type { Command, Commands } from "../../src/board/commands.ts";
import { expectAccessible } from "./axe.ts";
import { startWeb, type Web } from "./support.ts";

let web: Web;
let page: Page;
beforeAll(async () => {
  web = await startWeb();
  ({ page } = web);
});
afterAll(() => web.close());

/** Ids by title, and that of the sprint. */
let ids: Record<string, string>;

async function create(
  title: string,
  more: Partial<Commands["work_item.create"]["params"]> = {},
): Promise<string> {
  const params = { project: "WEB", item_type: "task" as const, title, ...more };
  const { work_item } = await web.execute("work_item.create", params);
  ids[title] = work_item.id;
  return work_item.id;
}

beforeEach(async () => {
  const { work_items } = await web.query("work_items", { include_done: true, limit: 5000 });
  // What is below them goes with them.
  const roots = work_items.filter(({ parent_id }) => parent_id === null);
  const commands: Command[] = roots.map(({ id }) => ({
    command: "work_item.delete",
    params: { ref: id },
  }));
  const { sprints } = await web.query("sprints", {});
  for (const { id } of sprints) commands.push({ command: "sprint.delete", params: { ref: id } });
  await web.executeAll(commands);
  ids = {};
  await create("Checkout", { item_type: "epic" });
  await create("Basket", { item_type: "story", parent: ids.Checkout });
  await create("Totals", { parent: ids.Basket, story_points: 3 });
  await create("Payment", { item_type: "story", parent: ids.Checkout, story_points: 5 });
  await create("Bug");
  await create("Chore");
  const { sprint } = await web.execute("sprint.create", { project: "WEB", name: "Sprint 1" });
  ids["Sprint 1"] = sprint.id;
  await page.goto("about:blank");
  await web.open("/app/WEB/backlog");
  await row("Chore").waitFor();
});

const row = (title: string, on = page): Locator => on.getByRole("row", { name: title });
const said = (): Locator => page.locator("[aria-live=polite]");
const field = (name: string): Locator => page.getByRole("textbox", { name });

/** The rows from top to bottom, a dot for each level: `..Totals`. */
async function rows(on = page): Promise<string[]> {
  const all = await on.getByRole("row").evaluateAll((elements) =>
    elements.map((one) => ({
      top: one.getBoundingClientRect().top,
      level: Number(one.getAttribute("aria-level")),
      title: one.querySelector("a")?.textContent ?? "new",
    })),
  );
  return all
    .sort((a, b) => a.top - b.top)
    .map(({ level, title }) => `${".".repeat(level - 1)}${title}`);
}

async function eventually<T>(read: () => Promise<T>, wanted: T): Promise<void> {
  let last: T | undefined;
  for (let tries = 0; tries < 60; tries += 1) {
    last = await read();
    if (Bun.deepEquals(last, wanted)) return;
    await Bun.sleep(50);
  }
  expect(last).toEqual(wanted);
}

const parentOf = async (title: string) =>
  (await web.query("work_item", { ref: ids[title] ?? "" })).work_item.parent_id;
const sprintOf = async (title: string) =>
  (await web.query("work_item", { ref: ids[title] ?? "" })).work_item.sprint_id;

/** Drags a row straight to a part of another, from its top (0) to its bottom (1); or to the side. */
async function drag(title: string, to: Locator, part: number, right?: number): Promise<void> {
  const from = await row(title).getByRole("link").boundingBox();
  const box = await to.boundingBox();
  if (from === null || box === null) throw new Error("not on the screen");
  await page.mouse.move(from.x + 10, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(from.x + 10, from.y + from.height / 2 + 10, { steps: 3 });
  const x = right === undefined ? from.x + 10 : box.x + box.width * right;
  await page.mouse.move(x, box.y + box.height * part, { steps: 6 });
  await page.waitForTimeout(60);
  await page.mouse.up();
}

const TREE = ["Checkout", ".Basket", "..Totals", ".Payment", "Bug", "Chore"];

describe("the tree", () => {
  test("has what hangs below what, and remembers what is folded", async () => {
    expect(await rows()).toEqual(TREE);
    await page.getByRole("button", { name: "Fold Checkout" }).click();
    await eventually(() => rows(), ["Checkout", "Bug", "Chore"]);
    expect(await row("Checkout").getAttribute("aria-expanded")).toBe("false");
    await page.reload();
    await row("Chore").waitFor();
    expect(await rows()).toEqual(["Checkout", "Bug", "Chore"]);
    await page.getByRole("button", { name: "Unfold Checkout" }).click();
    await eventually(() => rows(), TREE);
  });

  test("shows what is done only if it is asked for, and what is above a match", async () => {
    await web.execute("work_item.update", { ref: ids.Bug ?? "", set: { status: "done" } });
    await eventually(
      () => rows(),
      TREE.filter((one) => one !== "Bug"),
    );
    await page.getByRole("combobox", { name: "Show" }).selectOption({ label: "Done ones too" });
    await eventually(() => rows(), TREE);
    await page.getByRole("searchbox", { name: "Filter by text" }).fill("totals");
    await eventually(() => rows(), ["Checkout", ".Basket", "..Totals"]);
    expect(new URL(page.url()).search).toBe("?show=all&text=totals");
    await page.getByRole("searchbox", { name: "Filter by text" }).fill("nothing like it");
    await page.getByRole("button", { name: "Clear the filter" }).click();
    await eventually(
      () => rows(),
      TREE.filter((one) => one !== "Bug"),
    );
  });

  test("shows a change of another process at once", async () => {
    web.pm("add", "From the command");
    await row("From the command").waitFor();
    expect(web.errors).toEqual([]);
  });
});

describe("with a mouse", () => {
  test("a row goes between two others, below one, and out again", async () => {
    await drag("Chore", row("Bug"), 0.1);
    await eventually(() => rows(), [...TREE.slice(0, 4), "Chore", "Bug"]);
    await drag("Bug", row("Payment"), 0.5);
    await eventually(() => rows(), [...TREE.slice(0, 4), "..Bug", "Chore"]);
    await eventually(() => parentOf("Bug"), ids.Payment ?? "");
    await drag("Bug", row("Checkout"), 0.1);
    await eventually(() => rows(), ["Bug", ...TREE.slice(0, 4), "Chore"]);
    await eventually(() => parentOf("Bug"), null);
  });

  test("in a gap, pulling to the side says how deep", async () => {
    const width = (await row("Bug").boundingBox())?.width ?? 1;
    const title = (await row("Chore").getByRole("link").boundingBox())?.x ?? 0;
    await drag("Chore", row("Bug"), 0.1, (title + 10 + 20) / width);
    await eventually(() => rows(), [...TREE.slice(0, 4), ".Chore", "Bug"]);
    await eventually(() => parentOf("Chore"), ids.Checkout ?? "");
  });

  test("an epic does not go below a task: there it goes between them", async () => {
    await drag("Checkout", row("Bug"), 0.6);
    await eventually(() => rows(), ["Bug", ...TREE.slice(0, 4), "Chore"]);
    await eventually(() => parentOf("Checkout"), null);
  });

  test("a row goes into a sprint, what is open below it too, and back with Undo", async () => {
    await drag("Basket", page.getByRole("button", { name: "Sprint 1" }), 0.5, 0.5);
    await page.getByText("“Basket” and 1 item below it: in Sprint 1.").first().waitFor();
    expect(await sprintOf("Totals")).toBe(ids["Sprint 1"] ?? "");
    expect(await sprintOf("Basket")).toBe(ids["Sprint 1"] ?? "");
    expect(await sprintOf("Payment")).toBeNull();
    const side = page.getByRole("complementary", { name: "Sprints" });
    await side.getByText("2 items, 3 points").waitFor();
    await page.getByRole("button", { name: "Undo" }).click();
    await eventually(() => sprintOf("Totals"), null);
    expect(await sprintOf("Basket")).toBeNull();
  });

  test("a refused move goes back, and says why", async () => {
    await web.execute("work_item.delete", { ref: ids.Chore ?? "" });
    await row("Chore").waitFor({ state: "detached" });
    await page.route("**/api/v1/commands", (route) =>
      route.fulfill({
        status: 409,
        contentType: "application/problem+json",
        body: JSON.stringify({ kind: "refused", detail: "It has moved on." }),
      }),
    );
    await drag("Bug", row("Checkout"), 0.1);
    await page.getByRole("alert").filter({ hasText: "It has moved on." }).waitFor();
    await page.unroute("**/api/v1/commands");
    await eventually(() => rows(), TREE.slice(0, 5));
    web.errors.length = 0;
  });

  test("items are made in place, at the top level and below a row", async () => {
    await field("Title of the new item").fill("At the end");
    await page.keyboard.press("Enter");
    await row("At the end").waitFor();
    await page.getByRole("button", { name: "What to do with Payment" }).click();
    await page.getByRole("option", { name: "New item below this one" }).click();
    await page.keyboard.type("Receipt");
    await page.keyboard.press("Enter");
    await eventually(parentOfNew("Receipt"), ids.Payment ?? "");
    await eventually(async () => (await rows()).includes("..Receipt"), true);
  });
});

function parentOfNew(title: string) {
  return async () =>
    (await web.query("work_items", { limit: 1000 })).work_items.find((one) => one.title === title)
      ?.parent_id;
}

describe("with the keyboard alone", () => {
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const focused = () =>
    page.evaluate(() => document.activeElement?.querySelector("a")?.textContent);

  /** Comes in by Tab, as somebody does who has no mouse. */
  async function tabIn(): Promise<void> {
    for (let count = 0; count < 40; count += 1) {
      await page.keyboard.press("Tab");
      const role = await page.evaluate(() => document.activeElement?.getAttribute("role"));
      if (role === "row") return;
    }
    throw new Error("Tab never reaches the rows.");
  }

  test("arrows move about and fold, Enter opens", async () => {
    await tabIn();
    expect(await focused()).toBe("Checkout");
    await press("ArrowDown", "ArrowRight");
    await eventually(focused, "Totals");
    await press("ArrowLeft");
    await eventually(focused, "Basket");
    await press("ArrowLeft");
    await eventually(
      () => rows(),
      TREE.filter((one) => one !== "..Totals"),
    );
    await press("ArrowRight");
    await eventually(() => rows(), TREE);
    await press("j", "j", "k", "Enter");
    await page.getByRole("dialog").waitFor();
    expect(page.url()).toContain(`/app/item/${ids.Totals}`);
  });

  test("Shift and arrows move a row, in and out too", async () => {
    await tabIn();
    await press("End", "j", "j", "j", "j", "j");
    await eventually(focused, "Chore");
    await press("Shift+ArrowUp");
    await eventually(() => rows(), [...TREE.slice(0, 4), "Chore", "Bug"]);
    expect(await focused()).toBe("Chore");
    await press("Shift+ArrowRight");
    await eventually(() => parentOf("Chore"), ids.Checkout ?? "");
    await eventually(() => rows(), [...TREE.slice(0, 4), ".Chore", "Bug"]);
    await eventually(
      () =>
        said()
          .textContent()
          .then((text) => text?.includes("3 of 3 under Checkout")),
      true,
    );
    await press("Shift+ArrowLeft");
    await eventually(() => rows(), [...TREE.slice(0, 4), "Chore", "Bug"]);
  });

  test("Space picks up, arrows carry, Space puts down, Escape puts back", async () => {
    await tabIn();
    await press("j", "j", "j", "j");
    await eventually(focused, "Bug");
    await press("Space");
    await eventually(
      () =>
        said()
          .textContent()
          .then((text) => text?.startsWith("Bug is picked up")),
      true,
    );
    await press("ArrowUp", "ArrowUp");
    expect(await said().textContent()).toContain("Totals");
    await press("Escape");
    await eventually(
      () =>
        said()
          .textContent()
          .then((text) => text?.trim()),
      "Bug is back where it was.",
    );
    expect(await rows()).toEqual(TREE);
    await press("Space", "ArrowUp", "ArrowUp", "ArrowUp", "ArrowUp", "Space");
    await eventually(() => rows(), ["Bug", ...TREE.slice(0, 4), "Chore"]);
    expect(await focused()).toBe("Bug");
  });

  test("s plans for a sprint, u hangs below another, n and N make new ones", async () => {
    await tabIn();
    await press("j", "j", "j", "j");
    await eventually(focused, "Bug");
    await press("s");
    await page.keyboard.type("sprint 1");
    await press("Enter");
    await eventually(() => sprintOf("Bug"), ids["Sprint 1"] ?? "");
    await eventually(focused, "Bug");
    await press("u");
    await page.keyboard.type("bask");
    await press("Enter");
    await eventually(() => parentOf("Bug"), ids.Basket ?? "");
    await eventually(focused, "Bug");
    await press("n");
    await field("Title of the new item in Basket").waitFor();
    await page.keyboard.type("Sibling");
    await press("Enter", "Escape");
    await eventually(parentOfNew("Sibling"), ids.Basket ?? "");
    await eventually(focused, "Sibling");
    await press("N");
    await page.keyboard.type("Child");
    await press("Enter");
    await eventually(async () => (await rows()).includes("...Child"), true);
    expect(web.errors).toEqual([]);
  });
});

test("with a finger: a row that is held is dragged", async () => {
  const phone = await web.newPage({
    viewport: { width: 390, height: 800 },
    hasTouch: true,
    isMobile: true,
  });
  await web.open("/app/WEB/backlog", phone);
  await row("Chore", phone).waitFor();
  const from = await row("Chore", phone).boundingBox();
  const to = await row("Checkout", phone).boundingBox();
  if (from === null || to === null) throw new Error("not on the screen");
  const touch = await phone.context().newCDPSession(phone);
  const point = (y: number) => [{ x: 150, y }];
  const send = (type: "touchStart" | "touchMove" | "touchEnd", y?: number) =>
    touch.send("Input.dispatchTouchEvent", { type, touchPoints: y === undefined ? [] : point(y) });
  await send("touchStart", from.y + from.height / 2);
  await phone.waitForTimeout(350);
  for (const share of [0.3, 0.6, 1]) {
    await send("touchMove", from.y + (to.y + 4 - from.y) * share);
    await phone.waitForTimeout(30);
  }
  await send("touchEnd");
  await eventually(() => rows(phone), ["Chore", ...TREE.slice(0, 5)]);
  await phone.context().close();
});

test("axe-core finds nothing, in both themes", async () => {
  await drag("Bug", page.getByRole("button", { name: "Sprint 1" }), 0.5, 0.5);
  await eventually(() => sprintOf("Bug"), ids["Sprint 1"] ?? "");
  await expectAccessible(page);
});

test("a hostile title is text, and breaks nothing", async () => {
  await create("<img src=x onerror=alert(1)>");
  await create("x".repeat(200));
  await create("שלום עולם 👩‍👩‍👧");
  await row("<img src=x").waitFor();
  expect(await page.locator("main img").count()).toBe(0);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  expect(wide).toBe(false);
});

test("a merge's circle of parents is shown, at the root", async () => {
  // No command makes one: the tree is asked what it does with it.
  const { growTree, rowsOf } = await import("../../src/web/views/backlog/tree.ts");
  const card = (id: string, parent_id: string | null, position: number) =>
    ({ id, parent_id, position, status: "todo" }) as never;
  const tree = growTree(
    new Map([
      ["a", card("a", "b", 2)],
      ["b", card("b", "a", 1)],
      ["c", card("c", "gone", 3)],
    ]),
  );
  const shown = rowsOf(tree, { matches: () => true, isCollapsed: () => false, composing: null });
  expect(shown.map((one) => `${".".repeat(one.level)}${one.key}`)).toEqual(["b", ".a", "c"]);
});

test("5,000 items scroll, and few of them are in the page", async () => {
  const commands: Command[] = Array.from({ length: 5000 }, (_, index) => ({
    command: "work_item.create",
    params: { project: "WEB", item_type: "task", title: `Item ${index}` },
  }));
  for (let start = 0; start < 5000; start += 1000) {
    await web.executeAll(commands.slice(start, start + 1000));
  }
  await web.open("/app/WEB/backlog");
  await row("Item 0").first().waitFor();
  expect(await page.getByRole("row").count()).toBeLessThan(60);
  const most = await page.evaluate(async () => {
    const scroller = document.querySelector("[data-tree]") as HTMLElement;
    let rows = 0;
    for (let frame = 0; frame < 60; frame += 1) {
      scroller.scrollTop += 300;
      await new Promise(requestAnimationFrame);
      rows = Math.max(rows, scroller.querySelectorAll("[role=row]").length);
    }
    return rows;
  });
  expect(most).toBeLessThan(60);
  await row("Item 499").first().waitFor();
  expect(web.errors).toEqual([]);
}, 60_000);
