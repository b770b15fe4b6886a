// Grasp: a lab's picture is taken hold of; what is under the hand becomes the controls' values.

import { axes, place } from "./plotly.js";

/**
 * Let the first axes of `plot` be dragged in; the controls follow within what they offer.
 *
 * @param {PlotElement} plot
 * @param {LabData} data
 * @param {import("./fields.js").Fields} fields
 */
export function graspable(plot, { grabs, places, controls }, fields) {
  const scrolls = matchMedia("(pointer: coarse)").matches; // up and down, a finger does
  if (Object.keys(grabs).length === 0 || (scrolls && "y" in grabs)) return;
  const named = Object.fromEntries(controls.map((control) => [control.name, control]));
  /** @param {PointerEvent} event */
  const move = (event) => {
    const at = under(plot, event);
    if (!at) return;
    for (const [axis, grabbed] of Object.entries(grabs)) {
      const [name, i] = grabbed.split(":"); // of a list perhaps the value at i
      const told = within(named[name], axis === "x" ? at.x : at.y);
      const position = places ? at[places] : Number(i);
      const isList = named[name].several;
      fields.move(name, isList ? replaced(fields.values[name], position, told) : told);
    }
  };
  plot.classList.add("graspable");
  plot.addEventListener("pointerdown", (event) => {
    if (event.button || !under(plot, event)?.inside) return;
    plot.setPointerCapture(event.pointerId);
    move(event);
    plot.onpointermove = move;
  });
  for (const end of ["pointerup", "pointercancel"])
    plot.addEventListener(end, () => {
      plot.onpointermove = null;
    });
}

/**
 * Return the place under the hand, in the units of the first axes.
 *
 * @param {PlotElement} plot
 * @param {PointerEvent} event
 */
function under(plot, event) {
  const frame = axes(plot);
  if (!frame) return null;
  const { left, top } = plot.getBoundingClientRect();
  const across = event.clientX - left - frame.left;
  const down = event.clientY - top - frame.top;
  const inside = across >= 0 && down >= 0 && across <= frame.width && down <= frame.height;
  return { ...place(frame, across, down), inside };
}

/**
 * Return `value` as the slider of `control` would give it.
 *
 * @param {LabControl} control
 * @param {number} value
 */
export function within({ low = 0, high = 1, step = 1, log }, value) {
  const clipped = Math.min(Math.max(value, low), high);
  if (log) return String(Number(clipped.toPrecision(3)));
  return String(Number((Math.round(clipped / step) * step).toFixed(6)));
}

/**
 * Return a list with one value replaced, that of the category at `position`.
 *
 * @param {string} list
 * @param {number} position
 * @param {string} value
 */
export function replaced(list, position, value) {
  const values = list.split(",");
  const i = Math.min(Math.max(Math.round(position), 0), values.length - 1);
  values[i] = value;
  return values.join(",");
}
