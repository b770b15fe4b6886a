// Read-off: the outputs at a place, from the picture of the plane where no network is there to ask.

const LEVELS = 255;

/**
 * Put what the boundary's picture says of a place into `latest`, to 1/255: probabilities, no logits.
 * Nothing where it says less than all outputs: of several labels, or of a point off the plane.
 *
 * @param {Latest} latest
 * @param {Place & {point: number | null}} here
 * @param {number} outputs
 */
export function readOff(latest, here, outputs) {
  const { about, extent, views, note } = latest;
  const grid = views.boundary?.grid;
  const isOff = Boolean(note) && here.point !== null;
  latest.logits = latest.proba = new Float32Array();
  latest.picture = null;
  if (!about || !extent || grid?.shape[2] !== outputs || isOff) return;
  latest.proba = plain(shares(grid, extent, here), about.threshold);
  latest.about = { ...about, probe: here };
}

/**
 * Return the levels of the cell in which a place lies, as shares.
 *
 * @param {Tensor} grid (rows, columns, classes), row 0 lowest
 * @param {ArrayLike<number>} extent x1 min, x1 max, x2 min, x2 max
 * @param {Place} place
 */
export function shares({ data, shape: [rows, columns, n] }, extent, { x, y }) {
  const [left, right, bottom, top] = Array.from(extent);
  const column = within((columns * (x - left)) / (right - left), columns);
  const row = within((rows * (y - bottom)) / (top - bottom), rows);
  const start = (row * columns + column) * n;
  return Float32Array.from(data.subarray(start, start + n), (level) => level / LEVELS);
}

/**
 * @param {number} place
 * @param {number} count
 */
const within = (place, count) => Math.min(Math.max(Math.floor(place), 0), count - 1);

/**
 * Return probabilities: the picture of two classes is stretched so that the threshold is one half.
 *
 * @param {Float32Array} shown
 * @param {number} threshold
 */
function plain(shown, threshold) {
  if (shown.length !== 2) return shown;
  const up = shown[1];
  const p = up < 0.5 ? 2 * up * threshold : 1 - 2 * (1 - up) * (1 - threshold);
  return Float32Array.of(1 - p, p);
}
