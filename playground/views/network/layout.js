// Layout: where the units of a graph stand, and which line a pointer means.

const NAMES = 66; // pixels beside the graph for what inputs and outputs are called
const HEADS = 18; // pixels above it for what layers are called, and below for how many more there are
const [SMALLEST, LARGEST] = [10, 40]; // pixels of a unit's side
const STEPS = 12; // straight pieces of a line, as far as pointing at it goes
const NEAR = 5; // pixels

/** @typedef {{layer: number, index: number, x: number, y: number}} Spot the middle of a unit */
/** @typedef {{spots: Spot[][], side: number}} Layout */
/** @typedef {{layer: number, to: number, from: number}} Line into unit `to` of `layer`, as shown */

/**
 * Return where the units of layers with the given counts stand in a box, and how large they are.
 *
 * @param {number[]} counts
 * @param {number} width
 * @param {number} height
 * @returns {Layout}
 */
export function layout(counts, width, height) {
  const apart = (width - 2 * NAMES) / Math.max(counts.length - 1, 1);
  const inner = height - 2 * HEADS;
  const most = Math.max(...counts, 1);
  const pitch = Math.min(inner / most, LARGEST * 1.35);
  const side = Math.max(SMALLEST, Math.min(LARGEST, 0.82 * pitch, 0.5 * apart));
  const spots = counts.map((count, layer) =>
    Array.from({ length: count }, (_, index) => ({
      layer,
      index,
      x: NAMES + layer * apart,
      y: HEADS + inner / 2 + (index - (count - 1) / 2) * Math.min(inner / count, 1.25 * pitch),
    })),
  );
  return { spots, side };
}

/**
 * Return the ends of a line and the two places that bend it.
 *
 * @param {Layout} at
 * @param {Line} line
 * @returns {[number, number, number, number, number, number, number, number]}
 */
export function bend({ spots, side }, { layer, to, from }) {
  const [a, b] = [spots[layer - 1][from], spots[layer][to]];
  const [left, right] = [a.x + side / 2, b.x - side / 2];
  const reach = (right - left) / 2;
  return [left, a.y, left + reach, a.y, right - reach, b.y, right, b.y];
}

/**
 * Return all lines of a graph with the given counts, in the order of its weights.
 *
 * @param {number[]} counts
 * @returns {Line[]}
 */
export function lines(counts) {
  return counts.slice(1).flatMap((count, before) =>
    Array.from({ length: count * counts[before] }, (_, i) => ({
      layer: before + 1,
      to: Math.floor(i / counts[before]),
      from: i % counts[before],
    })),
  );
}

/**
 * Return the number of the line nearest to a place, -1 where none is near.
 *
 * @param {Layout} at
 * @param {Line[]} all
 * @param {number} x
 * @param {number} y
 */
export function nearest(at, all, x, y) {
  let best = -1;
  let least = NEAR;
  all.forEach((line, i) => {
    const curve = bend(at, line);
    if (x < curve[0] || x > curve[6]) return;
    for (let step = 0; step <= STEPS; step++) {
      const [across, down] = along(curve, step / STEPS);
      const [nextAcross, nextDown] = along(curve, Math.min(1, (step + 1) / STEPS));
      const distance = apart(x, y, across, down, nextAcross, nextDown);
      if (distance < least) [best, least] = [i, distance];
    }
  });
  return best;
}

/**
 * Return a place on a cubic curve.
 *
 * @param {number[]} curve
 * @param {number} t
 */
function along([x0, y0, x1, y1, x2, y2, x3, y3], t) {
  const s = 1 - t;
  const [a, b, c, d] = [s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t];
  return [a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3];
}

/**
 * Return how far (x, y) is from the piece between two places.
 *
 * @param {number} x
 * @param {number} y
 * @param {number} fromX
 * @param {number} fromY
 * @param {number} toX
 * @param {number} toY
 */
function apart(x, y, fromX, fromY, toX, toY) {
  const [dx, dy] = [toX - fromX, toY - fromY];
  const square = dx * dx + dy * dy;
  const share = square ? ((x - fromX) * dx + (y - fromY) * dy) / square : 0;
  const t = Math.min(1, Math.max(0, share));
  return Math.hypot(x - fromX - t * dx, y - fromY - t * dy);
}
