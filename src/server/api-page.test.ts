import { expect, test } from "bun:test";
import { join } from "node:path";
import { currentApiPage } from "../../tests/support/api-page.ts";

test("docs/http-api.md is what the schemas say; `npm run docs` writes it anew", async () => {
  const page = await Bun.file(join(import.meta.dir, "..", "..", "docs", "http-api.md")).text();
  expect(page).toBe(currentApiPage());
});

test("every route of the table is on the page", () => {
  const page = currentApiPage();
  for (const route of [
    "POST /api/v1/work-items",
    "PATCH /api/v1/work-items/{id}",
    "GET /api/v1/projects/{id}/work-items",
    "POST /api/v1/sync/import",
    "POST /api/v1/commands",
    "GET /health",
  ]) {
    expect(page).toContain(`### \`${route}\``);
  }
});
