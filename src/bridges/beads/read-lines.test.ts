import { describe, expect, test } from "bun:test";
import { beadsFile, issue, link } from "../../../tests/support/beads-file.ts";
import { readLines, splitLines } from "./read-lines.ts";
import type { BeadsIssue } from "./source.ts";

function read(text: string | Uint8Array) {
  const bytes = typeof text === "string" ? Buffer.from(text) : text;
  const texts = splitLines(bytes, "F");
  return texts.ok ? readLines(texts.value, "F") : texts;
}

function issues(text: string): BeadsIssue[] {
  const lines = read(text);
  if (!lines.ok) throw new Error(lines.refusal.message);
  return lines.value.filter((line) => line.kind === "issue");
}

function problem(text: string | Uint8Array): string {
  const lines = read(text);
  return lines.ok ? "" : lines.refusal.message;
}

describe("a file of issues", () => {
  test("is read whatever its line ends, blank lines and byte order mark are", () => {
    const [a, b] = [issue("bd-1"), issue("bd-2")].map((one) => JSON.stringify(one));
    expect(issues(`\ufeff${a}\r\n\r\n  ${b}`).map(({ id, line }) => [id, line])).toEqual([
      ["bd-1", 1],
      ["bd-2", 3],
    ]);
    expect(issues("")).toEqual([]);
  });

  test("has every time in UTC, cut to the millisecond, and none for the year 1", () => {
    const [one] = issues(
      beadsFile(issue("bd-1", { created_at: "0001-01-01T00:00:00Z", deleted_at: null })),
    );
    expect(one?.createdAt).toBeNull();
    expect(one?.updatedAt as string).toBe("2025-11-02T18:00:00.123Z");
    expect(one?.fields).not.toHaveProperty("created_at");
  });

  test("means 0, the most urgent, where it leaves the priority out", () => {
    const [left, given] = issues(
      beadsFile(issue("bd-1", { priority: undefined }), issue("bd-2", { priority: 3 })),
    );
    expect([left?.priority, given?.priority]).toEqual([0, 3]);
  });

  test("keeps numbers that a JavaScript number cannot hold", () => {
    const [one] = issues('{"id":"bd-1","title":"t","timeout":9007199254740993}\n');
    expect(JSON.stringify(one?.fields.timeout)).toBe("9007199254740993");
  });

  test("may have lines that are no issues; the one that names the format is nothing", () => {
    const lines = read(
      beadsFile(
        { _schema: "beads-jsonl/1" },
        { _type: "memory", key: "k", value: "v" },
        issue("a"),
      ),
    );
    expect(lines.ok && lines.value.map(({ kind, line }) => [kind, line])).toEqual([
      ["other", 2],
      ["issue", 3],
    ]);
  });
});

describe("what is no file of issues is refused, by line and field", () => {
  const good = JSON.stringify(issue("bd-1"));
  const cases: [text: string, problem: RegExp][] = [
    [`${good}\n{"id":"bd-2",}\n`, /^Invalid JSON in F: .* at line 2, column 14$/],
    [`${good}\n${good.slice(0, 40)}`, /^Invalid JSON in F: .* at line 2, column 41$/],
    [`${good}\n[]\n`, /^Bad issue in F: line 2: an issue must be an object$/],
    ['{"title":"t"}', /^Bad issue in F: line 1: field id: is missing$/],
    [beadsFile(issue("a", { title: 7 })), /line 1: field title: must be text$/],
    [beadsFile(issue("a", { priority: "high" })), /field priority: must be a whole number$/],
    [beadsFile(issue("a", { created_at: "yesterday" })), /field created_at: must be an RFC 3339/],
    [beadsFile(issue("a", { labels: "x" })), /field labels: must be a list$/],
    [beadsFile(issue("a", { labels: [1] })), /field labels: must be text$/],
    [beadsFile(issue("a", { dependencies: ["b"] })), /field dependencies: a dependency must be an/],
    [beadsFile(issue("a", { dependencies: [link("a", "")] })), /depends_on_id is missing$/],
    [beadsFile(issue("a", { comments: [{ text: {} }] })), /field text: must be text$/],
    [
      `${good}\n<<<<<<< HEAD\n${good}\n=======\n>>>>>>> b\n`,
      /has conflict markers .* line 2, 4, 5$/,
    ],
  ];
  test.each(cases)("%#", (text, expected) => {
    expect(problem(text)).toMatch(expected);
  });

  test("text in another encoding", () => {
    expect(problem(new Uint8Array([0xff, 0xfe, 0x7b]))).toBe(
      "Failed to read F: it is not UTF-8 text",
    );
  });

  test("more levels than a program can follow", () => {
    const deep = `{"id":"a","x":${"[".repeat(200_000)}${"]".repeat(200_000)}}`;
    expect(problem(deep)).toMatch(/^Bad issue in F: line 1: .* deep$/);
  });
});
