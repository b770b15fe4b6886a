// Ridges: the outlines of distributions, one a row; and what is said of each row.

import { decimal, percent } from "../../browser/numbers.js";

const HEIGHT = 0.8; // of the highest ridge, in rows

/** What a frame tells of this view beside its arrays. */
/** @typedef {{show: string, labels: string[], kinds?: string[], of?: string, n?: number}} Told */

/**
 * Return the outlines (x, y) of all rows, nulls between them: as high as the root of the counts, so
 * that few beside many are seen.
 *
 * @param {Tensor} counts (rows, bins), the highest of each 1
 * @param {Tensor} edges (rows, 2): the ends of the bins, not a number where a row is empty
 * @param {(value: number) => number} place where a value lies on the axis
 */
export function ridges({ data, shape: [rows, bins] }, edges, place) {
  /** @type {(number | null)[]} */
  const x = [];
  /** @type {(number | null)[]} */
  const y = [];
  for (let row = 0; row < rows; row++) {
    const [low, high] = [edges.data[2 * row], edges.data[2 * row + 1]];
    if (Number.isNaN(low)) continue;
    const step = (high - low) / bins;
    x.push(place(low));
    y.push(row);
    for (let bin = 0; bin < bins; bin++) {
      x.push(place(low + (bin + 0.5) * step));
      y.push(row - HEIGHT * Math.sqrt(data[row * bins + bin]));
    }
    x.push(place(high), null);
    y.push(row, null);
  }
  return x.length ? { x, y } : { x: [null], y: [null] };
}

/**
 * Return `value` in three digits, as a power of ten where it is small or large.
 *
 * @param {number} value
 */
export function short(value) {
  if (value === 0 || !Number.isFinite(value)) return value === 0 ? "0" : "–";
  const size = Math.abs(value);
  if (size >= 0.001 && size < 1e4) {
    return decimal(value, Math.max(0, 2 - Math.floor(Math.log10(size))));
  }
  const [digits, power] = value.toExponential(1).split("e");
  return `${digits}·10${raised(power)}`.replace("-", "−");
}

/** @param {string} power */
const raised = (power) =>
  [...power.replace("+", "")]
    .map((sign) => (sign === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(sign)]))
    .join("");

/** @type {Record<string, (facts: number[], kind: string) => string>} */
const WORDS = {
  gradients: ([norm, zero]) =>
    zero ? `norm ${short(norm)}, ${percent(zero, 0)} zero` : `norm ${short(norm)}`,
  weights: ([mean, deviation]) => `mean ${short(mean)}, sd ${short(deviation)}`,
  activations: ([mean, idle, all], kind) =>
    kind ? `${idle} of ${all} ${kind}` : `mean ${short(mean)}`,
  ratio: ([ratio]) => short(ratio),
};

/**
 * Return what stands beside each row.
 *
 * @param {Told} told
 * @param {Tensor} facts
 */
export function said({ show, kinds = [] }, { data, shape: [rows, width] }) {
  return Array.from({ length: rows }, (_, row) => {
    const facts = Array.from(data.subarray(row * width, (row + 1) * width));
    return WORDS[show](facts, kinds[row] ?? "");
  });
}

/**
 * Return what the picture is of, in a sentence or two.
 *
 * @param {Told} told
 * @param {boolean} isKnown whether there is a number in it
 */
export function sentence({ show, of, n, kinds = [], labels }, isKnown) {
  if (show === "gradients") {
    const what =
      of === "step"
        ? "Gradient by each layer's weights in the last step"
        : `Gradient of the loss by each layer's weights over ${n} training points, dropout off`;
    return `${what}: dots are norms, ridges the sizes of its single numbers but zeros.`;
  }
  if (show === "weights") return "Weights of each layer, without biases.";
  if (show === "activations") {
    if (!labels.length) return "There is no hidden layer.";
    const dead = kinds.includes("dead") && "Dead: a ReLU unit that is 0 for all of them. ";
    const flat =
      kinds.includes("saturated") &&
      "Saturated: its slope is under a tenth of the steepest for nine of ten of them or more.";
    return `What units hand on for ${n} training points, dropout off. ${dead || ""}${flat || ""}`;
  }
  if (show === "ratio") {
    return isKnown
      ? "‖Δw‖ / ‖w‖: how far the last step moved each layer's weights, beside their size. Dotted: " +
          "0.001, which a rule of thumb calls healthy."
      : "Known from the next step on: how far a step moves the weights is measured only while " +
          "this view is open, and not kept.";
  }
  return "The learning rate that each epoch's steps were taken with; the dot is the next step's.";
}
