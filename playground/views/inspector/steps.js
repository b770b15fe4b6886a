// Steps: the numbers between logits and probabilities as a table of texts.

import { decimal } from "../../browser/numbers.js";

/**
 * A table: a head for each column, a line for each output, a last line of sums ("" for none);
 * `bar` is the column behind which bars show the probabilities.
 *
 * @typedef {{heads: string[], lines: string[][], sums: string[], bar: number}} Table
 */

/**
 * Return a number with enough digits, however small or large.
 *
 * @param {number} value
 */
export function spelt(value) {
  const size = Math.abs(value);
  if (!Number.isFinite(value) || value === 0) return decimal(value, 3);
  const text =
    size < 1e-3 || size >= 1e5 ? value.toExponential(2) : value.toFixed(size < 1 ? 4 : 3);
  return text.replaceAll("-", "−").replace("+", "");
}

/**
 * Return how logits become probabilities that sum to one: by the book, or as torch takes them.
 *
 * @param {Arrays} arrays
 * @param {number} temperature
 * @param {boolean} isBook
 * @returns {Table}
 */
export function softmax(arrays, temperature, isBook) {
  const z = temperature === 1 ? "z" : "z / T";
  /** @type {Column[]} */
  const middle = isBook
    ? [[`exp(${z})`, "exp"]]
    : [
        [`${z} − max`, "shifted"],
        [`exp(${z} − max)`, "shifted_exp"],
      ];
  const table = tabulated(arrays, temperature, middle, "p = exp / Σ");
  const [sum] = arrays.sums.data.slice(isBook ? 0 : 1);
  const at = table.bar - 1; // what is summed stands before its share
  return { ...table, sums: table.heads.map((_, i) => (i === at ? spelt(sum) : "")) };
}

/**
 * Return how each logit becomes a probability by itself; of two classes the first has none.
 *
 * @param {Arrays} arrays
 * @param {number} temperature
 * @returns {Table}
 */
export function sigmoid(arrays, temperature) {
  const z = temperature === 1 ? "z" : "z / T";
  return tabulated(arrays, temperature, [[`exp(−${z})`, "exp"]], "p = 1 / (1 + exp)");
}

/**
 * Return a table with another column: what each output adds to the loss, if the loss sums them.
 *
 * @param {Table} table
 * @param {string} [each] what it sums
 * @param {Tensor} [addends]
 * @returns {Table}
 */
export function terms(table, each, addends) {
  if (!each || !addends) return table;
  const lines = table.lines.map((line, k) => [...line, spelt(addends.data[k])]);
  return { ...table, heads: [...table.heads, each], lines };
}

/** @typedef {[string, string]} Column head and array */

/**
 * Return logits, the steps of `middle`, and probabilities, a line for each output.
 *
 * @param {Arrays} arrays
 * @param {number} temperature
 * @param {Column[]} middle
 * @param {string} p how the probabilities are made
 * @returns {Table}
 */
function tabulated(arrays, temperature, middle, p) {
  /** @type {Column[]} */
  const scaled = temperature === 1 ? [] : [["z / T", "scaled"]];
  /** @type {Column[]} */
  const columns = [
    ["logit z", "logits"],
    ...scaled,
    ...middle,
    [p, "proba"],
    ["log p", "log_proba"],
  ];
  const n = arrays.proba.data.length;
  const lines = Array.from({ length: n }, (_, k) =>
    columns.map(([, name]) => {
      const { data } = arrays[name];
      const value = data[k - n + data.length]; // a single logit is that of the last class
      return value === undefined ? "–" : spelt(value);
    }),
  );
  return { heads: columns.map(([head]) => head), lines, sums: [], bar: columns.length - 2 };
}

/**
 * Return what is to be said of the steps of a softmax.
 *
 * @param {number} sum of the exponentials by the book
 * @param {boolean} isBook
 */
export function remark(sum, isBook) {
  if (!isBook) {
    return (
      "As torch computes it, and the steps by the book give the same quotients: exp of z − max is " +
      "at most 1 and can't overflow, and log p = (z − max) − log Σ never takes the log of 0."
    );
  }
  if (sum === Number.POSITIVE_INFINITY) {
    return (
      "exp overflows float32 above 88.7: by the book ∞ ÷ ∞ would be no number. torch takes the " +
      "largest logit off first, which changes no quotient: p and log p are right."
    );
  }
  if (sum === 0) {
    return (
      "Every exp is 0 in float32: by the book 0 ÷ 0 would be no number. torch takes the largest " +
      "logit off first, which changes no quotient: p and log p are right."
    );
  }
  return "";
}

/**
 * Return what is to be said of the steps of sigmoids.
 *
 * @param {ArrayLike<number>} proba
 */
export function saturated(proba) {
  const is = Array.from(proba);
  if (!is.some((share) => share === 0 || share === 1)) return "";
  return "A p of exactly 0 or 1 is rounded to float32; log p is taken from z instead.";
}

/**
 * Return the loss of a point worked out, and what it adds to its part's, in two lines.
 *
 * @param {Loss} loss
 * @param {string} aside said of the loss
 */
export function worked({ value, symbols, numbers, where, part, divisor, mean }, aside) {
  const [result, added, whole] = [value, (value ?? Number.NaN) / divisor, mean].map((number) =>
    spelt(number ?? Number.NaN),
  );
  const made = symbols ? `${symbols} = ${numbers} = ${result}` : result;
  const explained = where ? `, where ${where}` : "";
  const count = Number.isInteger(divisor) ? String(divisor) : divisor.toPrecision(5);
  return `Loss${aside}: ${made}${explained}\nAdds ${result} ÷ ${count} = ${added} to the ${part} loss ${whole}.`;
}

/**
 * @typedef {object} Loss
 * @property {number | null} value
 * @property {string} [symbols]
 * @property {string} [numbers]
 * @property {string} [where] what a symbol stands for
 * @property {string} [each] what it sums over the outputs, if anything
 * @property {string} part
 * @property {number} divisor
 * @property {number | null} mean
 */
