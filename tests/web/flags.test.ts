// What a merge has left to be looked at is said on every view that it concerns.
import { afterAll, beforeAll, expect, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { expectAccessible } from "./axe.ts";
import { startWeb, type Web } from "./support.ts";

let web: Web;
let page: Page;
beforeAll(async () => {
  web = await startWeb();
  ({ page } = web);
});
afterAll(() => web.close());

const notes = () => page.getByRole("region", { name: "To be looked at" });

/** What another branch has made of a record comes by an import. */
function comes(list: "sprints" | "work_items", id: string, values: Record<string, string>): void {
  web.pm("sync", "export");
  const file = join(web.sandbox.folder, "repository", ".pm", "data.json");
  const board = JSON.parse(readFileSync(file, "utf8"));
  const at = new Date(Date.now() + 1000).toISOString();
  const record = board[list].find((one: { id: string }) => one.id === id);
  const times = Object.fromEntries(Object.keys(values).map((field) => [field, at]));
  Object.assign(record, values, { updated_at: at });
  record.field_updated_at = { ...record.field_updated_at, ...times };
  writeFileSync(file, JSON.stringify(board));
  web.pm("sync", "import", "--merge");
}

test("two active sprints, and an item under a parent that is not there", async () => {
  const made = ["Autumn", "Winter"].map(
    (name) =>
      web.pm<{ sprint: { id: string } }>("sprint", "create", name, "--project", "WEB").sprint.id,
  ) as [string, string];
  await web.execute("sprint.start", { ref: made[0] });
  await web.open("/app/WEB/board");
  expect(await notes().count()).toBe(0);
  comes("sprints", made[1], { status: "active" });
  const both = /Autumn.*Winter|Winter.*Autumn/;
  await notes().getByText(both).waitFor();
  await web.open("/app/WEB/sprints");
  await notes().getByText(both).waitFor();

  const params = { project: "WEB", item_type: "task", title: "Lost" } as const;
  const { id } = (await web.execute("work_item.create", params)).work_item;
  comes("work_items", id, { parent_id: crypto.randomUUID() });
  await web.open("/app/WEB/backlog");
  await notes().getByText("2 things need a look").click();
  await notes().getByText(both).waitFor();
  await expectAccessible(page);
  await notes().getByRole("link", { name: "The parent of “Lost” is not on this board." }).click();
  await page.getByRole("dialog", { name: "Item: Lost" }).waitFor();
  // The sprints' page tells what is about sprints.
  await web.open("/app/WEB/sprints");
  await notes().getByText(both).waitFor();
  expect(await notes().getByText("Lost").count()).toBe(0);
  expect(web.errors).toEqual([]);
});
