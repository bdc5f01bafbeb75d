// Planning, starting and completing sprints, and how they went, as people see it.
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

const inDays = (days: number): string =>
  new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

async function sprint(name: string, more: Partial<Commands["sprint.create"]["params"]> = {}) {
  return (await web.execute("sprint.create", { project: "WEB", name, ...more })).sprint.id;
}

async function item(title: string, sprint: string, points: number, done = false) {
  const params = {
    project: "WEB",
    item_type: "task",
    title,
    sprint,
    story_points: points,
  } as const;
  const { id } = (await web.execute("work_item.create", params)).work_item;
  if (done) await web.execute("work_item.update", { ref: id, set: { status: "done" } });
  return id;
}

async function sprints() {
  return (await web.query("sprints", {})).sprints.map(
    ({ name, status, work_items }) => `${name} ${status} ${work_items}`,
  );
}

/** Takes everything away that a test has made. */
async function clear(): Promise<void> {
  const { work_items } = await web.query("work_items", { include_done: true, limit: 1000 });
  const all = (await web.query("sprints", { limit: 1000 })).sprints;
  await web.executeAll([
    ...work_items.map(
      ({ id }): Command => ({
        command: "work_item.delete",
        params: { ref: id },
      }),
    ),
    ...all.map(({ id }): Command => ({ command: "sprint.delete", params: { ref: id } })),
  ]);
}

const region = (name: string): Locator => page.getByRole("region", { name, exact: true });
const button = (name: string): Locator => page.getByRole("button", { name, exact: true });
const field = (name: string): Locator => page.getByLabel(name, { exact: true });

async function eventually<T>(read: () => Promise<T>, wanted: T): Promise<void> {
  let last: T | undefined;
  for (let tries = 0; tries < 60; tries += 1) {
    last = await read();
    if (Bun.deepEquals(last, wanted)) return;
    await Bun.sleep(50);
  }
  expect(last).toEqual(wanted);
}

/** The rows of a chart's table. */
async function table(title: string): Promise<string[][]> {
  const chart = page.getByRole("figure").filter({ hasText: title });
  const summary = chart.getByText("The numbers as a table");
  if (!(await chart.getByRole("table").isVisible())) await summary.click();
  const rows = await chart.getByRole("row").all();
  return Promise.all(
    rows
      .slice(1)
      .map(async (row) => [
        ...(await row.getByRole("rowheader").allTextContents()),
        ...(await row.getByRole("cell").allTextContents()),
      ]),
  );
}

beforeEach(async () => {
  await clear();
  await page.goto("about:blank");
});

test("the first sprint is made, changed, deleted and brought back", async () => {
  await web.open("/app/WEB/sprints");
  await page.getByRole("heading", { name: "No sprints yet" }).waitFor();
  await button("Make the first sprint").click();
  const dialog = page.getByRole("dialog", { name: "New sprint" });
  await field("Name").fill("Sprint of the fox");
  await field("Goal").fill("Ship the checkout");
  await field("First day").fill("2026-03-02");
  await field("Last day").fill("2026-03-13");
  await dialog.getByRole("button", { name: "Create sprint" }).click();
  const made = region("Sprint of the fox");
  await made.getByText("Ship the checkout").waitFor();
  await made
    .getByText("2 Mar – 13 Mar", { exact: false })
    .or(made.getByText("2 Mar 2026"))
    .first()
    .waitFor();

  await button("What to do with Sprint of the fox").click();
  await page.getByRole("menuitem", { name: "Edit…" }).click();
  await field("Name").fill("Sprint of the owl");
  await button("Save").click();
  await region("Sprint of the owl").waitFor();

  await button("What to do with Sprint of the owl").click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await region("Sprint of the owl").waitFor({ state: "detached" });
  await page.getByText("Deleted sprints (1)").click();
  await button("Restore Sprint of the owl").click();
  await region("Sprint of the owl").waitFor();
  expect(web.errors).toEqual([]);
});

