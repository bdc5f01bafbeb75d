/** What all charts have in common. */
import type uPlot from "uplot";
import type { Colours } from "./colours.ts";

const FONT = "12px system-ui, sans-serif";

export function axis(colours: Colours, more: uPlot.Axis = {}): uPlot.Axis {
  return {
    stroke: colours.text,
    font: FONT,
    grid: { stroke: colours.line, width: 1 },
    ticks: { show: false },
    ...more,
  };
}

export const frame = {
  legend: { show: false },
  cursor: { show: false },
  padding: [12, 28, 0, 0] as uPlot.Padding,
};

/** From 0, and with room above, also where there is nothing. */
export const fromZero: uPlot.Scale = { range: (_, _min, max) => [0, Math.max(1, max * 1.08)] };

/** Whole numbers along the side: there is no half of an item. */
export const wholeSteps: uPlot.Axis.Incrs & number[] = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 5000,
];
