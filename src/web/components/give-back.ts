/** What a field shows after its text was refused: that text again, before what was typed since. */
export function giveBack(refused: string, typed: string): string {
  return typed.trim() === "" ? refused : `${refused} ${typed}`;
}
