// Scale: the axes of the loss curve, which grow in steps so that they stay calm.

import { row } from "../../browser/frame.js";

const ENDS = [1, 1.5, 2, 3, 4, 5, 7.5, 10]; // of the epoch axis, times powers of ten
const LOSSES = [1, 2, 5]; // rows of a history: train, test, and validation where there is one
const ROOM = 1.15; // beyond the last epoch, at least, when the axis is set anew

/**
 * Return the end of the epoch axis: the present one as long as it fits.
 *
 * @param {number} last epoch
 * @param {number} present
 */
export function ending(last, present) {
  if (last <= present && last > present / 3) return present;
  const wanted = Math.max(10, last * ROOM);
  const power = 10 ** Math.floor(Math.log10(wanted));
  return power * (ENDS.find((end) => power * end >= wanted) ?? 10);
}

/**
 * Return the range of the loss axis for losses from `low` to `high`: the present one as long as it
 * fits.
 *
 * @param {[number, number]} losses
 * @param {boolean} isLog
 * @param {[number, number] | null} present
 * @returns {[number, number]}
 */
export function stretched([low, high], isLog, present) {
  if (!(high > 0)) return present ?? (isLog ? [-2, 0] : [0, 1]);
  const wanted = isLog ? decades(low, high) : span(high);
  if (!present) return wanted;
  const inside = isLog
    ? Math.log10(low) >= present[0] && Math.log10(high) <= present[1]
    : high <= present[1];
  const filled = wanted[1] - wanted[0] > 0.6 * (present[1] - present[0]);
  return inside && filled ? present : wanted;
}

/** @param {number} high @returns {[number, number]} */
const span = (high) => [0, high * 1.05];

/** @param {number} low @param {number} high @returns {[number, number]} */
function decades(low, high) {
  const floor = Math.max(low, high * 1e-8);
  return [Math.log10(floor) - 0.25, Math.log10(high) + 0.08];
}

/**
 * Return the least positive and the greatest finite loss of a history.
 *
 * @param {Tensor} history
 * @returns {[number, number]}
 */
export function losses(history) {
  let low = Number.POSITIVE_INFINITY;
  let high = 0;
  for (const index of LOSSES) {
    if (index >= history.shape[0]) continue;
    for (const value of row(history, index)) {
      if (!Number.isFinite(value)) continue;
      if (value > 0 && value < low) low = value;
      if (value > high) high = value;
    }
  }
  return [low, high];
}
