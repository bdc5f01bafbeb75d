import { ID_LENGTH } from "./canonical-record.ts";

/**
 * Which item is whose parent, of many items. They are kept as bytes: a text of its own for each id costs
 * more than the whole walk over the file.
 */
export class ParentLinks {
  private bytes = Buffer.allocUnsafeSlow(1 << 16);
  private length = 0;

  /** Takes both ids, and keeps no hold on the text that they may be part of. */
  add(id: string, parentId: string): void {
    if (this.length + 2 * ID_LENGTH > this.bytes.length) {
      const larger = Buffer.allocUnsafeSlow(2 * this.bytes.length);
      this.bytes.copy(larger);
      this.bytes = larger;
    }
    this.length += this.bytes.write(id, this.length, "latin1");
    this.length += this.bytes.write(parentId, this.length, "latin1");
  }

  /** All of them, as they were added. */
  *all(): Generator<{ id: string; parent_id: string }> {
    const text = this.bytes.toString("latin1", 0, this.length);
    for (let at = 0; at < text.length; at += 2 * ID_LENGTH) {
      const middle = at + ID_LENGTH;
      yield { id: text.slice(at, middle), parent_id: text.slice(middle, middle + ID_LENGTH) };
    }
  }
}
