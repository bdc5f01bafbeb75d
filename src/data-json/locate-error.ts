/** The first place at which a text stops being JSON (RFC 8259). Lines and columns from 1. */
export interface SyntaxErrorPlace {
  line: number;
  /** In UTF-16 code units. */
  column: number;
  problem: string;
}

const WHITE = /[ \t\r\n]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids raw control characters.
const STRING_START = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*/y;

/** What may stand next. */
type Expected = "value" | "value or ]" | "key" | "key or }" | "," | "end";

/**
 * Finds what `JSON.parse` would not say: where the error is. It walks with a stack of its own, so deep
 * nesting does not end it.
 *
 * @returns null if the text is JSON.
 */
export function locateSyntaxError(text: string): SyntaxErrorPlace | null {
  const open: ("{" | "[")[] = [];
  let at = 0;
  let expected = "value" as Expected;

  const skip = (pattern: RegExp): number => {
    pattern.lastIndex = at;
    const length = pattern.exec(text)?.[0].length ?? 0;
    at += length;
    return length;
  };
  const skipChar = (char: string): boolean => {
    if (text[at] !== char) return false;
    at += 1;
    return true;
  };
  const skipString = (): string | null => {
    skip(STRING_START);
    return skipChar('"') ? null : stringProblem(text, at);
  };
  const close = (): null => {
    at += 1;
    open.pop();
    expected = open.length === 0 ? "end" : ",";
    return null;
  };

  const readValue = (): string | null => {
    const char = text[at];
    if (char === "{" || char === "[") {
      at += 1;
      open.push(char);
      expected = char === "{" ? "key or }" : "value or ]";
      return null;
    }
    expected = open.length === 0 ? "end" : ",";
    if (char === '"') return skipString();
    const word = ["true", "false", "null"].find((literal) => text.startsWith(literal, at));
    at += word?.length ?? 0;
    return word !== undefined || skip(NUMBER) > 0 ? null : `expected a value, found ${found()}`;
  };
  const readKey = (): string | null => {
    if (text[at] !== '"') return `expected a key in quotes, found ${found()}`;
    const problem = skipString();
    if (problem !== null) return problem;
    skip(WHITE);
    expected = "value";
    return skipChar(":") ? null : `expected “:”, found ${found()}`;
  };
  const readComma = (): string | null => {
    const closing = open.at(-1) === "{" ? "}" : "]";
    if (text[at] === closing) return close();
    expected = closing === "}" ? "key" : "value";
    return skipChar(",") ? null : `expected “,” or “${closing}”, found ${found()}`;
  };
  const found = (): string => {
    if (at >= text.length) return "the end of the file";
    return JSON.stringify(String.fromCodePoint(text.codePointAt(at) ?? 0));
  };
  const step = (): string | null => {
    if (expected === "value or ]" && text[at] === "]") return close();
    if (expected === "key or }" && text[at] === "}") return close();
    if (expected === "key" || expected === "key or }") return readKey();
    return expected === "," ? readComma() : readValue();
  };

  for (;;) {
    skip(WHITE);
    if (expected === "end" && at >= text.length) return null;
    const problem = expected === "end" ? `unexpected ${found()} after the end` : step();
    if (problem === null) continue;
    const before = text.slice(0, at);
    return { line: before.split("\n").length, column: at - before.lastIndexOf("\n"), problem };
  }
}

function stringProblem(text: string, at: number): string {
  if (at >= text.length) return "the text in quotes does not end";
  return text[at] === "\\" ? "unknown escape in quotes" : "a raw control character in quotes";
}
