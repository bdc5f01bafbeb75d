/**
 * Tab-separated output for programs: one record a line, no header. Inside a value a backslash is
 * `\\`, a tab `\t`, a line feed `\n`, a carriage return `\r` and any other control character `\xNN`
 * (its code in hexadecimal), so that every value can be read back and none can do harm.
 */
export function tsvLine(values: readonly string[]): string {
  return `${values.map(escapeValue).join("\t")}\n`;
}

/**
 * Many lines. Most values need no escape, and one look at all of them together is cheaper than one at
 * each: a list of a thousand records is printed before the program has warmed up.
 */
export function tsvLines<T>(rows: readonly T[], valuesOf: (row: T) => readonly string[]): string {
  let [all, text] = ["", ""];
  for (const row of rows) {
    const values = valuesOf(row);
    all += values.join("");
    text += `${values.join("\t")}\n`;
  }
  return SPECIAL.test(all) ? rows.map((row) => tsvLine(valuesOf(row))).join("") : text;
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
