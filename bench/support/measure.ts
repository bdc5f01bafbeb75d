import { type Run, runToEnd, type Usage } from "./process.ts";

/** One of two programs that are compared. */
export interface Side {
  /** Brings everything into the state that a run starts from; not timed. */
  prepare?: () => void;
  run: Run;
  /** Looks at what the run has done, and throws if that is not what was to be measured. */
  check?: () => void;
}

export interface Measure {
  what: string;
  ours: Side;
  /** What the ratio is taken to. Null where this machine has no such program. */
  floor: Side | null;
  /** The ratio that is not to be exceeded; null: only to be known. */
  limit: number | null;
  /** How often each side runs: odd, so that the median is a run. */
  rounds: number;
  /** The size in bytes of the file that a run reads or writes: memory is shown as a multiple of it. */
  fileSize?: number;
}

export interface Spread {
  median: number;
  min: number;
  max: number;
}

export interface Result {
  what: string;
  ours: Spread;
  floor: Spread | null;
  limit: number | null;
  memory: { peak: number; floorPeak: number | null; fileSize: number } | null;
}

/**
 * Runs both sides in turn, so that whatever else the machine does hits both alike; which one is first
 * changes with each round.
 */
export function measure({ what, ours, floor, limit, rounds, fileSize }: Measure): Result {
  const taken: { ours: Usage[]; floor: Usage[] } = { ours: [], floor: [] };
  for (let round = 0; round < rounds; round += 1) {
    const order = round % 2 === 0 ? (["ours", "floor"] as const) : (["floor", "ours"] as const);
    for (const name of order) {
      const side = name === "ours" ? ours : floor;
      if (side !== null) taken[name].push(runOnce(side));
    }
  }
  const peak = (usages: readonly Usage[]) => spreadOf(usages.map((usage) => usage.peak)).median;
  return {
    what,
    ours: spread(taken.ours),
    floor: floor === null ? null : spread(taken.floor),
    limit,
    memory:
      fileSize === undefined
        ? null
        : {
            peak: peak(taken.ours),
            floorPeak: floor === null ? null : peak(taken.floor),
            fileSize,
          },
  };
}

function runOnce({ prepare, run, check }: Side): Usage {
  prepare?.();
  const usage = runToEnd(run);
  check?.();
  return usage;
}

function spread(usages: readonly Usage[]): Spread {
  return spreadOf(usages.map(({ ms }) => ms));
}

/** The median and the bounds of an odd number of values. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (index: number): number => sorted[index] as number;
  return { median: at((sorted.length - 1) / 2), min: at(0), max: at(sorted.length - 1) };
}
