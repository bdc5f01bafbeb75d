import { expect, test } from "bun:test";
import { textParts } from "./text-parts.ts";

test("a short text stays whole", () => {
  expect(textParts("One\n\nTwo", 100)).toEqual(["One\n\nTwo"]);
  expect(textParts("", 100)).toEqual([""]);
});

test("a long one is cut between paragraphs, and nothing of it is lost", () => {
  const text = Array.from({ length: 40 }, (_, index) => `Paragraph ${index}.`).join("\n\n");
  const parts = textParts(text, 100);
  expect(parts.length).toBeGreaterThan(3);
  expect(parts.join("")).toBe(text);
  for (const part of parts) {
    expect(part.length).toBeLessThanOrEqual(100);
    expect(part).toStartWith("Paragraph");
  }
});

test("a code block that is cut is one in each part", () => {
  const code = Array.from({ length: 30 }, (_, index) => `line ${index}`).join("\n");
  const parts = textParts(`Text.\n\n\`\`\`js\n${code}\n\`\`\`\n\nAfter.`, 100);
  expect(parts.length).toBeGreaterThan(2);
  for (const part of parts.slice(1, -1)) expect(part).toStartWith("```\n");
  expect(parts.at(-1)).toEndWith("After.");
});

test("a line without end is cut wherever", () => {
  const text = "x".repeat(1000);
  const parts = textParts(text, 100);
  expect(parts).toHaveLength(10);
  expect(parts.join("")).toBe(text);
});
