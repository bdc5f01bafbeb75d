/** Changes that were sent and are not answered yet; said only where it takes long. */

const SLOW_MS = 1000;

let slow = $state(0);

export const underWay = {
  /** Whether a change has been on its way for longer than anybody expects. */
  get isSlow(): boolean {
    return slow > 0;
  },
};

/** Watches one change until it is answered. */
export async function watch<T>(answer: Promise<T>): Promise<T> {
  let counted = 0;
  const timer = setTimeout(() => {
    counted = 1;
    slow += counted;
  }, SLOW_MS);
  try {
    return await answer;
  } finally {
    clearTimeout(timer);
    slow -= counted;
  }
}
