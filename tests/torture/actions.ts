// What people do, as data: a list of these, with the cast that does it, is all that a run is. It can be
// shortened, written down as JSON and played again.
//
// Records have names in a run (`i3` an item, `c5` a comment, `s1` a sprint, `p2` a project, `l4` a lane, `d6` a dependency,
// `t7` a time entry);
// the words of a command name them as the shell does, `$i3`. An action that names a record which nobody
// has made, or a branch that is not there, does nothing: so a list stays a list when some are taken out.

export type Action = { who: string } & (
  | PmAction
  | RawAction
  | { do: "commit"; how: "file" | "board" | "all" | "amend" }
  | { do: "pull"; how: "merge" | "rebase" }
  | { do: "push" }
  | { do: "switch"; branch: string }
  | { do: "merge"; branch: string }
  | { do: "rebase"; branch: string }
  | { do: "cherry-pick"; branch: string; back: number }
  | { do: "revert"; back: number }
  /** Stashes what is exported and not committed, and takes it back with `unstash`. */
  | { do: "stash" }
  | { do: "unstash" }
  /** Throws away what is exported and not committed, and the last `back` commits that are not pushed. */
  | { do: "reset"; back: number }
  /** Checks out an older state, runs a command there, and comes back. */
  | { do: "visit"; back: number; edit: PmAction }
  /** Does an edit in a linked worktree, on a branch of its own, which is then merged. */
  | { do: "worktree"; edit: PmAction }
  /** Replaces the board by a file of an older commit, works on, and takes the replacement back. */
  | { do: "replace"; back: number; edit: PmAction; undo: "undo" | "restore" }
  /** Several commands in one request to the server; nothing where none is running. */
  | { do: "bulk"; edits: readonly { ref: string; title: string }[] }
  /** Nobody does anything for some days. */
  | { do: "wait"; days: number }
  | { do: "export" }
  | { do: "import" }
  /** Throws the database away: the next command builds it from data.json. Exports first. */
  | { do: "rebuild" }
  | { do: "serve"; on: boolean }
  | StrikeAction
  | CrashAction
  | CrampedAction
  /** Everybody but those who are away brings in what everybody has. The checks follow. */
  | { do: "settle"; away: readonly string[] }
);

/** A command, by itself or, where a server is running, over HTTP. */
export interface PmAction {
  do: "pm";
  /** The words after `pm`, quoted for the shell. */
  words: readonly string[];
  /** The name that the new record gets. */
  makes?: string;
  /** What a record must say afterwards: its name, and its fields. */
  expect?: {
    ref: string;
    fields: Readonly<Record<string, Expected>>;
    /** Where an item must lie in its column. */
    place?: "top" | "bottom";
  };
  /** It takes back what its author did last. */
  undoes?: boolean;
}

/** A value; `$i3` is the id of that record. `{ set: true }` is any but null. */
export type Expected = string | number | boolean | null | { readonly set: true };

/** Somebody edits a line of data.json: by hand, or with a tool that knows no field times. */
export interface RawAction {
  do: "raw";
  /**
   * `value`: only the line; `stamped`: `updated_at`, too; `tool`: rewrites the file, without any field
   * times.
   */
  manner: "value" | "stamped" | "tool";
  ref: string;
  field: string;
  /** JSON, as it stands in the file. */
  value: string;
  /** What brings it to the board. */
  by: "import" | "export" | "commit";
}

/** What is done while `pm` is killed at its nth call of a kind, or has little room to write. */
export type Interrupted =
  | PmAction
  | { do: "commit"; how: "file" | "board" | "all" | "amend" }
  | { do: "pull"; how: "merge" | "rebase" }
  | { do: "switch"; branch: string }
  | { do: "merge"; branch: string }
  | { do: "rebase"; branch: string }
  | { do: "cherry-pick"; branch: string; back: number }
  | { do: "export" }
  | { do: "import" };

export interface CrashAction {
  do: "crash";
  call: string;
  nth: number;
  during: Interrupted;
}

export interface CrampedAction {
  do: "cramped";
  /** No file may become larger than this, in blocks of 512 bytes. */
  blocks: number;
  during: Interrupted;
}

/** What befalls a running server while it answers such a request. */
export interface StrikeAction {
  do: "strike";
  /** It is killed at its nth call of a kind, or its disk is full from the nth write on. */
  how: "killed" | "full";
  call: string;
  nth: number;
  edits: readonly { ref: string; title: string }[];
}

/** Somebody with a clone, and the way that they work. */
export interface Person {
  name: string;
  hooks: boolean;
  driver: boolean;
  /** Whether `pm` keeps a database here; without, data.json is edited and committed by hand. */
  database: boolean;
  /** How they have cloned: without the history, or with a sparse check-out that has the board. */
  checkout?: "shallow" | "sparse";
  /** How far the clock is off, in milliseconds. */
  skew: number;
}

export interface Plan {
  seed: number;
  /**
   * `past`, `future`: of the files that the system dates; `real`: everybody has the system's clock, and
   * the executable is the one that people have.
   */
  clock: "past" | "future" | "real";
  people: readonly Person[];
  actions: readonly Action[];
}
