// Cells: the numbers in a confusion matrix, and what they are called.

import { decimal } from "../../browser/numbers.js";
import { BOTH } from "../../browser/selection.js";

/** Classes above which cells are narrow. */
export const MANY = 6;

/** What a cell's share can be of. */
export const WHOLES = ["row", "column", "all"];

/**
 * Return the counts of a part (0 train, 1 test, 2 both) as rows, of `tensor` (2, K, K).
 *
 * @param {Tensor} tensor
 * @param {number} split
 * @returns {number[][]}
 */
export function counts(tensor, split) {
  if (split === BOTH) {
    const [train, test] = [counts(tensor, 0), counts(tensor, 1)];
    return train.map((row, i) => row.map((count, k) => count + test[i][k]));
  }
  const { data, shape } = tensor;
  const n = shape[1];
  const starts = Array.from({ length: n }, (_, i) => (split * n + i) * n);
  return starts.map((start) => Array.from(data.subarray(start, start + n)));
}

/**
 * Return each count over the sum of its row, its column or all, 0 where that is empty.
 *
 * @param {number[][]} rows
 * @param {string} whole
 */
export function shares(rows, whole = "row") {
  const down = rows.map((_, k) => total(rows.map((row) => row[k])));
  const all = total(down);
  return rows.map((row) => {
    const across = total(row);
    return row.map((count, k) => count / ({ row: across, column: down[k] }[whole] ?? all) || 0);
  });
}

/** @param {number[]} numbers */
const total = (numbers) => numbers.reduce((sum, number) => sum + number, 0);

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

/**
 * Return what a cell is when one class is called positive: a true or false positive or negative.
 *
 * @param {number} positive
 * @param {number} label
 * @param {number} predicted
 */
export function called(positive, label, predicted) {
  const verdict = (label === positive) === (predicted === positive) ? "T" : "F";
  return verdict + (predicted === positive ? "P" : "N");
}

/**
 * Return texts of cells with what each is called before it; as they are when no class is positive.
 * Where cells are many, true negatives go without: they are all the rest.
 *
 * @param {(string | number)[][]} texts
 * @param {number | null} positive
 */
export function named(texts, positive) {
  if (positive === null) return texts;
  return texts.map((row, i) =>
    row.map((text, k) => {
      const name = called(positive, i, k);
      return name === "TN" && texts.length > MANY ? text : `${name} ${text}`;
    }),
  );
}

/**
 * Return what a cell, a whole row or a whole column is, in words.
 *
 * @param {Pick<Cell, "label" | "predicted">} cell
 * @param {string[]} classes
 */
export function spelt({ label, predicted }, classes) {
  const words = [];
  if (label !== null) words.push(`true ${classes[label]}`);
  if (predicted !== null) words.push(`predicted ${classes[predicted]}`);
  return words.join(", ");
}
