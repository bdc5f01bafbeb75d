import type { WordSearch } from "../domain/search-text.ts";

/** How many characters of a text a snippet shows, and how many of them before the first hit. */
const WIDTH = 80;
const BEFORE = 30;

/** What stands around a hit. Neither can be in the text itself: control characters become spaces. */
const HIT_START = "\u0002";
const HIT_END = "\u0003";

const WORD = /[\p{L}\p{N}\p{Co}\p{M}]+/gu;
const GAPS = /[\s\p{Cc}]+/gu;

/**
 * The words around the first hit, each hit between `\u0002` and `\u0003`.
 *
 * @returns null where the text has no hit.
 */
export function snippetOf(text: string, wanted: WordSearch): string | null {
  const line = text.replace(GAPS, " ").trim();
  const pattern = patternOf(wanted);
  for (const [start, end] of hitsIn(line, pattern)) {
    return mark(windowOf(line, start, end), pattern);
  }
  return null;
}

/** The beginning of a text, without a hit. */
export function openingOf(text: string): string {
  return windowOf(text.replace(GAPS, " ").trim(), 0, 0);
}

type Pattern = { anywhere: RegExp } | { words: ReadonlySet<string>; beginning: string | null };

function patternOf(wanted: WordSearch): Pattern {
  if (wanted.anywhere) {
    return {
      anywhere: new RegExp(wanted.words.map((word) => RegExp.escape(word)).join("|"), "giu"),
    };
  }
  const words = wanted.words
    .flatMap((word) => word.match(WORD) ?? [])
    .map(fold)
    .filter((word) => word !== "");
  return { words: new Set(words), beginning: wanted.openEnded ? (words.at(-1) ?? null) : null };
}

/** As the full-text index compares words: without case and accents. */
function fold(word: string): string {
  return word.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

function* hitsIn(text: string, pattern: Pattern): Iterable<[start: number, end: number]> {
  for (const match of text.matchAll("anywhere" in pattern ? pattern.anywhere : WORD)) {
    if ("anywhere" in pattern || isHit(fold(match[0]), pattern)) {
      yield [match.index, match.index + match[0].length];
    }
  }
}

function isHit(
  word: string,
  { words, beginning }: Exclude<Pattern, { anywhere: RegExp }>,
): boolean {
  return words.has(word) || (beginning !== null && word.startsWith(beginning));
}

/** A part of the text around a hit, from one space to another where there is one. */
function windowOf(text: string, start: number, end: number): string {
  let from = Math.max(0, start - BEFORE);
  const space = text.lastIndexOf(" ", start - 1);
  if (from > 0 && space >= from) from = text.indexOf(" ", from) + 1;
  const least = Math.min(end, start + WIDTH);
  let to = Math.min(text.length, Math.max(from + WIDTH, least));
  const lastSpace = text.lastIndexOf(" ", to);
  if (to < text.length && lastSpace >= least && lastSpace > from) to = lastSpace;
  if (isLowSurrogate(text, from)) from += 1;
  if (isLowSurrogate(text, to)) to += 1;
  return `${from > 0 ? "…" : ""}${text.slice(from, to)}${to < text.length ? "…" : ""}`;
}

function isLowSurrogate(text: string, index: number): boolean {
  const unit = text.charCodeAt(index);
  return unit >= 0xdc00 && unit <= 0xdfff;
}

function mark(text: string, pattern: Pattern): string {
  let marked = "";
  let done = 0;
  for (const [start, end] of hitsIn(text, pattern)) {
    marked += `${text.slice(done, start)}${HIT_START}${text.slice(start, end)}${HIT_END}`;
    done = end;
  }
  return marked + text.slice(done);
}