test("a sprint cannot end before it starts, and the dialog says so and keeps what was typed", async () => {
  await web.open("/app/WEB/sprints");
  await button("New sprint").click();
  await field("Name").fill("Backwards");
  await field("First day").fill("2026-03-13");
  await field("Last day").evaluate((input: HTMLInputElement) => input.removeAttribute("min"));
  await field("Last day").fill("2026-03-02");
  await button("Create sprint").click();
  await page.getByRole("alert").getByText("cannot end").waitFor();
  expect(await field("Name").inputValue()).toBe("Backwards");
  web.errors.length = 0;
});

describe("a sprint's life", () => {
  test("it starts with dates, burns down, and what is unfinished goes to a new one", async () => {
    const first = await sprint("Sprint 1", { goal: "One thing" });
    await item("Done soon", first, 3);
    const open = await item("Left over", first, 5);
    await web.open("/app/WEB/sprints");
    await region("Sprint 1").getByRole("link", { name: "Left over" }).waitFor();
    await button("Start…").click();
    expect(await field("First day").inputValue()).toBe(inDays(0));
    expect(await field("Last day").inputValue()).toBe(inDays(13));
    await button("Start sprint").click();
    await region("Sprint 1").getByText("13 days left").waitFor();
    await region("Sprint 1").getByText("It started with 8 points; 8 remain.").waitFor();

    const { work_items } = await web.query("work_items", { sprint: first });
    const done = work_items.find(({ title }) => title === "Done soon")?.id ?? "";
    web.pm("done", done);
    await region("Sprint 1").getByText("It started with 8 points; 5 remain.").waitFor();
    await item("Came late", first, 2);
    await page.getByText("It started with 8 points; 7 remain, 2 came in since.").waitFor();
    expect((await table("Burndown")).map((row) => row.slice(1))).toEqual([["7", "3", "2", "0"]]);

    await button("Complete…").click();
    const dialog = page.getByRole("dialog", { name: "Complete Sprint 1" });
    await dialog.getByText("1 item of 3 done, 3 points.").waitFor();
    await dialog.getByRole("radio", { name: "To a new sprint" }).check();
    expect(await field("Name of the new sprint").inputValue()).toBe("Sprint 2");
    await dialog.getByRole("button", { name: "Complete sprint" }).click();
    await page.getByText("Sprint 1 is completed. 2 items went to Sprint 2.").waitFor();
    expect(await sprints()).toEqual(["Sprint 2 planned 2", "Sprint 1 completed 1"]);
    expect((await web.query("work_item", { ref: open })).work_item.sprint_id).not.toBe(first);
    expect(await table("Velocity")).toEqual([["Sprint 1", "8", "3", "1"]]);
    await page.getByText("The last sprints finished 3 points on average.").waitFor();
    // What was finished of late is what the next one has room for.
    await region("Sprint 2").getByText("room for 3").waitFor();
    await region("Sprint 2").getByText("4 points too many").waitFor();
    expect(web.errors).toEqual([]);
  });

  test("what is unfinished goes to the next sprint, or back to the backlog; Undo brings all back", async () => {
    const one = await sprint("Alpha", { start_date: inDays(-3), end_date: inDays(0) });
    await item("Left over", one, 5);
    await web.execute("sprint.start", { ref: one });
    await sprint("Beta");
    await web.open("/app/WEB/sprints");
    await region("Alpha").getByText("Last day").waitFor();
    await button("Complete…").click();
    expect(await page.getByRole("radio", { name: "Beta" }).isChecked()).toBe(true);
    await button("Complete sprint").click();
    await eventually(sprints, ["Beta planned 1", "Alpha completed 0"]);
    await button("Undo").click();
    await eventually(sprints, ["Alpha active 1", "Beta planned 0"]);
    await button("Complete…").click();
    await page.getByRole("radio", { name: "Back to the backlog" }).check();
    await button("Complete sprint").click();
    await eventually(sprints, ["Beta planned 0", "Alpha completed 0"]);
  });

  test("only one is active: starting another says why not", async () => {
    await web.execute("sprint.start", { ref: await sprint("Alpha") });
    await sprint("Beta");
    await web.open("/app/WEB/sprints");
    await button("Start…").click();
    await button("Start sprint").click();
    await page.getByRole("alert").getByText("The sprint “Alpha” is active already.").waitFor();
    web.errors.length = 0;
  });
});

