// Layer: a canvas behind Plotly's drawing, kept in step with its axes.

import { pixels } from "../../browser/plotly.js";

/**
 * @param {HTMLElement | SVGElement} made
 * @param {Record<string, number>} sides in pixels
 */
export function put(made, sides) {
  for (const [side, length] of Object.entries(sides)) {
    made.style.setProperty(side, `${length}px`);
  }
}

/**
 * Put a canvas where the rectangle `extent` (x1 min, x1 max, x2 min, x2 max) is shown.
 *
 * @param {HTMLElement | SVGElement} canvas
 * @param {import("../../browser/plotly.js").Frame} frame
 * @param {ArrayLike<number>} extent
 */
export function lay(canvas, frame, extent) {
  const [left, right, bottom, top] = Array.from(extent);
  const [from, to] = [pixels(frame, left, top), pixels(frame, right, bottom)];
  const size = { width: to.across - from.across, height: to.down - from.down };
  put(canvas, { left: from.across, top: from.down, ...size });
}
