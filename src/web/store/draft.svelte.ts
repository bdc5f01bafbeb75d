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
  /** What the field shows: what is typed while it is edited, else what is saved. */
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
  /** Saves if anything was typed, and ends editing; a refusal leaves all as it is. */
  save(): Promise<boolean>;
}

/**
 * @param saved the value as it is on the board now; read reactively.
 * @param write sends the text; false if it was refused.
 */
export function createDraft(saved: () => string, write: (text: string) => Promise<boolean>): Draft {
  let typed = $state("");
  let base = $state<string | null>(null);
  let saving = $state(false);
  const theirs = $derived(saved());
  /** Nothing typed yet: then the field simply follows. */
  const isUntouched = $derived(base !== null && typed === base);
  const elsewhere = $derived(
    base === null || saving || isUntouched || theirs === base || theirs === typed ? null : theirs,
  );

  return {
    get text() {
      return base === null || isUntouched ? theirs : typed;
    },
    set text(value) {
      if (base === null || isUntouched) base = theirs;
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
      base = theirs;
      typed = theirs;
    },
    get unsaved() {
      return base === null || isUntouched ? null : { base, text: typed };
    },
    resume(unsaved) {
      base = unsaved.base;
      typed = unsaved.text;
    },
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
      if (base === null || saving) return true;
      if (typed === base || typed === theirs) {
        base = null;
        return true;
      }
      saving = true;
      const done = await write(typed);
      saving = false;
      if (done) base = null;
      return done;
    },
  };
}
