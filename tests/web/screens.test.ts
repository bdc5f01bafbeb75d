// Every screen of the web board, on a board as a team would have it, in both themes. With PM_SCREENSHOTS=1
// the pictures in `docs/screens/` are made anew: `PM_SCREENSHOTS=1 npm test -- tests/web/screens.test.ts`.
import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { writeDemoBoard } from "./demo-board.ts";
import { CHOSEN } from "./demo-texts.ts";
import { startWeb, type Web } from "./support.ts";

const FOLDER = join(import.meta.dir, "..", "..", "docs", "screens");
const MAKES = process.env.PM_SCREENSHOTS === "1";
/** Of all pictures, in bytes: everybody who clones gets them. */
const MOST_BYTES = 1_500_000;

let web: Web;
let desktop: Page;
let phone: Page;
beforeAll(async () => {
  const still = { reducedMotion: "reduce" } as const;
  web = await startWeb({ setUp: writeDemoBoard, browser: still });
  desktop = web.page;
  const size = { width: 390, height: 844 };
  phone = await web.newPage({ ...still, viewport: size, isMobile: true, hasTouch: true });
  if (MAKES) mkdirSync(FOLDER, { recursive: true });
});
afterAll(() => web.close());

interface Screen {
  /** Of the picture. */
  file: string;
  path: string;
  /** The heading that names the screen, and something that is there when all has come. */
  heading: string | RegExp;
  shows: string;
  /** What is done after opening it. */
  act?: (page: Page) => Promise<void>;
  device?: "phone";
  /** Of the picture; light if left out. */
  theme?: "dark";
}

const BOARD = "Board of City Bikes";
const openChosen = async (page: Page): Promise<void> => {
  await page.getByRole("link", { name: CHOSEN }).first().click();
  await page.getByRole("dialog", { name: CHOSEN }).waitFor();
};

const SCREENS: Screen[] = [
  { file: "board", path: "/app/BIKE/board", heading: BOARD, shows: CHOSEN },
  {
    file: "board-by-epic",
    path: "/app/BIKE/board?group=epic",
    heading: BOARD,
    shows: "Accounts and payments",
  },
  { file: "board-dark", path: "/app/BIKE/board", heading: BOARD, shows: CHOSEN, theme: "dark" },
  { file: "backlog", path: "/app/BIKE/backlog", heading: "Backlog", shows: "Family accounts" },
  { file: "sprints", path: "/app/BIKE/sprints", heading: "Sprints", shows: "Burndown" },
  {
    file: "velocity",
    path: "/app/BIKE/sprints",
    heading: "Sprints",
    shows: "Velocity",
    act: async (page) => {
      const before = page.getByRole("heading", { name: "Before" });
      await before.evaluate((one) => one.scrollIntoView({ block: "start" }));
    },
  },
  {
    file: "item",
    path: "/app/BIKE/board",
    heading: CHOSEN,
    shows: "Half of the test drivers tapped twice",
    act: openChosen,
  },
  { file: "search", path: "/app/search?text=lock", heading: "Search", shows: CHOSEN },
  { file: "activity", path: "/app/activity", heading: "Activity", shows: "Receipts by email" },
  { file: "projects", path: "/app/projects", heading: "Projects", shows: "Workshop" },
  { file: "sync", path: "/app/sync", heading: "Sync", shows: "To export" },
  {
    file: "palette",
    path: "/app/BIKE/board",
    heading: BOARD,
    shows: "Map is blank on old phones",
    act: async (page) => {
      await page.keyboard.press("ControlOrMeta+k");
      await page.keyboard.type("ma");
      await page.getByRole("option", { name: "Map is blank on old phones" }).waitFor();
    },
  },
  {
    file: "help",
    path: "/app/BIKE/board",
    heading: "Keyboard",
    shows: "Command palette",
    act: (page) => page.keyboard.press("?"),
  },
  { file: "phone-board", path: "/app/BIKE/board", heading: BOARD, shows: CHOSEN, device: "phone" },
  {
    file: "phone-item",
    path: "/app/BIKE/board",
    heading: CHOSEN,
    shows: "Half of the test drivers tapped twice",
    act: openChosen,
    device: "phone",
  },
];

for (const { file, path, heading, shows, act, device, theme = "light" } of SCREENS) {
  test(`${file}: is there in both themes`, async () => {
    const page = device === "phone" ? phone : desktop;
    const grounds: string[] = [];
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await web.open(path, page);
      await page.getByRole("heading", { level: 1 }).first().waitFor({ state: "attached" });
      if (path.startsWith("/app/BIKE/board")) await page.getByText(CHOSEN).first().waitFor();
      await act?.(page);
      // Nothing is under the pointer.
      await page.mouse.move(0, 0);
      const named = page.getByRole("heading", { name: heading, includeHidden: true }).first();
      await named.waitFor({ state: "attached" });
      await page.getByText(shows).filter({ visible: true }).first().waitFor();
      await page.waitForLoadState("networkidle");
      // How the board stands with its file is the last that comes.
      const sync = page
        .locator("header")
        .getByRole("link", { name: /^Sync: /, includeHidden: true });
      await sync.first().waitFor({ state: "attached" });
      grounds.push(await page.evaluate(() => getComputedStyle(document.body).backgroundColor));
      expect(await sidewaysOverflow(page)).toBe(0);
      if (MAKES && colorScheme === theme) {
        await page.screenshot({ path: join(FOLDER, `${file}.png`) });
      }
      expect(web.errors).toEqual([]);
    }
    expect(grounds[0]).not.toBe(grounds[1]);
  });
}

/** By how many pixels the page itself is wider than its window. */
function sidewaysOverflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
}

test("the page of the pictures shows each of them, and they are small", () => {
  const shown = [
    ...readFileSync(join(FOLDER, "README.md"), "utf8").matchAll(/\]\(([\w-]+\.png)\)/g),
  ];
  const names = shown.map(([, name]) => name).sort();
  expect(names).toEqual(SCREENS.map(({ file }) => `${file}.png`).sort());
  const files = readdirSync(FOLDER).filter((name) => name.endsWith(".png"));
  expect(files.sort() as (string | undefined)[]).toEqual(names);
  const bytes = files.map((name) => statSync(join(FOLDER, name)).size);
  expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThan(MOST_BYTES);
});
