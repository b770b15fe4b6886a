// Regions: the boundary picture. Class colour × confidence, finer than the grid that it comes from.

const FAINTEST = 26; // opacity (of 255) where classes tie
const STRONGEST = 128; // and where the network is sure
const [LOWEST, HIGHEST] = [8, 191]; // opacities of the ends of one number's range
const FINE = 3; // pixels along each side of a grid cell

/**
 * Return the colour of every class at every probability (of 255), as the bytes lie in memory.
 *
 * @param {number[][]} colours red, green and blue of each class
 */
export function inks(colours) {
  const bytes = new Uint8ClampedArray(colours.length * 256 * 4);
  const floor = 255 / colours.length;
  colours.forEach(([red, green, blue], k) => {
    for (let most = 0; most < 256; most++) {
      const sure = Math.max(0, (most - floor) / (255 - floor));
      const opacity = FAINTEST + (STRONGEST - FAINTEST) * sure;
      bytes.set([red, green, blue, opacity], (k * 256 + most) * 4);
    }
  });
  return new Uint32Array(bytes.buffer);
}

/**
 * Return the same with each class's colour as strong wherever it is.
 *
 * @param {number[][]} colours
 */
export function flat(colours) {
  const bytes = new Uint8ClampedArray(colours.length * 256 * 4);
  colours.forEach(([red, green, blue], k) => {
    for (let most = 0; most < 256; most++) {
      bytes.set([red, green, blue, STRONGEST], (k * 256 + most) * 4);
    }
  });
  return new Uint32Array(bytes.buffer);
}

/**
 * Return one colour from next to nothing, at level 1, to strong, at level 255.
 *
 * @param {number[]} colour
 */
export function fades([red, green, blue]) {
  const bytes = new Uint8ClampedArray(256 * 4);
  for (let level = 0; level < 256; level++) {
    const share = Math.max(0, level - 1) / 254;
    bytes.set([red, green, blue, LOWEST + (HIGHEST - LOWEST) * share], level * 4);
  }
  return new Uint32Array(bytes.buffer);
}

/**
 * Return the width and height in pixels of the picture of a grid.
 *
 * @param {Tensor} grid
 */
export const extent = ({ shape: [rows, columns] }) => [columns * FINE, rows * FINE];

/**
 * Paint `grid` (rows, columns, classes), uint8, row 0 lowest, into `pixels`, the top row first;
 * false when no number is in it.
 *
 * @param {Tensor} grid
 * @param {Uint32Array} ink
 * @param {Uint32Array} pixels
 */
export function paint({ data, shape: [rows, columns, classes] }, ink, pixels) {
  if (!data.some((share) => share > 0)) return false;
  const [width, height] = [columns * FINE, rows * FINE];
  const wide = widened(data, rows, columns, classes);
  const stride = width * classes;
  for (let y = 0; y < height; y++) {
    const [low, high, share] = between(y, rows);
    let pixel = (height - 1 - y) * width;
    for (let x = 0, a = low * stride, b = high * stride; x < width; x++, pixel++) {
      let best = 0;
      let most = -1;
      for (let k = 0; k < classes; k++, a++, b++) {
        const proba = wide[a] + (wide[b] - wide[a]) * share;
        if (proba > most) {
          best = k;
          most = proba;
        }
      }
      pixels[pixel] = ink[best * 256 + Math.round(most)];
    }
  }
  return true;
}

/**
 * Return the grid with FINE columns in the place of each, interpolated.
 *
 * @param {Numbers} data
 * @param {number} rows
 * @param {number} columns
 * @param {number} classes
 */
function widened(data, rows, columns, classes) {
  const wide = new Float32Array(rows * columns * FINE * classes);
  let to = 0;
  for (let row = 0; row < rows; row++) {
    const start = row * columns * classes;
    for (let x = 0; x < columns * FINE; x++) {
      const [low, high, share] = between(x, columns);
      let a = start + low * classes;
      let b = start + high * classes;
      for (let k = 0; k < classes; k++, a++, b++, to++) {
        wide[to] = data[a] + (data[b] - data[a]) * share;
      }
    }
  }
  return wide;
}

/**
 * Return the two of `count` cells between whose centres the fine pixel lies, and how far.
 *
 * @param {number} pixel
 * @param {number} count
 */
export function between(pixel, count) {
  const place = (pixel + 0.5) / FINE - 0.5;
  const low = Math.max(0, Math.floor(place));
  return [low, Math.min(count - 1, low + 1), Math.max(0, place - low)];
}
