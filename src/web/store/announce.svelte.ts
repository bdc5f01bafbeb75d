/** What a screen reader is to say although the focus stays where it is: a card that moved, a view. */

let said = $state("");
let turn = false;

export const announcement = {
  get text(): string {
    return said;
  },
};

export function announce(text: string): void {
  turn = !turn;
  // The same words twice are said twice: a live region says only what is different.
  said = turn ? text : `${text}\u00a0`;
}
