// What the browser's own tracing says about the frames of a page while something is done to it.
import type { Page } from "playwright-core";

export interface Frames {
  /** The longest piece of work of the page's main thread: for so long it could show nothing new. */
  longestTask: number;
  /** The most that one piece of work took of the processor: without what else the machine did. */
  mostProcessor: number;
  /** Pieces of work over 50 ms. */
  longTasks: number;
  /** What the longest piece of work was spent on, by the names of the trace. */
  spentOn: string;
}

interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  ts: number;
  dur?: number;
  /** Of the processor, where `dur` is by the clock. */
  tdur?: number;
  args?: { name?: string; data?: { functionName?: string; url?: string } };
}

const CATEGORIES = ["toplevel", "devtools.timeline", "disabled-by-default-devtools.timeline"];
const LONG_MS = 50;

/** Traces what `act` does. The page has to be the only one of its browser that does anything. */
export async function traceFrames(page: Page, act: () => Promise<void>): Promise<Frames> {
  const browser = page.context().browser();
  if (browser === null) throw new Error("The page has no browser.");
  await browser.startTracing(page, { categories: CATEGORIES });
  await act();
  const trace = JSON.parse((await browser.stopTracing()).toString());
  return framesOf(trace.traceEvents as TraceEvent[]);
}

function framesOf(events: readonly TraceEvent[]): Frames {
  const tasksOf = Map.groupBy(
    events.filter(({ name, ph }) => ph === "X" && name.endsWith("RunTask")),
    ({ pid, tid }) => `${pid} ${tid}`,
  );
  const mains = events.filter(
    ({ name, args }) => name === "thread_name" && args?.name === "CrRendererMain",
  );
  // Of the processes that wait in the background none does as much.
  const tasks = mains
    .map(({ pid, tid }) => tasksOf.get(`${pid} ${tid}`) ?? [])
    .sort((a, b) => b.length - a.length)[0];
  if (tasks === undefined || tasks.length === 0) throw new Error("The trace has no main thread.");
  const [longest] = tasks.toSorted((a, b) => (b.dur ?? 0) - (a.dur ?? 0)) as [TraceEvent];
  return {
    longestTask: (longest.dur ?? 0) / 1000,
    mostProcessor: Math.max(...tasks.map(({ tdur = 0 }) => tdur)) / 1000,
    longTasks: tasks.filter(({ dur = 0 }) => dur / 1000 > LONG_MS).length,
    spentOn: spentOn(events, longest),
  };
}

/** The largest parts of a piece of work: those that are not made of other parts that are shown. */
function spentOn(events: readonly TraceEvent[], task: TraceEvent): string {
  const end = task.ts + (task.dur ?? 0);
  const parts = events.filter(
    ({ pid, tid, ts, dur = 0, name, ph }) =>
      ph === "X" &&
      pid === task.pid &&
      tid === task.tid &&
      ts >= task.ts &&
      ts + dur <= end &&
      dur > 2000 &&
      !name.endsWith("RunTask"),
  );
  return parts
    .sort((a, b) => (b.dur ?? 0) - (a.dur ?? 0))
    .slice(0, 4)
    .map(({ name, dur = 0, args }) => {
      const what = args?.data?.functionName ? ` ${args.data.functionName}` : "";
      return `${name}${what} ${(dur / 1000).toFixed(0)} ms`;
    })
    .join(", ");
}
