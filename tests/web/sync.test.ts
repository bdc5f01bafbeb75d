// How the board stands with its file and with git; export, import, and what lost a contest.
import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { expectAccessible } from "./axe.ts";
import { startWeb, type Web } from "./support.ts";

let web: Web;
let page: Page;
let item: string;

const BOB = "b0b0b0b0-b0b0-4b0b-8b0b-b0b0b0b0b0b0";

beforeEach(async () => {
  web = await startWeb({ setUp: (pm) => pm("add", "Ship it") });
  page = web.page;
  item = (await web.query("work_items", {})).work_items[0]?.id ?? "";
});
afterEach(async () => {
  await web.close();
  expect(web.errors).toEqual([]);
});

const pmDir = () => join(web.sandbox.folder, "repository", ".pm");
const dataJson = () => join(pmDir(), "data.json");
const button = (name: string | RegExp) => page.getByRole("button", { name });
const dialog = () => page.getByRole("dialog");
const section = (name: string) => page.getByRole("region", { name });
const difference = (way: "To export" | "To import", text: string) =>
  page.locator("dl > div").filter({ hasText: way }).getByText(text, { exact: true }).waitFor();

/** Bob's copy of the file: a later title for the item, and an item of his own. */
function editFile({ adds = true } = {}): void {
  const data = JSON.parse(readFileSync(dataJson(), "utf8"));
  const at = new Date(Date.now() + 2000).toISOString();
  const theirs = data.work_items.find((one: { id: string }) => one.id === item);
  const { field_updated_at: _, ...made } = theirs;
  if (adds) data.work_items.push({ ...made, id: crypto.randomUUID(), title: "Bob's own" });
  Object.assign(theirs, { title: "Bob's title", updated_at: at, updated_by: BOB });
  theirs.field_updated_at = { ...theirs.field_updated_at, title: at };
  data.users = [...data.users, { id: BOB, name: "Bob", email: "bob@example.org", updated_at: at }];
  writeFileSync(dataJson(), JSON.stringify(data));
}

/** My title and Bob's, which is newer: mine has lost. */
async function makeConflict(): Promise<void> {
  web.pm("sync", "export");
  await web.execute("work_item.update", { ref: item, set: { title: "My title" } });
  editFile({ adds: false });
  web.pm("sync", "import", "--merge");
}

const titles = async () =>
  (await web.query("work_items", {})).work_items.map((one) => one.title).sort();

describe("export", () => {
  test("with the mouse: what it does is said first, and the file is there after", async () => {
    await web.open("/app/sync");
    await page.getByText("is not there yet").waitFor();
    await expectAccessible(page);
    await button("Export…").click();
    await dialog().getByText(".pm/data.json is made, with 2 records.").waitFor();
    await expectAccessible(page);
    expect(existsSync(dataJson())).toBe(false);
    await dialog().getByRole("button", { name: "Export" }).click();
    await page.getByText("The board and .pm/data.json are the same.").first().waitFor();
    expect(JSON.parse(readFileSync(dataJson(), "utf8")).work_items).toHaveLength(1);
    web.pm("add", "Another");
    await difference("To export", "1 new");
  });

  test("with the keyboard alone, and what a pull brought is merged in first", async () => {
    web.pm("sync", "export");
    editFile();
    await web.open("/app/sync");
    await difference("To import", "1 new, 1 changed");
    await page.keyboard.press("e");
    await dialog().getByText("is merged into the board: 1 new, 1 changed.").waitFor();
    await page.keyboard.press("Escape");
    await dialog().waitFor({ state: "detached" });
    expect(await titles()).toEqual(["Ship it"]);
    // Until a closed dialog has given the focus back, the browser drops keys.
    await Bun.sleep(100);
    await page.keyboard.press("e");
    await dialog().getByRole("button", { name: "Export" }).focus();
    await page.waitForFunction(() => !(document.activeElement as HTMLButtonElement).disabled);
    await dialog().getByRole("button", { name: "Export" }).press("Enter");
    await page.getByRole("status").getByText("Merged in first: 1 new, 1 changed.").waitFor();
    expect(await titles()).toEqual(["Bob's own", "Bob's title"]);
  });
});

