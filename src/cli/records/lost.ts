/** Where one finds what lost a contest in a merge outside the database. */
export function whereLost({ journaled }: { journaled: boolean }): string {
  return journaled
    ? "pm sync conflicts"
    : "only git's history has it, since .pm/journal cannot be written: pm doctor";
}
