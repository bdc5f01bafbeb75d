// The board in groups: many of them, of which only those near the window are in the page.
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Locator, Page } from "playwright-core";
import { ITEM_STATUSES } from "../../src/domain/entities.ts";
import { startWeb, type Web } from "./support.ts";

const EPICS = 40;

let web: Web;
let page: Page;
const epics: string[] = [];

beforeAll(async () => {
  web = await startWeb();
  page = web.page;
  for (let index = 1; index <= EPICS; index += 1) {
    const item_type = "epic";
    const { work_item } = await web.execute("work_item.create", {
      ...{ project: "WEB", item_type, title: `Epic ${index}` },
    });
    epics.push(work_item.id);
  }
  await web.executeAll(
    epics.flatMap((parent, index) =>
      ITEM_STATUSES.map((status) => ({
        command: "work_item.create" as const,
        params: {
          ...{ project: "WEB", item_type: "task" as const, parent, status },
          title: `Card ${index + 1} ${status}`,
        },
      })),
    ),
  );
});
afterAll(async () => {
  await web.close();
  expect(web.errors).toEqual([]);
});

const card = (title: string): Locator => page.getByRole("link", { name: title });
const rowOf = (epic: number): Locator =>
  page.getByRole("region", { name: `Epic ${epic}`, exact: true });
const cardsInThePage = (): Promise<number> =>
  page.getByRole("link", { name: /^.*Card \d+/ }).count();

async function openGroups(): Promise<void> {
  await web.open("/app/WEB/board?group=epic");
  await card("Card 1 todo").waitFor();
}

describe("many groups", () => {
  test("all have their heading; cards are there for those near the window, and for others as one scrolls", async () => {
    await openGroups();
    const headings = page.getByRole("heading", { name: /^Epic \d+$/ });
    expect(await headings.count()).toBe(EPICS);
    expect(await card("Card 40 todo").count()).toBe(0);
    expect(await cardsInThePage()).toBeLessThan((EPICS * ITEM_STATUSES.length) / 2);

    await rowOf(40).scrollIntoViewIfNeeded();
    await card("Card 40 todo").waitFor();
    await card("Card 1 todo").waitFor({ state: "detached" });
    await rowOf(1).scrollIntoViewIfNeeded();
    await card("Card 1 todo").waitFor();
  });

  test("arrows go on into groups that were not in the page", async () => {
    await openGroups();
    await card("Card 1 review").focus();
    for (let epic = 2; epic <= 15; epic += 1) {
      await page.keyboard.press("j");
      await page.waitForFunction(
        (title) => document.activeElement?.textContent?.includes(title),
        `Card ${epic} review`,
      );
    }
    const box = await card("Card 15 review").boundingBox();
    expect(box === null ? -1 : box.y).toBeGreaterThan(0);
    expect(box === null ? 1e6 : box.y + box.height).toBeLessThanOrEqual(800);
  });

  test("the focused card stays while one scrolls away, and is where the keys go on", async () => {
    await openGroups();
    await card("Card 1 todo").focus();
    await rowOf(30).scrollIntoViewIfNeeded();
    await card("Card 30 todo").waitFor();
    await page.keyboard.press("l");
    await page.waitForFunction(() =>
      document.activeElement?.textContent?.includes("Card 1 in_progress"),
    );
    expect(await card("Card 1 in_progress").isVisible()).toBe(true);
  });

  test("a card that is being made keeps its field and its text while one scrolls away", async () => {
    await openGroups();
    await page.getByRole("button", { name: "Create in Review" }).click();
    const field = page.getByRole("textbox", { name: "Title of the new" });
    await field.fill("Half typed");
    await page.getByRole("heading", { name: "Epic 1", exact: true }).scrollIntoViewIfNeeded();
    await card("Card 1 todo").waitFor();
    await page.keyboard.type(" and more");
    expect(await field.inputValue()).toBe("Half typed and more");
    await page.keyboard.press("Escape");
  });
});

describe("a card below a story of one epic, in the row of another", () => {
  let story: string;
  let task: string;

  beforeAll(async () => {
    const make = async (title: string, more: object) =>
      (
        await web.execute("work_item.create", {
          ...{ project: "WEB", item_type: "task", title, status: "todo" },
          ...more,
        })
      ).work_item.id;
    story = await make("Story", { item_type: "story", parent: epics[0] });
    task = await make("Task of it", { parent: story });
  });

  const placeOfTask = async () => {
    const { work_item } = await web.query("work_item", { ref: task });
    return [work_item.parent_id, work_item.status];
  };

  test("is cut off from the story, which is said, and taken back with one button", async () => {
    await openGroups();
    await drag(card("Task of it"), card("Card 2 in_progress"));
    await page.getByText("“Task of it” is no longer below “Story”.").waitFor();
    expect(await placeOfTask()).toEqual([epics[1] ?? "", "in_progress"]);
    await page.getByRole("button", { name: "Undo" }).click();
    await rowOf(1).getByRole("link", { name: "Task of it" }).waitFor();
    expect(await placeOfTask()).toEqual([story, "todo"]);
  });

  test("stays below it in the row of its own epic, and nothing is said", async () => {
    await openGroups();
    await drag(card("Task of it"), card("Card 1 review"));
    await rowOf(1).getByRole("list", { name: "Review" }).getByText("Task of it").waitFor();
    await page.waitForTimeout(300);
    expect(await placeOfTask()).toEqual([story, "review"]);
    expect(await page.getByText("is no longer below").count()).toBe(0);
  });
});

async function drag(from: Locator, to: Locator): Promise<void> {
  await to.scrollIntoViewIfNeeded();
  const [a, b] = [await from.boundingBox(), await to.boundingBox()];
  if (a === null || b === null) throw new Error("There is nothing to drag, or nowhere.");
  await page.mouse.move(a.x + 20, a.y + 20);
  await page.mouse.down();
  await page.mouse.move(a.x + 40, a.y + 40, { steps: 3 });
  await page.mouse.move(b.x + b.width / 2, b.y + b.height - 4, { steps: 8 });
  await Bun.sleep(50);
  await page.mouse.up();
}
