const RAW_CONTROLS = /[\u007f-\u009f\u2028\u2029]/g;

/**
 * A value as one JSON text with a line end. Controls beyond those that JSON escapes are escaped too:
 * a terminal could obey them.
 */
export function jsonText(value: unknown, indented: boolean): string {
  const text = JSON.stringify(value, null, indented ? 2 : 0);
  return `${text.replace(RAW_CONTROLS, escapeControl)}\n`;
}

function escapeControl(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
