// The web board in a real browser: `npm run build`, then `node scripts/bun.mjs run bench/web.ts`.
//
// Each figure stands beside its limit; nothing fails because of one. README.md says how to read them.
import { join } from "node:path";
import type { Page } from "playwright-core";
import { PM } from "../tests/support/pm.ts";
import { startWeb, type Web } from "../tests/web/support.ts";
import { traceFrames } from "./support/browser-trace.ts";
import { spreadOf } from "./support/measure.ts";

const OPENINGS = 7;
const CHANGES = 21;
const LABELS = ["bug", "frontend", "backend", "design", "customer"];
const STATUSES = ["backlog", "todo", "in_progress", "review", "done", "blocked"] as const;

interface Row {
  what: string;
  value: string;
  limit: string;
  ok: boolean | null;
}

const rows: Row[] = [];

function add(what: string, values: readonly number[], unit: string, limit: number | null): number {
  const { median, min, max } = spreadOf(values);
  const digits = unit === "ms" ? 0 : 1;
  const spread = values.length > 1 ? ` (${min.toFixed(digits)}-${max.toFixed(digits)})` : "";
  rows.push({
    what,
    value: `${median.toFixed(digits)} ${unit}${spread}`,
    limit: limit === null ? "-" : `${limit} ${unit}`,
    ok: limit === null ? null : median <= limit,
  });
  // It takes minutes: what is known already is told, and not lost if somebody ends it.
  console.error(`${what}: ${median.toFixed(digits)} ${unit}${spread}`);
  return median;
}

/** A board of so many cards, spread over its columns and under its epics as boards are. */
async function boardOf(cards: number, epics = 0): Promise<Web> {
  const web = await startWeb();
  const parents = await makeEpics(web, epics);
  const commands = Array.from({ length: cards }, (_, index) => ({
    command: "work_item.create" as const,
    params: {
      project: "WEB",
      item_type: index % 4 === 0 ? ("story" as const) : ("task" as const),
      title: `Card ${index}: the board shows every item again after a merge`,
      status: STATUSES[index % STATUSES.length] as (typeof STATUSES)[number],
      labels: index % 5 === 0 ? [LABELS[(index / 5) % LABELS.length] as string] : [],
      ...(index % 2 === 0 ? { story_points: (index % 7) + 1 } : {}),
      ...(index % 3 === 0 ? { assignee: "me" } : {}),
      ...(epics === 0 ? {} : { parent: parents[index % epics] as string }),
    },
  }));
  for (let at = 0; at < cards; at += 500) await web.executeAll(commands.slice(at, at + 500));
  return web;
}

async function makeEpics(web: Web, count: number): Promise<string[]> {
  const made = Array.from({ length: count }, (_, index) =>
    web.execute("work_item.create", {
      project: "WEB",
      item_type: "epic",
      title: `Epic ${index}`,
    }),
  );
  return (await Promise.all(made)).map(({ work_item }) => work_item.id);
}

/** Runs in the page before its own script: notes when cards are shown and the page has time for input. */
function noteUsable(): void {
  const look = (): void => {
    if (document.querySelector("main li a[href^='/app/item/']") === null) {
      requestAnimationFrame(look);
      return;
    }
    requestAnimationFrame(() =>
      requestIdleCallback(() => {
        Object.assign(window, { usableAt: performance.now() });
      }),
    );
  };
  requestAnimationFrame(look);
}

interface Opening {
  usable: number;
  /** Of scripts, compressed, until the board was usable. */
  bytes: number;
}

/** Opens the board with nothing in the cache. */
async function openAnew(web: Web, throttle: number, path: string): Promise<Opening> {
  const page = await web.newPage();
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: throttle });
  await session.send("Network.enable");
  const scripts = new Set<string>();
  let bytes = 0;
  session.on("Network.responseReceived", ({ requestId, type }) => {
    if (type === "Script") scripts.add(requestId);
  });
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) bytes += encodedDataLength;
  });
  await page.addInitScript(noteUsable);
  await page.goto(path, { waitUntil: "commit" });
  const usable = await page.waitForFunction(
    () => (window as unknown as { usableAt?: number }).usableAt,
    undefined,
    { timeout: 60_000 },
  );
  const opening = { usable: Number(await usable.jsonValue()), bytes };
  await page.context().close();
  return opening;
}

async function openings(web: Web, throttle: number, path = "/app/WEB/board"): Promise<Opening[]> {
  await openAnew(web, throttle, path);
  const all: Opening[] = [];
  for (let round = 0; round < OPENINGS; round += 1) all.push(await openAnew(web, throttle, path));
  return all;
}

/** How long a board takes to open, beside what was measured of a small one. */
async function opensLike(few: number, web: Web, what: string, path?: string): Promise<void> {
  const usable = (await openings(web, 1, path)).map((opening) => opening.usable);
  add(`${what}: times as long as 200`, [add(`${what} usable`, usable, "ms", null) / few], "x", 2);
}

