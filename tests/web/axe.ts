// What axe-core finds wrong on a page, in words.
import { expect } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";

/** Expects that axe-core finds nothing on the page as it is, in both themes. */
export async function expectAccessible(page: Page): Promise<void> {
  const found: Record<string, string[]> = {};
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    found[colorScheme] = await violations(page);
  }
  await page.emulateMedia({ colorScheme: null });
  expect(found).toEqual({ light: [], dark: [] });
}

let source: string | undefined;

/** Each violation with the elements that have it. */
async function violations(page: Page): Promise<string[]> {
  source ??= readFileSync(
    join(import.meta.dir, "..", "..", "node_modules", "axe-core", "axe.min.js"),
    "utf8",
  );
  // By the browser's own tools: a script tag would be refused by the page's policy.
  await page.evaluate(source);
  // What moves has not its colours yet. It is put to its end: a page that nobody looks at may never get there.
  await page.evaluate(() => {
    for (const animation of document.getAnimations()) {
      if (animation.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY) {
        animation.finish();
      }
    }
  });
  const results = await page.evaluate(() =>
    (globalThis as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
  );
  return results.violations.map(({ id, help, nodes }) => {
    const where = nodes.map(
      ({ html, any }) => `\n  ${html.slice(0, 160)} ${any[0]?.message ?? ""}`,
    );
    return `${id}: ${help}${where.slice(0, 5).join("")}`;
  });
}
