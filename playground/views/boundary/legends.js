// Legends: where the names of classes and those of parts stand.

import { short } from "../../browser/numbers.js";

export const MANY = 6; // classes above which the legends are set smaller
const [AXIS, ENTRY, LETTER] = [6, 3, 0.5]; // rem: room for the axis, an entry's symbol, a letter
const LINES = 3.4; // rem: two lines of entries

/**
 * Arrange the legends of a chart `width` pixels wide. Many classes: a column of entries takes less
 * of the plane than lines of them. Where both legends don't fit in a line, each has its own, and
 * of `class 3` remains the number if that line is too long.
 *
 * @param {PlotData[]} data
 * @param {Record<string, any>} layout
 * @param {number} width
 */
export function arrange(data, layout, width) {
  const classes = data.filter(({ meta }) => meta.role === "class");
  const parts = data.filter(({ legend }) => legend === "legend2");
  const root = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  if (classes.length > MANY) {
    const beside = { orientation: "v", x: 1.01, xanchor: "left" };
    Object.assign(layout.legend, beside, { y: 1, yanchor: "top" });
    Object.assign(layout.legend2, beside, { y: 0, yanchor: "bottom" });
    layout.margin.t = 8;
  } else if (needed([...classes, ...parts]) > width / root) {
    Object.assign(layout.legend, { yref: "container", yanchor: "top" });
    Object.assign(layout.legend2, { x: 0, xanchor: "left" });
    layout.margin.t = LINES * root;
    if (needed(classes) > width / root) for (const trace of classes) trace.name = short(trace.name);
  }
}

/**
 * Return how many rem entries and the axis before them need in one line.
 *
 * @param {PlotData[]} entries
 */
export const needed = (entries) =>
  entries.reduce((sum, { name }) => sum + ENTRY + LETTER * name.length, AXIS);
