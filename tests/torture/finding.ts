/** Something that must not be. Runs that find the same `kind` count as finding the same thing. */
export class Finding extends Error {
  override name = "Finding";
  readonly kind: string;
  constructor(kind: string, detail: string) {
    super(`${kind}\n${detail}`);
    this.kind = kind;
  }
}
