// Overlay: lines over the picture, in a square whose corners are the plane's.

/**
 * Return the part of the line a·u + b·v + c = 0 within the unit square, null where there is none.
 *
 * @param {number} a
 * @param {number} b
 * @param {number} c
 * @returns {[number, number, number, number] | null} u, v of both ends
 */
export function chord(a, b, c) {
  const size = Math.hypot(a, b);
  if (!(size > 0)) return null;
  // along the line from its foot, the nearest place to the corner
  const [u, v] = [(-a * c) / size ** 2, (-b * c) / size ** 2];
  const [du, dv] = [-b / size, a / size];
  let [from, to] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (const [at, step] of [
    [u, du],
    [v, dv],
  ]) {
    if (Math.abs(step) < 1e-9) {
      if (at < 0 || at > 1) return null;
      continue;
    }
    const ends = [-at / step, (1 - at) / step];
    from = Math.max(from, Math.min(...ends));
    to = Math.min(to, Math.max(...ends));
  }
  return from < to ? [u + from * du, v + from * dv, u + to * du, v + to * dv] : null;
}

/**
 * Return where the numbers of a grid pass zero, as pieces of line: u, v of both ends of each.
 *
 * @param {Tensor} grid (rows, columns), the lowest row first; numbers are those of cells' centres
 * @returns {[number, number, number, number][]}
 */
export function crossings({ data, shape: [rows, columns] }) {
  /** @type {[number, number, number, number][]} */
  const pieces = [];
  for (let row = 0; row + 1 < rows; row++) {
    for (let column = 0; column + 1 < columns; column++) {
      const at = row * columns + column;
      const corners = [data[at], data[at + 1], data[at + columns + 1], data[at + columns]];
      for (const [from, to] of within(corners)) {
        pieces.push([
          (column + 0.5 + from[0]) / columns,
          (row + 0.5 + from[1]) / rows,
          (column + 0.5 + to[0]) / columns,
          (row + 0.5 + to[1]) / rows,
        ]);
      }
    }
  }
  return pieces;
}

/** Corners of a square, one after the other around it. */
const CORNERS = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
];

/**
 * Return pairs of places between which zero lies in a square, of its corners' numbers. Where two
 * opposite corners are positive and two negative, the corners' mean says which belong together.
 *
 * @param {number[]} corners
 * @returns {number[][][]}
 */
function within(corners) {
  const above = corners.map((value) => value >= 0);
  if (above.every(Boolean) || !above.some(Boolean)) return [];
  /** @type {number[][]} */
  const found = [];
  for (let k = 0; k < 4; k++) {
    const next = (k + 1) % 4;
    if (above[k] === above[next]) continue;
    const share = corners[k] / (corners[k] - corners[next]);
    found.push(CORNERS[k].map((from, i) => from + share * (CORNERS[next][i] - from)));
  }
  if (found.length === 2) return [found];
  const isLikeFirst = corners.reduce((sum, value) => sum + value, 0) >= 0 === above[0];
  const [a, b, c, d] = found; // on the sides after corners 0, 1, 2, 3
  return isLikeFirst
    ? [
        [a, b],
        [c, d],
      ]
    : [
        [d, a],
        [b, c],
      ];
}

/**
 * Return pieces of line as a path in a square of side 1 whose rows go down.
 *
 * @param {[number, number, number, number][]} pieces
 */
export const path = (pieces) =>
  pieces.map(([u, v, s, t]) => `M${round(u)} ${round(1 - v)}L${round(s)} ${round(1 - t)}`).join("");

/** @param {number} value */
const round = (value) => Math.round(value * 1e5) / 1e5;
