import type { Result, Spread } from "./measure.ts";

/** The results as aligned tables: times, then memory. */
export function tables(results: readonly Result[]): string {
  const times = [
    ["what", "ours ms", "(min-max)", "floor ms", "(min-max)", "ratio", "limit", ""],
    ...results.map(timeRow),
  ];
  const memory = [
    ["peak memory", "MB", "file MB", "x file", "floor's MB"],
    ...results.flatMap(memoryRow),
  ];
  return `${aligned(times)}${memory.length > 1 ? `\n${aligned(memory)}` : ""}`;
}

function timeRow({ what, ours, floor, limit }: Result): string[] {
  const ratio = floor === null ? null : ours.median / floor.median;
  const verdict = ratio === null || limit === null ? "" : ratio <= limit ? "ok" : "over";
  return [
    what,
    milliseconds(ours.median),
    range(ours),
    floor === null ? "-" : milliseconds(floor.median),
    floor === null ? "" : range(floor),
    ratio === null ? "-" : ratio.toFixed(2),
    limit === null ? "-" : String(limit),
    verdict,
  ];
}

function memoryRow({ what, memory }: Result): string[][] {
  if (memory === null) return [];
  const { peak, floorPeak, fileSize } = memory;
  const floor = floorPeak === null ? "-" : megabytes(floorPeak);
  return [[what, megabytes(peak), megabytes(fileSize), (peak / fileSize).toFixed(1), floor]];
}

function milliseconds(value: number): string {
  return value.toFixed(value < 100 ? 1 : 0);
}

function range({ min, max }: Spread): string {
  return `(${milliseconds(min)}-${milliseconds(max)})`;
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(0);
}

/** Columns side by side: the first one to the left, numbers to the right. */
function aligned(rows: readonly string[][]): string {
  const widths = rows[0]?.map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths?.[0] ?? 0) : cell.padStart(widths?.[column] ?? 0),
      )
      .join("  ")
      .trimEnd();
  return rows.map((row) => `${line(row)}\n`).join("");
}
