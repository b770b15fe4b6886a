// Frames: safetensors blobs, decoded without copying where alignment allows.

/** @type {Record<string, typeof Float32Array | typeof Int32Array | typeof Uint8Array>} */
const ARRAYS = { F32: Float32Array, I32: Int32Array, U8: Uint8Array };

/**
 * Return a frame: its numbers, the board's own arrays, and those of each view (`NAME.ARRAY`).
 *
 * @param {ArrayBuffer} buffer
 * @returns {Frame}
 */
export function decode(buffer) {
  const length = Number(new DataView(buffer).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 8, length)));
  const { __metadata__: metadata, ...entries } = header;
  /** @type {Frame} */
  const frame = { about: JSON.parse(metadata.frame), arrays: {}, views: {} };
  for (const [name, entry] of Object.entries(entries)) {
    const tensor = { data: view(buffer, 8 + length, entry), shape: entry.shape };
    const [of, array] = name.split(".");
    if (array === undefined) {
      frame.arrays[name] = tensor;
    } else {
      frame.views[of] ??= {};
      frame.views[of][array] = tensor;
    }
  }
  return frame;
}

/**
 * @param {ArrayBuffer} buffer
 * @param {number} base
 * @param {{dtype: string, data_offsets: [number, number]}} entry
 */
function view(buffer, base, { dtype, data_offsets: [from, to] }) {
  const Type = ARRAYS[dtype];
  const start = base + from;
  const count = (to - from) / Type.BYTES_PER_ELEMENT;
  if (start % Type.BYTES_PER_ELEMENT === 0) return new Type(buffer, start, count);
  return new Type(buffer.slice(start, base + to));
}

/**
 * Return row `index` of a two-dimensional tensor.
 *
 * @template {Numbers} A
 * @param {Tensor<A>} tensor
 * @param {number} index
 * @returns {A}
 */
export function row({ data, shape }, index) {
  const part = data.subarray(index * shape[1], (index + 1) * shape[1]);
  return /** @type {A} */ (part);
}

/**
 * Return column `index` of a two-dimensional tensor, as an array of its own.
 *
 * @param {Tensor} tensor
 * @param {number} index
 */
export function column({ data, shape: [rows, columns] }, index) {
  return Float32Array.from({ length: rows }, (_, i) => data[i * columns + index]);
}