/** How soon a title that a command has changed is on the screen, from the start of its process. */
async function changes(web: Web): Promise<number[]> {
  const { page } = web;
  await web.open("/app/WEB/board");
  const first = page.getByRole("main").getByRole("listitem").getByRole("link").first();
  const id = ((await first.getAttribute("href")) ?? "").split("/").at(-1) ?? "";
  const times: number[] = [];
  let shown = (): void => {};
  await page.exposeFunction("tellShown", () => shown());
  for (let round = 0; round < CHANGES; round += 1) {
    const title = `Changed by the command, ${round}`;
    const { promise, resolve } = Promise.withResolvers<void>();
    shown = resolve;
    await page.evaluate((wanted) => {
      const look = (): void => {
        if (document.querySelector("main")?.textContent?.includes(wanted)) {
          (window as unknown as { tellShown(): void }).tellShown();
        } else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    }, title);
    const started = performance.now();
    const done = new Promise<void>((finished) => {
      const command = Bun.spawn([PM, "work-item", "update", id, "--title", title], {
        cwd: join(web.sandbox.folder, "repository"),
        env: web.sandbox.env,
        stdio: ["ignore", "ignore", "ignore"],
      });
      void command.exited.then(() => finished());
    });
    await promise;
    times.push(performance.now() - started);
    await done;
  }
  return times;
}

async function scroll(page: Page): Promise<void> {
  const region = page.getByRole("region", { name: "Backlog" });
  const href = await region.getByRole("listitem").first().getByRole("link").getAttribute("href");
  const first = page.locator(`main a[href="${href}"]`);
  const column = await region.boundingBox();
  if (column === null) throw new Error("There is no column Backlog.");
  await page.mouse.move(column.x + column.width / 2, column.y + 300);
  for (let step = 0; step < 150; step += 1) {
    await page.mouse.wheel(0, step < 100 ? 300 : -500);
    await Bun.sleep(16);
    if (step === 90 && (await first.count()) > 0) throw new Error("Nothing has scrolled.");
  }
}

async function drag(page: Page): Promise<void> {
  const card = page.getByRole("region", { name: "Backlog" }).getByRole("listitem").nth(2);
  const box = await card.boundingBox();
  if (box === null) throw new Error("There is no card to drag.");
  const x = box.x + box.width / 2;
  const y = box.y + box.height / 2;
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (let step = 1; step <= 120; step += 1) {
    // Over the columns and back, up and down, and along the lower edge, where a column scrolls.
    const across = 500 * Math.sin(step / 20);
    const down = step < 60 ? 120 * Math.sin(step / 7) : 560;
    await page.mouse.move(x + Math.max(0, across), Math.min(y + down, 790));
    await Bun.sleep(16);
  }
  await page.mouse.move(x + 250, y + 100, { steps: 5 });
  if ((await page.locator(".drag-ghost").count()) !== 1) throw new Error("Nothing is dragged.");
  await page.mouse.up();
  await Bun.sleep(300);
}

async function frames(web: Web, what: string, act: (page: Page) => Promise<void>): Promise<void> {
  await web.open("/app/WEB/board");
  await web.page.getByRole("main").getByRole("listitem").first().waitFor();
  await Bun.sleep(2500);
  const { longestTask, mostProcessor, longTasks, spentOn } = await traceFrames(web.page, () =>
    act(web.page),
  );
  add(`${what}: longest frame, by the clock`, [longestTask], "ms", 50);
  add(`${what}: longest frame, of the processor`, [mostProcessor], "ms", 50);
  if (longTasks > 0) console.log(`${what}: ${longTasks} over 50 ms; the longest: ${spentOn}`);
}

const small = await boardOf(200);
const [cold] = (await openings(small, 1)) as [Opening];
add("first load, compressed scripts", [cold.bytes / 1000], "kB", 90);
const throttled = await openings(small, 4);
add(
  "200 cards usable, processor throttled 4 times",
  throttled.map(({ usable }) => usable),
  "ms",
  1000,
);
const few = add(
  "200 cards usable",
  (await openings(small, 1)).map(({ usable }) => usable),
  "ms",
  null,
);
add("from the command's start to the screen", await changes(small), "ms", 250);
await small.close();

const large = await boardOf(5000);
await opensLike(few, large, "5,000 cards");
await frames(large, "5,000 cards, scrolling", scroll);
await frames(large, "5,000 cards, dragging", drag);
await large.close();

const grouped = await boardOf(5000, 20);
await opensLike(few, grouped, "5,000 cards under 20 epics, grouped", "/app/WEB/board?group=epic");
await grouped.close();
const manyGroups = await boardOf(5000, 250);
await opensLike(
  few,
  manyGroups,
  "5,000 cards under 250 epics, grouped",
  "/app/WEB/board?group=epic",
);
await manyGroups.close();

const width = Math.max(...rows.map(({ what }) => what.length));
const valueWidth = Math.max(...rows.map(({ value }) => value.length));
for (const { what, value, limit, ok } of rows) {
  const verdict = ok === null ? "" : ok ? "ok" : "over";
  console.log(
    `${what.padEnd(width)}  ${value.padStart(valueWidth)}  ${limit.padStart(8)}  ${verdict}`.trimEnd(),
  );
}
process.exit(0);
