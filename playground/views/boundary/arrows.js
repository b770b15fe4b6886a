// Arrows: the keyboard's way to ask about places of the shown plane.

import { listen as steer } from "../../browser/arrows.js";

const LABEL =
  "Decision boundary: arrow keys move the place whose outputs are shown, with Shift farther";

/**
 * Let the arrow keys move the place that the outputs are for.
 *
 * @param {PlotElement} plot
 * @param {Context} context
 */
export function listen(plot, context) {
  steer(plot, LABEL, context, () => [plot.layout.xaxis.range, plot.layout.yaxis.range]);
}