test("with the keyboard alone: made, started, completed", async () => {
  await web.open("/app/WEB/sprints");
  await page.getByRole("heading", { name: "No sprints yet" }).waitFor();
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  await press("n");
  await page.getByRole("dialog", { name: "New sprint" }).waitFor();
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("INPUT");
  await press("Control+A");
  await page.keyboard.type("By keys");
  await press("Enter");
  await region("By keys").waitFor();
  await item("Open", (await web.query("sprints", {})).sprints[0]?.id ?? "", 1);

  await press("Control+K");
  await page.keyboard.type("start by keys");
  await press("Enter");
  await page.getByRole("dialog", { name: "Start By keys" }).waitFor();
  await press("Enter");
  await region("By keys").getByText("13 days left").waitFor();

  await press("Control+K");
  await page.keyboard.type("complete by");
  await press("Enter");
  const dialog = page.getByRole("dialog", { name: "Complete By keys" });
  await dialog.waitFor();
  const isOn = (name: string) =>
    dialog.getByRole("radio", { name }).evaluate((one) => one === document.activeElement);
  for (let count = 0; count < 5 && !(await isOn("Back to the backlog")); count += 1) {
    await press("Tab");
  }
  await press("Enter");
  await eventually(sprints, ["By keys completed 0"]);
  expect(web.errors).toEqual([]);
});

test("a capacity of one's own is kept in this browser", async () => {
  const id = await sprint("Alpha");
  await item("Big", id, 8);
  await web.open("/app/WEB/sprints");
  await button("What to do with Alpha").click();
  await page.getByRole("menuitem", { name: "Edit…" }).click();
  await field("Capacity in points").fill("5");
  await button("Save").click();
  await region("Alpha").getByText("3 points too many").waitFor();
  await page.reload();
  await region("Alpha").getByText("room for 5").waitFor();
  await web.open("/app/WEB/backlog");
  await page
    .getByRole("complementary", { name: "Sprints" })
    .getByText("1 item, 8 points of 5")
    .waitFor();
});

test("axe-core finds nothing, in both themes, with and without sprints", async () => {
  await web.open("/app/WEB/sprints");
  await page.getByRole("heading", { name: "No sprints yet" }).waitFor();
  await expectAccessible(page);
  const past = await sprint("Past", { start_date: inDays(-20), end_date: inDays(-7) });
  await item("Was done", past, 3, true);
  await web.execute("sprint.start", { ref: past });
  await item("Done in it", past, 2, true);
  await web.execute("sprint.complete", { ref: past });
  const now = await sprint("Now", { start_date: inDays(-3), end_date: inDays(10), goal: "All" });
  await item("Open", now, 3);
  await web.execute("sprint.start", { ref: now });
  await sprint("Next");
  await region("Now").getByText("It started with").waitFor();
  await page.getByText("The last sprints finished").waitFor();
  await expectAccessible(page);
  await button("Complete…").click();
  await page.getByRole("dialog", { name: "Complete Now" }).waitFor();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await button("Start…").click();
  await page.getByRole("dialog", { name: "Start Next" }).waitFor();
  await expectAccessible(page);
});

test("a phone shows all of it, and nothing sticks out", async () => {
  const now = await sprint("x".repeat(100), { goal: "y".repeat(300) });
  await item("z".repeat(200), now, 3);
  await web.execute("sprint.start", { ref: now });
  const phone = await web.newPage({ viewport: { width: 360, height: 740 }, isMobile: true });
  for (const view of ["sprints", "backlog"]) {
    await web.open(`/app/WEB/${view}`, phone);
    await phone.getByRole("main").getByText("z".repeat(200)).first().waitFor({ state: "attached" });
    await phone.waitForTimeout(300);
    const out = await phone.evaluate(() => {
      const main = document.querySelector("main") as HTMLElement;
      return main.scrollWidth > main.clientWidth || document.body.scrollWidth > innerWidth;
    });
    expect(`${view} ${out}`).toBe(`${view} false`);
  }
  await phone.context().close();
});
