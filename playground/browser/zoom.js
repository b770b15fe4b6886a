// Zoom: the visible way back to the whole of a chart.

import { element } from "./dom.js";

/**
 * Return a button that shows all again by `act`, hidden until a visitor zooms.
 *
 * @param {() => void} act
 */
export function wayBack(act) {
  const made = element("button", {
    type: "button",
    class: "whole",
    title: "Or double-click the chart",
    hidden: "",
  });
  made.append("Show all");
  made.onclick = act;
  return made;
}

/**
 * Tell whether a change of a layout is a visitor's zoom: only that names the ends of a range.
 *
 * @param {object} change
 */
export const isZoom = (change) => Object.keys(change).some((name) => name.includes("range["));
