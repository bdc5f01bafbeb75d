// Projects: made, renamed, archived, deleted and brought back, with the mouse and with the keyboard.
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Page } from "playwright-core";
import { expectAccessible } from "./axe.ts";
import { startWeb, type Web } from "./support.ts";

let web: Web;
let page: Page;

beforeAll(async () => {
  web = await startWeb({
    setUp: (pm) => {
      pm("add", "One");
      pm("add", "Two");
    },
  });
  page = web.page;
});
afterAll(async () => {
  await web.close();
  // That a request was refused, the browser says in its console too.
  expect(web.errors.filter((text) => !/40[49]|422/.test(text))).toEqual([]);
});

const list = () => page.getByRole("region", { name: "Active projects" });
const rowOf = (title: string) => page.getByRole("listitem").filter({ hasText: title });
const titles = async () =>
  (await web.query("projects", {})).projects.map(({ title }) => title).sort();

const menuHasFocus = () =>
  page.waitForFunction(() => document.activeElement?.getAttribute("role") === "menuitem");

async function choose(project: string, action: string): Promise<void> {
  await page.getByRole("button", { name: `Actions for ${project}` }).click();
  await page.getByRole("menuitem", { name: action }).click();
}

describe("with the mouse", () => {
  test("the list says how much is open, and leads to the board", async () => {
    await web.open("/app/projects");
    await rowOf("Website").getByText("2 items open").waitFor();
    await expectAccessible(page);
    await page.getByRole("link", { name: "Website" }).click();
    await page.waitForURL("**/app/WEB/board");
  });

  test("a new project gets a key of its title, and its board opens", async () => {
    await web.open("/app/projects");
    await page.getByRole("button", { name: "New project" }).click();
    await expectAccessible(page);
    await page.getByLabel("Title", { exact: true }).fill("Mobile app");
    await page.getByLabel("Description").fill("In the pocket");
    await page.getByRole("button", { name: "Create the project" }).click();
    await page.waitForURL("**/app/MA/board");
    expect(await titles()).toEqual(["Mobile app", "Website"]);
  });

  test("a key that is taken, and one of the wrong form, are refused beside the field", async () => {
    await web.open("/app/projects");
    await page.getByRole("button", { name: "New project" }).click();
    await page.getByLabel("Title", { exact: true }).fill("Another");
    await page.getByLabel("Key", { exact: true }).fill("web");
    await page.getByRole("button", { name: "Create the project" }).click();
    await page
      .getByRole("alert")
      .getByText("The key WEB belongs to the project “Website”.")
      .waitFor();
    expect(await page.getByLabel("Key", { exact: true }).inputValue()).toBe("WEB");
    await page.getByLabel("Key", { exact: true }).fill("1A");
    await page.getByRole("button", { name: "Create the project" }).click();
    await page.getByRole("alert").getByText("a letter first").waitFor();
    await page.getByRole("button", { name: "Cancel" }).click();
    expect(await titles()).toEqual(["Mobile app", "Website"]);
  });

  test("it is renamed, and what somebody else changed meanwhile stays", async () => {
    await web.open("/app/projects");
    await choose("Mobile app", "Rename and edit…");
    web.pm("project", "update", "MA", "--description", "By the command");
    await page.getByLabel("Title", { exact: true }).fill("Apps");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByRole("link", { name: "Apps" }).waitFor();
    const { project } = await web.query("project", { ref: "MA" });
    expect(project).toMatchObject({ title: "Apps", description: "By the command" });
  });

  test("archived ones stand apart, and come out again", async () => {
    await web.open("/app/projects");
    await choose("Apps", "Archive");
    const archived = page.getByRole("region", { name: "Archived projects" });
    await archived.getByRole("link", { name: "Apps" }).waitFor();
    await page.getByRole("status").getByText("Archived “Apps”.").waitFor();
    await choose("Apps", "Take out of the archive");
    await list().getByRole("link", { name: "Apps" }).waitFor();
    expect(await archived.count()).toBe(0);
  });

  test("deleting says what goes with it, and restoring brings it back", async () => {
    await web.open("/app/projects");
    await choose("Website", "Delete…");
    await page.getByText("and its 2 items go out of sight").waitFor();
    await expectAccessible(page);
    await page.getByRole("button", { name: "Delete the project" }).click();
    await page.getByText("Deleted (1)").click();
    await page.getByRole("button", { name: "Restore Website" }).waitFor();
    expect(await titles()).toEqual(["Apps"]);
    await page.getByRole("button", { name: "Restore Website" }).click();
    await rowOf("Website").getByText("2 items open").waitFor();
    expect(await titles()).toEqual(["Apps", "Website"]);
  });
});

test("another window's project shows here by itself", async () => {
  await web.open("/app/projects");
  await rowOf("Website").waitFor();
  web.pm("project", "create", "From the command");
  await page.getByRole("link", { name: "From the command" }).waitFor({ timeout: 2000 });
  web.pm("project", "delete", "FTC", "--yes");
  await page.getByText("Deleted (1)").waitFor({ timeout: 2000 });
});

test("with the keyboard alone: made, archived, deleted and restored", async () => {
  await web.open("/app/projects");
  await rowOf("Website").waitFor();
  await page.keyboard.press("n");
  await page.keyboard.type("Typed");
  await page.keyboard.press("Tab");
  await page.keyboard.type("typ");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/app/TYP/board");
  await page.keyboard.press("g");
  await page.keyboard.press("p");
  await page.waitForURL("**/app/projects");
  const menu = page.getByRole("button", { name: "Actions for Typed" });
  await menu.focus();
  await page.keyboard.press("Enter");
  await menuHasFocus();
  await page.keyboard.press("a");
  await page.keyboard.press("Enter");
  await page.getByRole("region", { name: "Archived projects" }).waitFor();
  await menu.focus();
  await page.keyboard.press("Enter");
  await menuHasFocus();
  await page.keyboard.press("d");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Delete this project?" }).waitFor();
  // The safe button has the focus; the other one is a Tab away.
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.getByText("Deleted the project “Typed”.").waitFor();
  await page.getByText(/^Deleted \(\d\)$/).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Restore Typed" }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("region", { name: "Archived projects" }).getByText("Typed").waitFor();
  expect((await web.query("project", { ref: "TYP" })).project).toMatchObject({
    status: "archived",
    deleted_at: null,
  });
});

test("where all projects are deleted, that is said, and another one can be made", async () => {
  for (const { id } of (await web.query("projects", {})).projects) {
    await web.execute("project.delete", { ref: id });
  }
  await page.goto("/app");
  await page.getByRole("heading", { name: "No project any more" }).waitFor();
  await page.getByText(/“Typed” \(TYP\) was deleted by \S/).waitFor();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Create a new project" }).click();
  await page.getByLabel("Title", { exact: true }).fill("Beginning");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/app/BEGI/board");
});
