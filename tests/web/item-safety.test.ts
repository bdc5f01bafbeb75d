// Hostile and huge texts in an item do nothing but show, and axe-core finds nothing.
import { afterAll, beforeAll, expect, test } from "bun:test";
import type { Page } from "playwright-core";
import { expectAccessible } from "./axe.ts";
import { startWeb, type Web } from "./support.ts";

let web: Web;
let page: Page;
const requests: string[] = [];
const SCRIPT = "<script>window.hacked=1</script><img src=x onerror=window.hacked=1>";

beforeAll(async () => {
  web = await startWeb();
  ({ page } = web);
  page.on("request", (request) => requests.push(request.url()));
});
afterAll(() => web.close());

const make = async (more: object) => {
  const params = { project: "WEB", item_type: "task" as const, title: "Item", ...more };
  return (await web.execute("work_item.create", params)).work_item.id;
};
const open = async (id: string) => {
  await web.open(`/app/item/${id}`);
  await page.getByRole("heading", { name: "Activity", level: 2 }).waitFor();
};

test("what a hostile text says is shown, and nothing of it happens", async () => {
  const id = await make({
    title: `${SCRIPT} \u202Eمرحبا 👩‍👩‍👧‍👦 \u001B[31mred`,
    labels: [SCRIPT, "‮עברית"],
    description: [
      SCRIPT,
      "![picture](https://evil.invalid/pixel.png)",
      "[run](javascript:window.hacked=1) [data](data:text/html,<script>1</script>)",
      '<a href="https://evil.invalid" onclick="window.hacked=1">raw</a>',
      '<iframe src="https://evil.invalid"></iframe><svg onload=window.hacked=1>',
      '[x](https://example.org/"onmouseover="window.hacked=1)',
    ].join("\n\n"),
  });
  await web.execute("comment.create", { work_item: id, content: SCRIPT });
  await open(id);
  await page.getByText("<iframe src=").waitFor();
  await page.getByRole("list", { name: "Comments" }).getByText("window.hacked").waitFor();
  expect(await page.evaluate(() => "hacked" in window)).toBe(false);
  const panel = page.getByRole("dialog");
  expect(await panel.getByRole("img", { name: "picture" }).count()).toBe(0);
  const picture = panel.getByRole("link", { name: "picture" });
  expect(await picture.getAttribute("href")).toBe("https://evil.invalid/pixel.png");
  expect(await panel.getByRole("link", { name: /^(run|data|raw)$/ }).count()).toBe(0);
  expect(requests.filter((url) => !url.startsWith(web.baseURL))).toEqual([]);
  await expectAccessible(page);
});

test("a description of 150,000 characters is shown without freezing, and all of it when asked", async () => {
  const paragraph = "Some **bold** words and `code`, [a link](https://example.org) — and more.\n\n";
  const text = paragraph.repeat(2_100).slice(0, 149_980).trimEnd();
  const id = await make({ title: "x".repeat(200), description: `${text}\n\nThe very end.` });
  await page.addInitScript(() => {
    const longest = { ms: 0 };
    Object.assign(window, { longest });
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) longest.ms = Math.max(longest.ms, duration);
    }).observe({ type: "longtask", buffered: true });
  });
  await open(id);
  await page.getByRole("button", { name: /^Show all of the description/ }).click();
  await page.getByText("The very end.").waitFor({ state: "attached" });
  const longest = await page.evaluate(
    () => (window as unknown as { longest: { ms: number } }).longest.ms,
  );
  expect(longest).toBeLessThan(1_000);
  const width = await page
    .getByRole("dialog")
    .evaluate((panel) => panel.scrollWidth - panel.clientWidth);
  expect(width).toBe(0);
});

/** How long it takes to open an item with this description, in milliseconds. */
async function timeToOpen(description: string): Promise<number> {
  const id = await make({ description });
  const before = performance.now();
  await open(id);
  await page.getByRole("button", { name: "Edit the description" }).waitFor();
  return performance.now() - before;
}

test.each([
  ["brackets", "[".repeat(150_000)],
  ["quotes", "> ".repeat(75_000)],
  ["stars", "*a **b ".repeat(21_000)],
  [
    "nested lists",
    Array.from({ length: 500 }, (_, depth) => `${" ".repeat(2 * Math.min(depth, 140))}- x`).join(
      "\n",
    ),
  ],
  ["links", "[a](<b".repeat(25_000)],
  ["one line", "word ".repeat(30_000)],
])("a description made to take long does not: %s", async (_, description) => {
  // Against ordinary words of that length, so that a machine that does other things counts for nothing.
  const usual = await timeToOpen("Plain words, ".repeat(description.length / 13));
  expect(await timeToOpen(description)).toBeLessThan(10 * usual);
});

test("axe-core finds nothing on an empty item, a full one, in its forms, on a phone", async () => {
  const epic = await make({ item_type: "epic", title: "Epic" });
  const id = await make({
    title: "Full",
    parent: epic,
    labels: ["a"],
    assignee: "me",
    description: "## Two\n\n- [x] a\n\n| a | b |\n| - | - |\n| 1 | 2 |\n\n# One",
  });
  await make({ parent: id, title: "Child", status: "done" });
  const other = await make({ title: "Other" });
  await web.execute("dependency.create", { blocking: other, blocked: id });
  await web.execute("comment.create", { work_item: id, content: "Said" });
  await web.execute("time_entry.start", { work_item: id });
  await open(other);
  await expectAccessible(page);
  await open(id);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Edit the description" }).click();
  await page.getByRole("button", { name: "Add a child item" }).click();
  await page.getByRole("button", { name: "Add time" }).click();
  await expectAccessible(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await expectAccessible(page);
  const box = await page.getByRole("dialog").boundingBox();
  expect(box).toMatchObject({ x: 0, y: 0, width: 390, height: 844 });
  await web.execute("work_item.delete", { ref: other });
  await open(other);
  await expectAccessible(page);
});
