/**
 * Tells when somebody turns to something else while they are in the middle of something: by a press, or by
 * moving the focus. To be called while a component is set up.
 *
 * @param where what they are to stay in, as a selector; null while there is nothing to leave. Read reactively.
 */
export function onLeave(where: () => string | null, leave: () => void): void {
  $effect(() => {
    const selector = where();
    if (selector === null) return;
    const look = ({ target }: Event): void => {
      if (target instanceof Element && target.closest(selector) === null) leave();
    };
    document.addEventListener("focusin", look);
    document.addEventListener("pointerdown", look);
    return () => {
      document.removeEventListener("focusin", look);
      document.removeEventListener("pointerdown", look);
    };
  });
}
