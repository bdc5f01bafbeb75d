import { describe, expect, test } from "bun:test";
import { GLOBAL_FLAGS } from "./global-flags.ts";
import { commandHelp, nounHelp, rootHelp } from "./help.ts";
import { parse } from "./parse.ts";
import { COMMANDS, NOUNS, nameOf } from "./registry.ts";
import { route } from "./route.ts";

function expectToFit(text: string, name: string): void {
  for (const line of text.split("\n")) {
    if (Bun.stringWidth(line) > 80) throw new Error(`${name}: wider than 80 columns: ${line}`);
  }
}

test("pm --help fits a screen, and names every command", () => {
  const text = rootHelp();
  expectToFit(text, "pm");
  expect(text.trimEnd().split("\n").length).toBeLessThanOrEqual(24);
  for (const { verb, noun } of COMMANDS) {
    expect(text).toMatch(new RegExp(`(?<![\\w-])${verb}(?![\\w-])`));
    if (noun !== "") expect(text).toContain(noun);
  }
});

test("every noun has a summary, and every summary a noun", () => {
  const nouns = new Set(COMMANDS.map(({ noun }) => noun).filter(Boolean));
  expect(NOUNS.map(({ noun }) => noun)).toEqual([...nouns]);
  for (const { noun } of NOUNS) expectToFit(nounHelp(noun), noun);
});

test("no two commands have one name", () => {
  expect(new Set(COMMANDS.map(nameOf)).size).toBe(COMMANDS.length);
});

describe("every command", () => {
  test.each(COMMANDS.map((entry) => [nameOf(entry), entry] as const))("%s", async (name, entry) => {
    const { command } = await entry.load();
    expectToFit(commandHelp(entry, command), name);
    expect(command.examples.length).toBeGreaterThan(0);
    const taken = Object.values({ ...GLOBAL_FLAGS, ...command.flags }).flatMap((spec) =>
      "short" in spec ? [spec.short] : [],
    );
    expect(new Set(taken).size).toBe(taken.length);
    for (const [line] of command.examples) await expectToParse(line);
  });
});

/** The commands of an example's line exist and accept its words. */
async function expectToParse(line: string): Promise<void> {
  const parts = line.replace(/^pm-server/, "pm server").split(/[|<>&]/);
  const pm = parts.find((part) => part.trim().startsWith("pm "));
  const words = pm?.match(/"[^"]*"|\S+/g)?.map((word) => word.replaceAll('"', "")) ?? [];
  const way = route(words.slice(1));
  if (!way.ok || way.value.to !== "command") throw new Error(`No such command: ${line}`);
  const { command: definition } = await way.value.command.load();
  const parsed = parse(way.value.words, { ...GLOBAL_FLAGS, ...definition.flags }, definition.args);
  if (!parsed.ok) throw new Error(`${line}: ${parsed.refusal.message}`);
}
