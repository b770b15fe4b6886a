// Latest: what the board knows of its run, the last number of each kind.

import { column } from "./frame.js";

/**
 * Return what is known before a first frame.
 *
 * @returns {Latest}
 */
export function nothing() {
  return {
    about: null,
    points: null,
    extent: null,
    axes: ["x₁", "x₂"],
    note: "",
    data: null,
    predicted: null,
    proba: new Float32Array(),
    logits: new Float32Array(),
    picture: null,
    ghost: null,
    views: {},
    told: {},
  };
}

/**
 * Keep what a frame brought; true when there are other points.
 *
 * @param {Latest} latest
 * @param {About} about
 * @param {Arrays} arrays
 * @param {Record<string, Arrays>} views
 */
export function keep(latest, about, arrays, views) {
  const { X, y, part, extent, y_pred: predicted } = arrays;
  if (X) {
    const places = { x: column(X, 0), y: column(X, 1) };
    latest.points = /** @type {Points} */ ({ ...places, label: y.data, part: part.data });
    latest.extent = /** @type {Float32Array} */ (extent.data);
    latest.predicted = null;
  }
  if (about.axes) latest.axes = about.axes;
  latest.note = about.note ?? latest.note;
  latest.data = about.data ?? latest.data;
  if (predicted) latest.predicted = /** @type {Uint8Array} */ (predicted.data);
  latest.proba = /** @type {Float32Array} */ (arrays.probe_proba.data);
  latest.logits = /** @type {Float32Array} */ (arrays.probe_logits.data);
  latest.picture = arrays.picture ?? null;
  Object.assign(latest.views, views);
  Object.assign(latest.told, about.views);
  latest.about = { ...about, views: latest.told };
  return Boolean(X);
}

/**
 * Return what tells the instant that a frame shows from others.
 *
 * @param {About} about
 */
export function instant({ generation, step, edits, looked, past, threshold, status }) {
  return [generation, step, edits, looked, past, threshold, status === "diverged"].join();
}

/**
 * Tell whether a frame is of another run than the one before, or of the same from its start.
 *
 * @param {About | null} before
 * @param {About} about
 */
export function isAnew(before, { generation, present }) {
  if (!before) return false;
  return generation !== before.generation || (present === 0 && before.present > 0);
}
