import { expect, test } from "bun:test";
import { wordSearch } from "../domain/search-text.ts";
import { openingOf, snippetOf } from "./snippet.ts";

/** The snippet with marks that people can read. */
function snippet(text: string, sought: string): string | undefined {
  const wanted = wordSearch(sought);
  if (wanted === null) throw new Error("nothing to look for");
  return snippetOf(text, wanted)?.replaceAll("\u0002", "<").replaceAll("\u0003", ">");
}

test("every hit in sight is marked, as the index compares words", () => {
  expect(snippet("Login, LOGIN and logins", "login")).toBe("<Login>, <LOGIN> and <logins>");
  expect(snippet("Le Café est là", "cafe")).toBe("Le <Café> est là");
  expect(snippet("Le Café est là", "cafe\u0301")).toBe("Le <Café> est là");
  expect(snippet("log in, login", "login log")).toBe("<log> in, <login>");
  expect(snippet("C, C# and CSS", "c#")).toBe("<C>, <C># and CSS");
  expect(snippet("a b", "a-\u0301")).toBe("<a> b");
  expect(snippet("a front-end", "front-end")).toBe("a <front>-<end>");
});

test("a text without a hit has no snippet", () => {
  expect(snippet("Homepage", "login")).toBeUndefined();
  expect(snippet("prelogin", "login")).toBeUndefined();
  expect(snippet("", "login")).toBeUndefined();
});

test("the words around the first hit are shown, whole, on one line", () => {
  const text = `${"before ".repeat(50)}\n\tneedle\r\n${"after ".repeat(50)}needle`;
  expect(snippet(text, "needle")).toBe(
    "…before before before before <needle> after after after after after after after…",
  );
});

test("control characters of the text are spaces, so that no text can fake a hit", () => {
  expect(snippet("a\u0002fake\u0003 \u001b[31m needle", "needle")).toBe("a fake [31m <needle>");
});

test("a word without end is cut, and no character is cut in two", () => {
  expect(snippet("x".repeat(1_000), "xx")?.length).toBeLessThan(90);
  const smiles = snippet(`${"🙂".repeat(200)}検${"🙂".repeat(200)}`, "検") ?? "";
  expect(smiles).toContain("<検>");
  expect(smiles.isWellFormed()).toBe(true);
  expect([...smiles].length).toBeLessThan(60);
  const odd = snippet(`x${"🙂".repeat(200)}検${"🙂".repeat(200)}`, "検") ?? "";
  expect(odd.isWellFormed()).toBe(true);
});

test("what is looked for anywhere is found inside of words, as it stands", () => {
  expect(snippet("Learn C++ (not c+)", "++")).toBe("Learn C<++> (not c+)");
  expect(snippet("100% .* done", ".*")).toBe("100% <.*> done");
});

test("the opening of a text is its beginning", () => {
  expect(openingOf("short")).toBe("short");
  expect(openingOf(`${"word ".repeat(50)}`)).toMatch(/^(word ){14,15}word…$/);
});
