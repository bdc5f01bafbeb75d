/** The first place at which a text stops being JSON (RFC 8259). Lines and columns from 1. */
export interface SyntaxErrorPlace {
  line: number;
  column: number;
  problem: string;
}

const WHITE = /[ \t\r\n]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids raw control characters.
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*/y;

/**
 * Finds what `JSON.parse` would not say: where the error is. To be asked only about text that is known
 * to be no JSON; it walks with a stack of its own, so deep nesting does not end it.
 */
export function locateSyntaxError(text: string): SyntaxErrorPlace {
  let at = 0;
  const fail = (problem: string): SyntaxErrorPlace => {
    const before = text.slice(0, at);
    const line = before.split("\n").length;
    return { line, column: at - before.lastIndexOf("\n"), problem };
  };
  const match = (pattern: RegExp): number => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0].length ?? 0;
  };
  const found = (): string => {
    if (at >= text.length) return "the end of the file";
    return JSON.stringify(String.fromCodePoint(text.codePointAt(at) ?? 0));
  };

  const open: ("{" | "[")[] = [];
  let expects: "value" | "value or ]" | "key" | "key or }" | "," = "value";
  for (;;) {
    at += match(WHITE);
    const char = text[at];
    if (expects === ",") {
      const inside = open.at(-1);
      if (inside === undefined) {
        return fail(at < text.length ? `unexpected ${found()} after the end` : "unexpected end");
      }
      const closing = inside === "{" ? "}" : "]";
      if (char === closing) open.pop();
      else if (char === ",") expects = inside === "{" ? "key" : "value";
      else return fail(`expected “,” or “${closing}”, found ${found()}`);
      at += 1;
      continue;
    }
    if ((expects === "value or ]" && char === "]") || (expects === "key or }" && char === "}")) {
      open.pop();
      at += 1;
      expects = ",";
      continue;
    }
    if (expects === "key" || expects === "key or }") {
      if (char !== '"') return fail(`expected a key in quotes, found ${found()}`);
      at += match(STRING);
      if (text[at] !== '"') return fail(stringProblem(text, at));
      at += 1;
      at += match(WHITE);
      if (text[at] !== ":") return fail(`expected “:”, found ${found()}`);
      at += 1;
      expects = "value";
      continue;
    }
    if (char === "{" || char === "[") {
      open.push(char);
      expects = char === "{" ? "key or }" : "value or ]";
      at += 1;
      continue;
    }
    const word = ["true", "false", "null"].find((literal) => text.startsWith(literal, at));
    const length = word?.length ?? match(NUMBER);
    if (length > 0) {
      at += length;
    } else if (char === '"') {
      at += match(STRING);
      if (text[at] !== '"') return fail(stringProblem(text, at));
      at += 1;
    } else {
      return fail(`expected a value, found ${found()}`);
    }
    expects = ",";
  }
}

function stringProblem(text: string, at: number): string {
  if (at >= text.length) return "the text in quotes does not end";
  return text[at] === "\\" ? "unknown escape in quotes" : "a raw control character in quotes";
}
