/**
 * Leaves a field in the moment in which its text is sent, so that the next key is one of the panel's, and
 * comes back to it if the text was refused and nobody has gone anywhere else by then.
 */
export function leaveField(field: HTMLElement, save: Promise<boolean>): void {
  const panel = field.closest<HTMLElement>("[role=dialog]");
  panel?.focus({ preventScroll: true });
  void save.then((done) => {
    if (!done && document.activeElement === panel) field.focus({ preventScroll: true });
  });
}
