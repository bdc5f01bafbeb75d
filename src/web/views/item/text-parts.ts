/** A long text in parts that are shown one after the other, so that none takes long. */

/**
 * Cuts a Markdown text between paragraphs, outside of code blocks; a part that would be too long all the
 * same is cut between lines, or wherever.
 *
 * @param most characters of a part.
 */
export function textParts(text: string, most: number): string[] {
  if (text.length <= most) return [text];
  const parts: string[] = [];
  let part = "";
  let fence: string | null = null;
  for (const line of text.match(/[^\n]*\n|[^\n]+/g) ?? []) {
    const isFull = part.length + line.length > most;
    const isBetween = fence === null && /\n\s*\n$/.test(part) && part.length > most / 2;
    if (part !== "" && (isFull || isBetween)) {
      // A code block that goes on in the next part is one there too.
      parts.push(part);
      part = fence !== null ? `${fence}\n` : "";
    }
    const mark = /^\s{0,3}(`{3,}|~{3,})/.exec(line)?.[1] ?? null;
    if (mark !== null && fence === null) fence = mark;
    else if (mark !== null && fence !== null && mark.startsWith(fence)) fence = null;
    part += line;
    while (part.length > most) {
      parts.push(part.slice(0, most));
      part = part.slice(most);
    }
  }
  return part === "" ? parts : [...parts, part];
}
