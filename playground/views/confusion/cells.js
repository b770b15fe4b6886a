// Cells: the numbers in a confusion matrix.

import { decimal } from "../../browser/numbers.js";

/**
 * Return the counts of a part (0 train, 1 test) as rows, of `counts` (2, K, K).
 *
 * @param {Tensor} counts
 * @param {number} split
 */
export function counts({ data, shape: [, n] }, split) {
  const starts = Array.from({ length: n }, (_, i) => (split * n + i) * n);
  return starts.map((start) => Array.from(data.subarray(start, start + n)));
}

/**
 * Return each count over its row's sum, 0 in empty rows.
 *
 * @param {number[][]} rows
 */
export function shares(rows) {
  return rows.map((row) => {
    const total = row.reduce((sum, count) => sum + count, 0) || 1;
    return row.map((count) => count / total);
  });
}

/**
 * Return shares in per cent, without decimals where cells are narrow.
 *
 * @param {number[][]} rows
 * @param {boolean} isNarrow
 */
export function written(rows, isNarrow) {
  const digits = isNarrow ? 0 : 1;
  return rows.map((row) => row.map((share) => `${decimal(100 * share, digits)} %`));
}
