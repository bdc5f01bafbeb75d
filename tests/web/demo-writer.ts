// Writes into a board as several people, at times that are over.
import { openLocalBoard } from "../../src/access/local.ts";
import type { Board } from "../../src/board/board.ts";
import type { CommandName, Commands } from "../../src/board/commands.ts";
import type { Actor } from "../../src/domain/actor.ts";
import type { Outcome } from "../../src/domain/refusal.ts";
import { writeUser } from "../../src/workspace/identity.ts";
import type { Workspace } from "../../src/workspace/locate.ts";
import { EPICS, type Planned } from "./demo-texts.ts";

const DAY = 86_400_000;
const HOUR = 3_600_000;
const MINUTE = 60_000;

export type Writer = ReturnType<typeof createWriter>;

/** Times are milliseconds since 1970. What is refused throws. */
export function createWriter(workspace: Workspace, project: string) {
  const now = Date.now();
  const today = Math.floor(now / DAY) * DAY;
  const ids = new Map<string, string>();

  async function as<T>(
    who: Actor,
    at: number,
    use: (board: Board) => Promise<Outcome<T>>,
  ): Promise<T> {
    writeUser(workspace, who);
    const board = openLocalBoard(workspace, { now: () => at });
    const outcome = await use(board);
    await board.close();
    if (!outcome.ok) throw new Error(outcome.refusal.message);
    return outcome.value;
  }
  const write = <C extends CommandName>(
    who: Actor,
    at: number,
    command: C,
    params: Commands[C]["params"],
  ): Promise<Commands[C]["result"]> => as(who, at, (board) => board.execute(command, params));

  /** The item of this title that `create` has made. */
  function idOf(title: string): string {
    const id = ids.get(title);
    if (id === undefined) throw new Error(`The demo board has no item ${title}`);
    return id;
  }

  return {
    as,
    write,
    idOf,
    async create(
      who: Actor,
      at: number,
      { title, type = "task", points, labels = [], priority, epic }: Planned,
      more: Partial<Commands["work_item.create"]["params"]> = {},
    ): Promise<void> {
      const { work_item } = await write(who, at, "work_item.create", {
        project,
        item_type: type,
        title,
        story_points: points ?? null,
        labels,
        priority,
        parent: epic === undefined ? null : idOf(EPICS[epic]?.title ?? ""),
        ...more,
      });
      ids.set(title, work_item.id);
    },
    /** At this hour, on a day that is over. */
    daysAgo: (days: number, hour: number): number => today - days * DAY + hour * HOUR,
    minutesAgo: (minutes: number): number => now - minutes * MINUTE,
    /** `YYYY-MM-DD`. */
    date: (daysAgo: number): string => new Date(today - daysAgo * DAY).toISOString().slice(0, 10),
  };
}
