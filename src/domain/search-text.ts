import { idPrefix } from "./short-id.ts";

/** What somebody typed into a search, as words to look for. */
export interface WordSearch {
  /** All of them must be found. At least one. */
  words: readonly string[];
  /** The last word may be the beginning of a word; not `c#`, which ends with more than letters. */
  openEnded: boolean;
  /** Anywhere in the text, inside a word too; else words as the full-text index has them. */
  anywhere: boolean;
  /** The beginning of an id, where the text looks like one. */
  idPrefix: string | null;
}

/** Scripts that put no spaces between words, or glue endings to them: the index holds whole runs. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
/** What the full-text index takes for a part of a word. */
const INDEXED = /[\p{L}\p{N}\p{Co}]/u;
const OPEN_END = /[\p{L}\p{N}\p{Co}\p{M}]$/u;

/**
 * Splits what somebody typed. Whatever it holds (quotes, operators, `*`) is text to look for.
 *
 * A text that has nothing that the index knows (`++`), or a script without spaces, is looked for
 * anywhere.
 *
 * @returns null if there is nothing to look for.
 */
export function wordSearch(text: string): WordSearch | null {
  // NUL would end the text for SQLite.
  const typed = text.toWellFormed().replaceAll("\0", " ").trim();
  if (typed === "") return null;
  const all = typed.split(/\s+/u);
  const indexed = all.filter((word) => INDEXED.test(word));
  const anywhere = indexed.length === 0 || UNSPACED.test(typed);
  return {
    words: anywhere ? all : indexed,
    openEnded: OPEN_END.test(typed),
    anywhere,
    idPrefix: idPrefix(typed),
  };
}
