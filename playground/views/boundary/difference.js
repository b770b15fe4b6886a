// Difference: where two networks predict otherwise, cell by cell of the plane. Plain numbers.

/** A rectangle of cells with the probabilities of the classes in each, 255 is one. */
/** @typedef {{grid: Tensor, extent: ArrayLike<number>, threshold: number}} Picture */

/**
 * @typedef {object} Plane what must be the same for one picture to be laid over another
 * @property {string[]} classes
 * @property {string[]} axes
 * @property {string} dataset
 * @property {ArrayLike<number>} extent
 * @property {boolean} isSlice the plane is one of many in a space of more features
 */

/**
 * Return why a kept picture can't be laid over the present plane; empty when it can.
 *
 * @param {Omit<Plane, "isSlice"> | null} kept
 * @param {Plane} present
 */
export function obstacle(kept, present) {
  if (!kept) return "This card keeps no picture of its boundary.";
  if (kept.dataset !== present.dataset) return "Its dataset is another.";
  if (String(kept.classes) !== String(present.classes)) return "Its classes are others.";
  if (String(kept.axes) !== String(present.axes)) return "Its plane has other axes.";
  const isSame = Array.from(kept.extent).every((end, i) => end === present.extent[i]);
  return present.isSlice && !isSame ? "Its plane is another slice." : "";
}

/**
 * Return what differs in each cell of `present`, row 0 lowest: `distance`, half the sum of the
 * differences of probability, 0 to 1, NaN where `kept` shows nothing; and `isOther`, whether another
 * class is predicted.
 *
 * @param {Picture} present
 * @param {Picture} kept
 */
export function difference(present, kept) {
  const [rows, columns, classes] = present.grid.shape;
  const distance = new Float32Array(rows * columns);
  const isOther = new Uint8Array(rows * columns);
  const here = new Float32Array(classes);
  const there = new Float32Array(classes);
  for (let cell = 0; cell < distance.length; cell++) {
    const [x, y] = centre(present, cell);
    for (let k = 0; k < classes; k++) here[k] = present.grid.data[cell * classes + k] / 255;
    if (!sample(kept, x, y, there)) {
      distance[cell] = Number.NaN;
      continue;
    }
    isOther[cell] = Number(highest(here) !== highest(there));
    level(here, present.threshold);
    level(there, kept.threshold);
    let sum = 0;
    for (let k = 0; k < classes; k++) sum += Math.abs(here[k] - there[k]);
    distance[cell] = sum / 2;
  }
  return { distance, isOther };
}

/**
 * Return the place of a cell's centre.
 *
 * @param {Picture} picture
 * @param {number} cell
 */
function centre({ grid: { shape }, extent }, cell) {
  const [rows, columns] = shape;
  const [left, right, bottom, top] = Array.from(extent);
  const across = ((cell % columns) + 0.5) / columns;
  const up = (Math.floor(cell / columns) + 0.5) / rows;
  return [left + across * (right - left), bottom + up * (top - bottom)];
}

/**
 * Put the probabilities at a place into `into`, straight between the centres of cells; false outside.
 *
 * @param {Picture} picture
 * @param {number} x
 * @param {number} y
 * @param {Float32Array} into
 */
function sample({ grid: { data, shape }, extent }, x, y, into) {
  const [rows, columns, classes] = shape;
  const [left, right, bottom, top] = Array.from(extent);
  if (x < left || x > right || y < bottom || y > top) return false;
  const [west, east, across] = between(((x - left) / (right - left)) * columns, columns);
  const [south, north, up] = between(((y - bottom) / (top - bottom)) * rows, rows);
  const at = (/** @type {number} */ row, /** @type {number} */ column, /** @type {number} */ k) =>
    data[(row * columns + column) * classes + k];
  for (let k = 0; k < classes; k++) {
    const low = at(south, west, k) + (at(south, east, k) - at(south, west, k)) * across;
    const high = at(north, west, k) + (at(north, east, k) - at(north, west, k)) * across;
    into[k] = (low + (high - low) * up) / 255;
  }
  return true;
}

/**
 * Return the two of `count` cells between whose centres a place lies, and how far.
 *
 * @param {number} place in cells from the first one's edge
 * @param {number} count
 */
function between(place, count) {
  const from = Math.min(Math.max(place - 0.5, 0), count - 1);
  const low = Math.floor(from);
  return [low, Math.min(low + 1, count - 1), from - low];
}

/** @param {Float32Array} shares */
function highest(shares) {
  let best = 0;
  for (let k = 1; k < shares.length; k++) if (shares[k] > shares[best]) best = k;
  return best;
}

/**
 * Turn shares of two classes, drawn so that the threshold lies at one half, into probabilities.
 *
 * @param {Float32Array} shares
 * @param {number} threshold
 */
function level(shares, threshold) {
  if (threshold === 0.5 || shares.length !== 2) return;
  const share = shares[1];
  const proba = share >= 0.5 ? 1 - 2 * (1 - share) * (1 - threshold) : 2 * share * threshold;
  shares[0] = 1 - proba;
  shares[1] = proba;
}

/**
 * Paint a difference (rows · columns) into `bytes` (RGBA), the top row first: `other` where another
 * class is predicted, else `grey`; the stronger the further apart.
 *
 * @param {{distance: Float32Array, isOther: Uint8Array}} difference
 * @param {number} columns
 * @param {{other: number[], grey: number[]}} colours red, green and blue
 * @param {Uint8ClampedArray} bytes
 */
export function shade({ distance, isOther }, columns, { other, grey }, bytes) {
  const rows = distance.length / columns;
  for (let cell = 0; cell < distance.length; cell++) {
    const row = Math.floor(cell / columns);
    const at = 4 * ((rows - 1 - row) * columns + (cell % columns));
    const far = distance[cell];
    const opacity = Number.isNaN(far) ? 0 : isOther[cell] ? 90 + 150 * far : 200 * far;
    bytes.set([...(isOther[cell] ? other : grey), opacity], at);
  }
}

/**
 * Return the share of the compared cells in which another class is predicted.
 *
 * @param {{distance: Float32Array, isOther: Uint8Array}} difference
 */
export function otherShare({ distance, isOther }) {
  let [n, others] = [0, 0];
  for (let cell = 0; cell < distance.length; cell++) {
    if (Number.isNaN(distance[cell])) continue;
    n += 1;
    others += isOther[cell];
  }
  return n ? others / n : Number.NaN;
}
