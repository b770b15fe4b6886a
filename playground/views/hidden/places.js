// Places: which points go into which trace, and how far an axis reaches.

/**
 * Return for each of `n` classes the indices into `rows` of its points.
 *
 * @param {Numbers} rows
 * @param {Numbers} labels
 * @param {number} n
 * @returns {number[][]}
 */
export function byClass(rows, labels, n) {
  /** @type {number[][]} */
  const found = Array.from({ length: n }, () => []);
  rows.forEach((row, i) => {
    found[labels[row]]?.push(i);
  });
  return found;
}

/**
 * Return a range that holds `values`: `before` as long as they fill it well.
 *
 * @param {ArrayLike<number>} values
 * @param {[number, number] | null} before
 * @returns {[number, number]}
 */
export function reach(values, before) {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of Array.from(values)) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (!(high >= low)) return before ?? [-1, 1];
  const fits = before && low >= before[0] && high <= before[1];
  if (fits && high - low > (before[1] - before[0]) / 2) return before;
  const room = Math.max((high - low) * 0.12, 1e-3);
  return [low - room, high + room];
}
