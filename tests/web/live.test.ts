// What others do shows by itself; a connection that breaks is said, and heals.
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { startWeb, type Web } from "./support.ts";

let web: Web;
let page: Page;
let other: Page;

/** Longer than is promised, for a machine that runs other tests at the same time; `bench/` measures. */
const SOON = { timeout: 2000 };

beforeAll(async () => {
  web = await startWeb({ setUp: (pm) => pm("add", "First") });
  page = web.page;
  other = await web.newPage();
});
afterAll(() => web.close());

const card = (title: string, on = page) => on.getByRole("link", { name: title }).first();
const windows = () => join(web.sandbox.folder, "repository", ".pm", "desktop", "windows.json");
const state = (on = page) => on.getByRole("banner").getByRole("status");

async function create(on: Page, title: string): Promise<void> {
  await on.getByRole("button", { name: "Create an item" }).click();
  await on.getByRole("dialog").getByLabel("Title", { exact: true }).fill(title);
  await on.keyboard.press("Enter");
}

describe("a change shows by itself", () => {
  test("of another window, of a command, and of an import", async () => {
    await web.open("/app/WEB/board");
    await web.open("/app/WEB/board", other);
    await card("First").waitFor();
    await card("First", other).waitFor();
    await create(page, "From the window");
    await card("From the window", other).waitFor(SOON);
    web.pm("add", "From the command");
    await card("From the command").waitFor(SOON);
    await card("From the command", other).waitFor(SOON);
    web.pm("sync", "export");
    const file = join(web.sandbox.folder, "repository", ".pm", "data.json");
    const data = JSON.parse(readFileSync(file, "utf8"));
    data.work_items.push({ ...data.work_items[0], id: crypto.randomUUID(), title: "From a pull" });
    writeFileSync(file, JSON.stringify(data));
    web.pm("sync", "import", "--merge");
    await card("From a pull").waitFor(SOON);
  });

  test("without losing what is typed, the focus, or the place", async () => {
    const many = Array.from({ length: 60 }, (_, index) => ({
      command: "work_item.create" as const,
      params: {
        project: "WEB",
        item_type: "task" as const,
        status: "review" as const,
        title: `Filler ${index}`,
      },
    }));
    await web.executeAll(many);
    await web.open("/app/search?text=filler");
    await page.getByRole("option").nth(25).waitFor();
    const main = page.getByRole("main");
    const field = page.getByRole("combobox");
    await field.focus();
    await main.evaluate((one) => one.scrollTo(0, 400));
    const before = await main.evaluate((one) => one.scrollTop);
    web.pm("add", "Quite another");
    await page.waitForResponse((response) => response.url().endsWith("/queries"), SOON);
    await Bun.sleep(400);
    expect(await main.evaluate((one) => one.scrollTop)).toBe(before);
    expect(await field.evaluate((one) => one === document.activeElement)).toBe(true);

    await web.open("/app/WEB/board");
    await card("First").waitFor();
    await page.getByRole("button", { name: "Create an item" }).click();
    const title = page.getByRole("dialog").getByLabel("Title", { exact: true });
    await title.pressSequentially("Half a ti");
    web.pm("add", "Between two keys");
    await card("Between two keys", other).waitFor(SOON);
    await Bun.sleep(300);
    expect(await title.evaluate((one) => one === document.activeElement)).toBe(true);
    await page.keyboard.type("tle");
    expect(await title.inputValue()).toBe("Half a title");
    await page.keyboard.press("Escape");
  });
});

describe("a lost connection", () => {
  /** Opens the board, and waits until the window has what it comes back in with. */
  async function openToStay(on = page): Promise<void> {
    const key = on.waitForResponse((response) => response.url().endsWith("/sessions/window"));
    await web.open("/app/WEB/board", on);
    await card("First", on).waitFor();
    await (await key).finished();
  }

  test("is said, edits are refused in words, and it heals by itself with what was missed", async () => {
    await openToStay();
    await openToStay(other);
    await web.stopServer();
    await state().getByText("Offline").waitFor();
    await create(page, "Typed while offline");
    const dialog = page.getByRole("dialog");
    await dialog.getByText("Not saved: there is no connection to pm-server.").waitFor();
    // What was typed stays where it is.
    const title = dialog.getByLabel("Title", { exact: true });
    expect(await title.inputValue()).toBe("Typed while offline");
    web.pm("add", "Made meanwhile");
    await web.startServer();
    await state()
      .getByText(/Offline|Locked|Reconnecting/)
      .waitFor({ state: "detached" });
    await page.getByRole("dialog").getByRole("button", { name: "Create" }).click();
    await dialog.waitFor({ state: "detached" });
    await card("Made meanwhile").waitFor();
    await card("Typed while offline").waitFor();
    await card("Made meanwhile", other).waitFor();
    await card("Typed while offline", other).waitFor();
  });

  test("who has taken the place of the server learns nothing, and is not believed", async () => {
    await openToStay();
    const { port } = new URL(web.baseURL);
    const key = JSON.parse(readFileSync(windows(), "utf8")).at(-1).key as string;
    expect(statSync(windows()).mode & 0o777).toBe(0o600);
    await web.stopServer();
    const heard: string[] = [];
    const thief = Bun.serve({
      port: Number(port),
      hostname: "127.0.0.1",
      async fetch(request) {
        heard.push(`${request.method} ${new URL(request.url).pathname} ${await request.text()}`);
        if (!request.url.endsWith("/session/challenge")) return new Response(null, { status: 401 });
        return Response.json({ nonce: "0".repeat(64), proof: "0".repeat(64) });
      },
    });
    await state().getByText("Locked").waitFor();
    await thief.stop(true);
    expect(heard.some((one) => one.startsWith("POST /session/challenge"))).toBe(true);
    expect(heard.join()).not.toContain(key);
    expect(heard.join()).not.toContain("/session/resume");
    await web.startServer();
    await state().getByText("Locked").waitFor({ state: "detached" });
  });

  test("a server that knows the window no more is said, with what to do", async () => {
    await openToStay();
    await web.stopServer();
    await state().getByText("Offline").waitFor();
    rmSync(windows());
    await web.startServer();
    await state().getByText("Locked").waitFor();
    await state().getByText("Run pm desktop.").waitFor();
    await web.signIn(page);
    await state().getByText("Locked").waitFor({ state: "detached" });
    web.pm("add", "After the lock");
    await card("After the lock").waitFor(SOON);
  });

  test("the network of the browser alone: the same", async () => {
    await web.open("/app/WEB/board");
    await card("First").waitFor();
    await page.context().setOffline(true);
    await page.evaluate(() => window.dispatchEvent(new Event("offline")));
    await create(page, "In a tunnel");
    await page
      .getByRole("dialog")
      .getByText(/does not answer|no connection/)
      .first()
      .waitFor();
    web.pm("add", "Outside the tunnel");
    await page.context().setOffline(false);
    await page.keyboard.press("Escape");
    await card("Outside the tunnel").waitFor();
    const { work_items } = await web.query("work_items", { limit: 500 });
    expect(work_items.some(({ title }) => title === "In a tunnel")).toBe(false);
  });
});
