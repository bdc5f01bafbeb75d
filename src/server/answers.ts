/**
 * The answers to commands that were sent with a key. A client that got no answer sends the same commands with
 * the same key again: they are carried out once, and answered as they were. A refusal is not kept, since nothing
 * was done. Kept in memory, for so long as somebody who waits for an answer looks at the screen; a server that
 * was started anew knows none.
 */
import type { Board } from "../board/board.ts";
import type { Command } from "../board/commands.ts";

/** Of how many requests; each has the records that it changed. */
const MOST = 200;

type Answer = ReturnType<Board["executeAll"]>;

const answersOf = new WeakMap<Board, Map<string, Answer>>();

/**
 * Carries the commands out, or waits for the answer of the earlier request with this key and the same
 * commands. Without a key they are simply carried out.
 */
export function answerOnce(board: Board, commands: readonly Command[], key: unknown): Answer {
  if (typeof key !== "string") return board.executeAll(commands);
  const answers = answersOf.get(board) ?? new Map<string, Answer>();
  answersOf.set(board, answers);
  const name = `${key} ${Bun.hash(JSON.stringify(commands))}`;
  const known = answers.get(name);
  if (known !== undefined) return known;
  const answer = board.executeAll(commands);
  answers.set(name, answer);
  // Where nothing was done, as while another process writes, the same request may succeed later.
  answer.then(
    (outcome) => outcome.ok || answers.delete(name),
    () => answers.delete(name),
  );
  for (const oldest of answers.keys()) {
    if (answers.size <= MOST) break;
    answers.delete(oldest);
  }
  return answer;
}
