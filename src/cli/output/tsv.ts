/**
 * Tab-separated output for programs: one record a line, no header. Inside a value a backslash is
 * `\\`, a tab `\t`, a line feed `\n`, a carriage return `\r` and any other control character `\xNN`
 * (its code in hexadecimal), so that every value can be read back and none can do harm.
 */
export function tsvLine(values: readonly string[]): string {
  // Most values need no escape: one look at all of a line is cheaper than one at each of them.
  const safe = !SPECIAL.test(values.join(""));
  return `${(safe ? values : values.map(escapeValue)).join("\t")}\n`;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is escaped
const SPECIAL = /[\\\u0000-\u001f\u007f-\u009f]/;
const EACH_SPECIAL = new RegExp(SPECIAL, "g");
const NAMED: { readonly [character: string]: string } = {
  "\\": "\\\\",
  "\t": "\\t",
  "\n": "\\n",
  "\r": "\\r",
};

function escapeValue(value: string): string {
  return value.replace(EACH_SPECIAL, (character) => {
    return NAMED[character] ?? `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`;
  });
}
