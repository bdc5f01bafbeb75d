import { expect, test } from "bun:test";
import { route } from "./route.ts";

function to(...words: string[]) {
  const way = route(words);
  if (!way.ok) return way.refusal;
  if (way.value.to !== "command") return way.value;
  const { command, help, words: rest } = way.value;
  return { command: `${command.noun} ${command.verb}`.trim(), help, rest };
}

test.each([
  [["list"], { command: "list", help: false, rest: [] }],
  [["work-item", "list", "WEB"], { command: "work-item list", help: false, rest: ["WEB"] }],
  [
    ["-C", "work-item", "project", "--json", "list", "-q"],
    { command: "project list", help: false, rest: ["-C", "work-item", "--json", "-q"] },
  ],
  [
    ["--color=never", "--server", "http://127.0.0.1:1", "add", "list"],
    {
      command: "add",
      help: false,
      rest: ["--color=never", "--server", "http://127.0.0.1:1", "list"],
    },
  ],
  [["project", "create", "--help"], { command: "project create", help: true, rest: ["--help"] }],
  [["add", "--", "--help"], { command: "add", help: false, rest: ["--", "--help"] }],
  [["help", "project", "create"], { command: "project create", help: true, rest: ["--help"] }],
  [["help", "add"], { command: "add", help: true, rest: ["--help"] }],
  [["help", "sprint"], { to: "noun help", noun: "sprint" }],
  [["sprint", "-h"], { to: "noun help", noun: "sprint" }],
  [[], { to: "help" }],
  [["--help"], { to: "help" }],
  [["help"], { to: "help" }],
  [["--json", "--version"], { to: "version" }],
])("%j", (words, expected) => {
  expect(to(...words)).toEqual(expected as ReturnType<typeof to>);
});

test.each([
  [["wrok-item", "list"], "There is no command “wrok-item”.", "Did you mean pm work-item?"],
  [["lisst"], "There is no command “lisst”.", "Did you mean pm list?"],
  [["sprint", "strat"], "There is no command “sprint strat”.", "Did you mean pm sprint start?"],
  [["sprint", "xyzzy"], "There is no command “sprint xyzzy”.", "pm sprint --help shows them all."],
  [["xyzzy", "--help"], "There is no command “xyzzy”.", "pm --help shows them all."],
  [["sprint"], "pm sprint needs a verb, one of: create,", "pm sprint --help says"],
])("%j is refused", (words, message, hint) => {
  expect(to(...words)).toMatchObject({
    kind: "usage",
    message: expect.stringContaining(message),
    hint: expect.stringContaining(hint),
  });
});
