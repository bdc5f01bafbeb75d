interface Matched {
  label: string;
  words?: string | undefined;
}

/**
 * The choices that have every typed word in them, those first whose label begins with the text, then
 * those whose label has a word that does, then the middle of words; last those that are found by words
 * that one does not see. Where nothing is typed, all of them as they came.
 */
export function matchChoices<T extends Matched>(choices: readonly T[], text: string): readonly T[] {
  const typed = fold(text).split(/\s+/).filter(Boolean);
  if (typed.length === 0) return choices;
  return choices
    .map((choice) => ({ choice, rank: rankOf(choice, typed) }))
    .filter(({ rank }) => rank >= 0)
    .sort((a, b) => a.rank - b.rank)
    .map(({ choice }) => choice);
}

/** 0 is best; -1 does not match. */
function rankOf(choice: Matched, typed: readonly string[]): number {
  const label = fold(choice.label);
  const all = `${label} ${fold(choice.words ?? "")}`;
  if (!typed.every((word) => all.includes(word))) return -1;
  const [first = ""] = typed;
  const begins = (text: string) => text.split(/\s+/).some((word) => word.startsWith(first));
  if (label.startsWith(typed.join(" "))) return 0;
  if (isByLabel(choice, typed)) return begins(label) ? 1 : 2;
  return begins(all) ? 3 : 4;
}

const isByLabel = ({ label }: Matched, typed: readonly string[]): boolean =>
  typed.every((word) => fold(label).includes(word));

/** Whether one sees why a choice was found. */
export function isFoundByLabel(choice: Matched, text: string): boolean {
  return isByLabel(choice, fold(text).split(/\s+/).filter(Boolean));
}

/** Without case and accents. */
function fold(text: string): string {
  return text
    .normalize("NFD")
    .replace(/\p{Mark}+/gu, "")
    .toLowerCase();
}
