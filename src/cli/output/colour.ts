/** The few styles of `pm`: colour is for what is exceptional. */
const CODES = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
} as const;

export type Style = keyof typeof CODES;

/** The text in a style, or as it is where there is no colour. */
export function styled(text: string, style: Style | undefined, colour: boolean): string {
  if (!colour || style === undefined || text === "") return text;
  const [on, off] = CODES[style];
  return `\u001b[${on}m${text}\u001b[${off}m`;
}
