/** What one look at the board has found. */
export interface Check {
  /** What was looked at. */
  name: string;
  /** `problem`: something does not work; `notice`: something to look at. */
  status: "ok" | "notice" | "problem";
  message: string;
  /** What to do about it; null where there is nothing to do. */
  hint: string | null;
}

export function fine(name: string, message: string): Check {
  return { name, status: "ok", message, hint: null };
}

export function notice(name: string, message: string, hint: string | null = null): Check {
  return { name, status: "notice", message, hint };
}

export function problem(name: string, message: string, hint: string | null = null): Check {
  return { name, status: "problem", message, hint };
}
