// Shades: the surface's colours, and how high it is at a place.

/**
 * Return Plotly's scale of colours for class `k`: of two classes from the other's over the ground,
 * of more from the ground.
 *
 * @param {string[]} colours of the classes, or labels
 * @param {number} k
 * @param {boolean} isPair two classes, one of which is `k`
 * @param {string} ground
 * @returns {[number, string][]}
 */
export function scale(colours, k, isPair, ground) {
  if (!isPair) {
    return [
      [0, ground],
      [1, colours[k]],
    ];
  }
  return [
    [0, colours[1 - k]],
    [0.5, ground],
    [1, colours[k]],
  ];
}

/**
 * Return the coordinates of the centres of `n` cells between two ends.
 *
 * @param {number} low
 * @param {number} high
 * @param {number} n
 */
export const centres = (low, high, n) =>
  Array.from({ length: n }, (_, i) => low + ((i + 0.5) / n) * (high - low));

/**
 * Return the height of the cell in which a place lies, null outside.
 *
 * @param {Tensor} heights (rows, side), the lowest row first
 * @param {ArrayLike<number>} extent x1 min, x1 max, x2 min, x2 max
 * @param {Place} place
 */
export function heightAt({ data, shape: [rows, side] }, extent, { x, y }) {
  const column = Math.floor(((x - extent[0]) / (extent[1] - extent[0])) * side);
  const row = Math.floor(((y - extent[2]) / (extent[3] - extent[2])) * rows);
  const isInside = column >= 0 && row >= 0 && column < side && row < rows;
  return isInside ? data[row * side + column] : null;
}
