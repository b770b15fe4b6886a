// Frames: safetensors blobs, decoded without copying where alignment allows.

const ARRAYS = { F32: Float32Array, I32: Int32Array, U8: Uint8Array };

/** Return {about, tensors}: the frame's numbers, and {name: {data, shape}} of its arrays. */
export function decode(buffer) {
  const length = Number(new DataView(buffer).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 8, length)));
  const tensors = {};
  for (const [name, entry] of Object.entries(header)) {
    if (name === "__metadata__") continue;
    tensors[name] = { data: view(buffer, 8 + length, entry), shape: entry.shape };
  }
  return { about: numbers(header.__metadata__.frame), tensors };
}

function view(buffer, base, { dtype, data_offsets: [from, to] }) {
  const Type = ARRAYS[dtype];
  const start = base + from;
  const count = (to - from) / Type.BYTES_PER_ELEMENT;
  if (start % Type.BYTES_PER_ELEMENT === 0) return new Type(buffer, start, count);
  return new Type(buffer.slice(start, base + to));
}

// Python writes NaN and Infinity, which JSON does not know.
function numbers(text) {
  try {
    return JSON.parse(text);
  } catch {
    return JSON.parse(text.replace(/(?<=[:,[]\s*)(-?Infinity|NaN)(?=\s*[,\]}])/g, "null"));
  }
}

/** Return row `index` of a two-dimensional tensor. */
export function row({ data, shape }, index) {
  return data.subarray(index * shape[1], (index + 1) * shape[1]);
}
