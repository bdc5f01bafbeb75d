/**
 * Closes the dialog that an element is in, at once: the browser gives the focus back, and the owner of the
 * dialog is told before the next key is pressed. (The browser's own `close` event comes some tasks later; a
 * key that opens the same dialog again would be undone by it.)
 *
 * @param meanwhile is done when the focus is back and the owner not told yet, so that what the owner has
 *   opened the dialog for still stands.
 */
export function closeDialog(inside: Element | null | undefined, meanwhile = (): void => {}): void {
  const dialog = inside?.closest("dialog");
  if (!dialog?.open) return;
  dialog.close();
  meanwhile();
  dialog.dispatchEvent(new Event("close"));
}
