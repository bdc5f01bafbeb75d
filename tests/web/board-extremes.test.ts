// The board at its edges: thousands of cards, and texts that mean harm or are merely long.
import { afterAll, beforeAll, expect, test } from "bun:test";
import type { Page } from "playwright-core";
import type { Command } from "../../src/board/commands.ts";
import { startWeb, type Web } from "./support.ts";

const MANY = 1500;

let web: Web;
let page: Page;
beforeAll(async () => {
  web = await startWeb();
  ({ page } = web);
  const commands = Array.from(
    { length: MANY },
    (_, index): Command => ({
      command: "work_item.create",
      params: { project: "WEB", item_type: "task", title: `Card ${index}.`, status: "todo" },
    }),
  );
  await web.executeAll(commands);
  await web.open("/app/WEB/board");
  await page.getByRole("link", { name: "Card 0." }).waitFor();
});
afterAll(() => web.close());

const list = () => page.getByRole("list", { name: "To do" });

test("of a long column only a part is in the page, and screen readers hear how long it is", async () => {
  expect(await page.getByText(`${MANY.toLocaleString("en")} cards`).count()).toBe(1);
  const cards = list().getByRole("listitem");
  expect(await cards.count()).toBeLessThan(60);
  expect(await cards.first().getAttribute("aria-setsize")).toBe(String(MANY));
});

test("it scrolls to its end and back", async () => {
  await list().hover();
  await page.mouse.wheel(0, 1_000_000);
  await page.getByRole("link", { name: `Card ${MANY - 1}.` }).waitFor();
  await page.mouse.wheel(0, -1_000_000);
  await page.getByRole("link", { name: "Card 0." }).waitFor();
});

test("keys go on where the part ends, and the focus stays to be seen", async () => {
  await page.getByRole("link", { name: "Card 0." }).focus();
  for (let index = 0; index < 40; index += 1) await page.keyboard.press("j");
  await page.getByRole("link", { name: "Card 40." }).waitFor();
  const focused = page.locator(":focus");
  expect(await focused.textContent()).toContain("Card 40.");
  const box = await focused.boundingBox();
  expect(box && box.y > 0 && box.y + box.height < 800).toBe(true);
});

test("a move far away does not move what is read", async () => {
  const at = async () => (await page.getByRole("link", { name: "Card 40." }).boundingBox())?.y;
  const before = await at();
  web.pm("work-item", "create", "--title", "New at the end", "--type", "task", "--status", "todo");
  await page.getByText(`${(MANY + 1).toLocaleString("en")} cards`).waitFor({ state: "attached" });
  expect(await at()).toBeCloseTo(before ?? 0, 0);
});

test.each([
  ["script", '<img src=x onerror="document.title=1"><script>document.title=1</script>'],
  ["words without an end", "w".repeat(200)],
  ["right to left", "עברית ‏(Arabic: العربية)‏ و English"],
  ["emoji", "👩‍👩‍👧‍👦".repeat(7)],
  ["marks that reach far", `Z${"\u0300\u0301\u0302".repeat(40)}`],
])("a title with %s is shown as text, inside its card", async (_, title) => {
  await web.execute("work_item.create", {
    project: "WEB",
    item_type: "task",
    title,
    status: "review",
    labels: [title.slice(0, 90)],
  });
  const link = page
    .getByRole("list", { name: "Review" })
    .getByRole("link")
    .filter({ hasText: title });
  await link.waitFor();
  const fits = await link.evaluate((one) => one.scrollWidth <= one.clientWidth);
  expect(fits).toBe(true);
  expect(await page.title()).toBe("Board · Website · pm");
});

test("a title that is too long is refused, and stays to be shortened", async () => {
  await page.getByRole("button", { name: "Create in Blocked" }).click();
  const field = page.getByLabel("Title of the new item in Blocked");
  await field.fill("x".repeat(10_000));
  await page.keyboard.press("Enter");
  await page.getByRole("alert").getByText("200").waitFor();
  expect(await field.inputValue()).toHaveLength(10_000);
  await page.keyboard.press("Escape");
});

test("nothing went wrong meanwhile", () => {
  expect(web.errors.filter((error) => !error.includes("422"))).toEqual([]);
});
