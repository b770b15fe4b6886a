// Arrows: a place that the keyboard moves.

import { spelt } from "./tooltip.js";

const STEP = 0.02; // of the shown plane's width and height
const LEAP = 0.1; // with Shift

/** @type {Record<string, [number, number]>} across and up */
const ARROWS = { ArrowUp: [0, 1], ArrowDown: [0, -1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

/**
 * Return the place one step from `here` within `ranges`; null when `key` is no arrow.
 *
 * @param {string} key
 * @param {boolean} isFar
 * @param {Place} here
 * @param {[number, number][]} ranges of x and y, as shown
 * @returns {Place | null}
 */
export function moved(key, isFar, { x, y }, [[left, right], [bottom, top]]) {
  const arrow = ARROWS[key];
  if (!arrow) return null;
  const step = isFar ? LEAP : STEP;
  const [across, up] = arrow.map((sign) => sign * step);
  return {
    x: Math.min(Math.max(x + across * (right - left), left), right),
    y: Math.min(Math.max(y + up * (top - bottom), bottom), top),
  };
}

/**
 * Let the arrow keys move the place that the outputs are for, within `ranges()` of x and y.
 *
 * @param {HTMLElement} place what has the focus then
 * @param {string} label what it is called
 * @param {Context} context
 * @param {() => [number, number][]} ranges
 */
export function listen(place, label, { selection, latest, announce }, ranges) {
  place.tabIndex = 0;
  place.setAttribute("role", "application");
  place.setAttribute("aria-label", label);
  place.addEventListener("keydown", (event) => {
    const { pinned } = selection;
    const here = pinned && "x" in pinned ? pinned : latest.about?.probe;
    const there = here && moved(event.key, event.shiftKey, here, ranges());
    if (!there || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    selection.move(there);
    announce(spelt(there, latest.axes));
  });
}
