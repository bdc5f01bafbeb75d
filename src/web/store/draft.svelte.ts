/** A text as somebody has left it: what it was, and what they have made of it. */
export interface Unsaved {
  base: string;
  text: string;
}

/**
 * A text that somebody is editing. What is typed is never overwritten: where the field is changed
 * elsewhere meanwhile, the editor is told, and chooses.
 */
export interface Draft {
  /** What the field shows: what is typed while it is edited, else what is saved or on its way there. */
  text: string;
  readonly editing: boolean;
  /** What the field has become elsewhere since editing began; null as long as nothing. */
  readonly elsewhere: string | null;
  begin(): void;
  /** What was typed and is not saved, with what the field was when that began; null for nothing. */
  readonly unsaved: Unsaved | null;
  /** Goes on with what was typed in another life of the field. */
  resume(unsaved: Unsaved): void;
  /** Ends editing, and drops what was typed. */
  cancel(): void;
  /** Replaces what was typed by what is saved. */
  takeTheirs(): void;
  /** Goes on with what was typed, knowing that saving writes over theirs. */
  keepMine(): void;
  /**
   * Sends what was typed, if anything, and ends editing at once: the next key may begin anew. A refusal
   * takes the text up again, unless something newer is being typed by then.
   * @returns false if it was refused.
   */
  save(): Promise<boolean>;
}

/**
 * To be called while a component is set up.
 *
 * @param saved the value as it is on the board now; read reactively.
 * @param write sends the text, which was written on `base`; false if it was refused.
 */
export function createDraft(
  saved: () => string,
  write: (text: string, base: string) => Promise<boolean>,
): Draft {
  let typed = $state("");
  let base = $state<string | null>(null);
  /** What is on its way, and what was saved when it was sent. */
  let sent = $state.raw<Unsaved | null>(null);
  const theirs = $derived(saved());
  const shown = $derived(sent !== null && sent.base === theirs ? sent.text : theirs);
  $effect(() => {
    if (sent !== null && sent.base !== theirs) sent = null;
  });
  /** Nothing typed yet: then the field simply follows. */
  const isUntouched = $derived(base !== null && typed === base);
  const elsewhere = $derived(
    base === null || isUntouched || theirs === base || theirs === typed ? null : theirs,
  );

  const resume: Draft["resume"] = (unsaved) => {
    base = unsaved.base;
    typed = unsaved.text;
  };

  return {
    get text() {
      return base === null || isUntouched ? shown : typed;
    },
    set text(value) {
      if (base === null || isUntouched) base = shown;
      typed = value;
    },
    get editing() {
      return base !== null;
    },
    get elsewhere() {
      return elsewhere;
    },
    begin() {
      if (base !== null) return;
      base = shown;
      typed = shown;
    },
    get unsaved() {
      return base === null || isUntouched ? null : { base, text: typed };
    },
    resume,
    cancel() {
      base = null;
    },
    takeTheirs() {
      base = theirs;
      typed = theirs;
    },
    keepMine() {
      base = theirs;
    },
    async save() {
      const unsaved = base === null || isUntouched ? null : { base, text: typed };
      base = null;
      if (unsaved === null || unsaved.text === theirs) return true;
      const mine = { base: theirs, text: unsaved.text };
      sent = mine;
      const done = await write(unsaved.text, unsaved.base);
      if (done) return true;
      if (sent === mine) sent = null;
      if (base === null) resume(unsaved);
      return false;
    },
  };
}