describe("import", () => {
  test("merges unless asked otherwise, after a try that writes nothing", async () => {
    web.pm("sync", "export");
    editFile();
    await web.open("/app/sync");
    await button("Import…").click();
    await dialog().getByText("1 record will come new onto the board.").waitFor();
    await dialog().getByText("1 record will change.").waitFor();
    expect(await dialog().getByRole("radio", { name: /Merge/ }).isChecked()).toBe(true);
    expect(await titles()).toEqual(["Ship it"]);
    await dialog().getByRole("button", { name: "Import" }).click();
    await dialog().getByText("1 record came new onto the board.").waitFor();
    expect(await titles()).toEqual(["Bob's own", "Bob's title"]);
  });

  test("replacing says what it removes, makes a backup, and tells the way back", async () => {
    web.pm("sync", "export");
    web.pm("add", "Only here");
    await web.open("/app/sync");
    await difference("To export", "1 new");
    await page.keyboard.press("i");
    await dialog().getByText("Nothing is different").waitFor();
    await page.keyboard.press("Tab");
    await dialog().getByRole("radio", { name: /Merge/ }).focus();
    await page.keyboard.press("ArrowRight");
    await dialog().getByText("1 record that the file does not have will be removed").waitFor();
    await dialog().getByText("is saved to .pm/backups first").waitFor();
    await expectAccessible(page);
    expect(await titles()).toEqual(["Only here", "Ship it"]);
    await dialog().getByRole("button", { name: "Replace the board" }).click();
    await dialog().getByText("does not have was removed from this copy").waitFor();
    const [backup] = readdirSync(join(pmDir(), "backups"));
    await dialog().getByText(`pm sync import .pm/backups/${backup}`).waitFor();
    expect(await titles()).toEqual(["Ship it"]);
  });

  test("another file, of one's choice", async () => {
    web.pm("sync", "export");
    const other = web.sandbox.write(
      "other.json",
      readFileSync(dataJson(), "utf8").replace("Ship it", "Shipped"),
    );
    await web.open("/app/sync");
    await page.getByLabel("A file to import").setInputFiles(other);
    await dialog().getByRole("heading", { name: "Import other.json" }).waitFor();
    // Written at the same time: of the two the larger text counts, for everybody.
    await dialog().getByText("1 record will change.").waitFor();
    await dialog().getByRole("button", { name: "Import" }).click();
    await dialog().getByText("1 record was changed.").waitFor();
    expect(await titles()).toEqual(["Shipped"]);
  });

  test("a file that is broken is told with what to do, and nothing else is offered", async () => {
    web.pm("sync", "export");
    const text = readFileSync(dataJson(), "utf8");
    writeFileSync(dataJson(), `<<<<<<< ours\n${text}=======\n${text}>>>>>>> theirs\n`);
    await web.open("/app/sync");
    const alert = page.getByRole("alert").filter({ hasText: "conflict" });
    await alert.getByText("pm sync resolve").waitFor();
    await expectAccessible(page);
    expect(await button("Export…").isDisabled()).toBe(true);
    writeFileSync(dataJson(), text);
    await page.getByText("The board and .pm/data.json are the same.").first().waitFor();
  });
});

describe("git", () => {
  test("says what is missing and how to set it up, and sees that it is done", async () => {
    await web.open("/app/sync");
    const git = section("Git");
    await git.getByText("pm sync init").first().waitFor();
    expect(await git.getByText("Missing:").count()).toBe(5);
    web.pm("sync", "init", "--yes");
    await git.getByText("exports the board into each commit").waitFor();
    await git.getByText("merges .pm/data.json field by field").waitFor();
    expect(await git.getByText("Missing:").count()).toBe(0);
  });
});

describe("conflicts", () => {
  const entry = () => page.getByRole("article", { name: /^Title of/ });

  test("show both values with who and when; one is taken back with the mouse", async () => {
    await makeConflict();
    await web.open("/app/sync");
    for (const text of ["My title", "Ada", "Bob"]) await entry().getByText(text).first().waitFor();
    expect(await entry().getByRole("time").count()).toBe(3);
    await expectAccessible(page);
    await entry().getByRole("button", { name: "Take the lost value back" }).click();
    await page.getByText("The lost value is back on the board.").waitFor();
    await entry().waitFor({ state: "detached" });
    expect(await titles()).toEqual(["My title"]);
    await button("Show the seen ones").click();
    await entry().getByText("Taken back").first().waitFor();
  });

  test("one is marked as seen with the keyboard alone", async () => {
    await web.open("/app/WEB/board");
    await makeConflict();
    await page.getByRole("link", { name: "Sync: 1 unseen conflict." }).waitFor();
    await page.keyboard.press("g");
    await page.keyboard.press("y");
    await entry().getByRole("button", { name: "Mark as seen" }).press("Enter");
    await entry().waitFor({ state: "detached" });
    await page.getByRole("link", { name: /^Sync: (?!.*unseen)/ }).waitFor();
    expect(await titles()).toEqual(["Bob's title"]);
  });
});
