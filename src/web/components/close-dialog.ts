/**
 * Closes the dialog that an element is in, at once: the browser gives the focus back, and the owner of the
 * dialog is told before the next key is pressed. (The browser's own `close` event comes some tasks later; a
 * key that opens the same dialog again would be undone by it.)
 */
export function closeDialog(inside: Element | null | undefined): void {
  const dialog = inside?.closest("dialog");
  if (!dialog?.open) return;
  dialog.close();
  dialog.dispatchEvent(new Event("close"));
}
