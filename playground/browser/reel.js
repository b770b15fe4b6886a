// Reel: frames in one piece of bytes, in which an array that stays the same lies once; and as text.

/** @type {Record<string, typeof Float32Array | typeof Int32Array | typeof Uint8Array>} */
const ARRAYS = { Float32Array, Int32Array, Uint8Array };

const CHUNK = 0x8000; // bytes that one call turns into characters

/** @typedef {[type: string, start: number, shape: number[]]} Place where an array lies */

/**
 * Return `frames` as bytes: the header's length, the header (JSON), the arrays; each at a multiple
 * of four.
 *
 * @param {Frame[]} frames
 */
export function pack(frames) {
  /** @type {Map<string, {place: Place, data: Numbers}>} */
  const last = new Map();
  /** @type {Numbers[]} */
  const arrays = [];
  let size = 0;
  /** @param {Arrays} given @param {string} of */
  const placed = (given, of) =>
    Object.fromEntries(
      Object.entries(given).map(([name, { data, shape }]) => {
        const before = last.get(`${of}.${name}`);
        if (before && same(before.data, data)) return [name, before.place];
        /** @type {Place} */
        const place = [data.constructor.name, size, shape];
        last.set(`${of}.${name}`, { place, data });
        arrays.push(data);
        size += up(data.byteLength);
        return [name, place];
      }),
    );
  const header = frames.map(({ about, arrays: own, views }) => ({
    about,
    arrays: placed(own, ""),
    views: Object.fromEntries(Object.entries(views).map(([name, of]) => [name, placed(of, name)])),
  }));
  return laid(new TextEncoder().encode(JSON.stringify(header)), arrays, size);
}

/**
 * @param {Uint8Array} text
 * @param {Numbers[]} arrays
 * @param {number} size bytes that the arrays take
 */
function laid(text, arrays, size) {
  let at = 4 + up(text.length);
  const bytes = new Uint8Array(at + size);
  new DataView(bytes.buffer).setUint32(0, text.length, true);
  bytes.set(text, 4);
  for (const { buffer, byteOffset, byteLength } of arrays) {
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += up(byteLength);
  }
  return bytes;
}

/**
 * Return the frames that were packed into `bytes`, which they then share.
 *
 * @param {Uint8Array<ArrayBuffer>} bytes at the start of their buffer
 * @returns {Frame[]}
 */
export function unpack(bytes) {
  const length = new DataView(bytes.buffer).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)));
  const start = 4 + up(length);
  /** @param {Record<string, Place>} places @returns {Arrays} */
  const arrays = (places) =>
    Object.fromEntries(
      Object.entries(places).map(([name, [type, at, shape]]) => {
        const count = shape.reduce((product, n) => product * n, 1);
        return [name, { data: new ARRAYS[type](bytes.buffer, start + at, count), shape }];
      }),
    );
  return header.map((/** @type {any} */ { about, arrays: own, views }) => ({
    about,
    arrays: arrays(own),
    views: Object.fromEntries(
      Object.entries(views).map(([name, of]) => [name, arrays(/** @type {any} */ (of))]),
    ),
  }));
}

/** @param {number} bytes */
const up = (bytes) => Math.ceil(bytes / 4) * 4;

/**
 * @param {Numbers} one
 * @param {Numbers} other
 */
const same = (one, other) =>
  one.length === other.length && one.every((value, i) => Object.is(value, other[i]));

/**
 * Return bytes compressed (gzip), as text that stands anywhere in HTML (base64).
 *
 * @param {Uint8Array<ArrayBuffer>} bytes
 */
export async function squeezed(bytes) {
  const packed = await through(bytes, new CompressionStream("gzip"));
  const pieces = [];
  for (let at = 0; at < packed.length; at += CHUNK)
    pieces.push(String.fromCharCode(...packed.subarray(at, at + CHUNK)));
  return btoa(pieces.join(""));
}

/**
 * Return the bytes that were squeezed into `text`.
 *
 * @param {string} text
 */
export function inflated(text) {
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  return through(bytes, new DecompressionStream("gzip"));
}

/**
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {CompressionStream | DecompressionStream} stream
 */
async function through(bytes, stream) {
  const passed = new Response(new Blob([bytes]).stream().pipeThrough(stream));
  return new Uint8Array(await passed.arrayBuffer());
}
