/** One of the things that a picker offers. */
export interface Choice {
  id: string;
  label: string;
  /** Also found by these words; not shown. */
  words?: string;
  /** At the end of the line: keys, as `g b`. */
  keys?: string | undefined;
  note?: string | undefined;
  /** Choices of one group stand together under its name. */
  group?: string;
}
