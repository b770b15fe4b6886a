// Frames: safetensors blobs become arrays, whatever their alignment.

import assert from "node:assert/strict";
import { test } from "node:test";
import { column, decode, row } from "../../playground/browser/frame.js";

/** Write a blob as safetensors does; `pad` shifts what follows the header. */
function blob(about, tensors, pad = 0) {
  const entries = {};
  let offset = 0;
  for (const [name, [dtype, shape, data]] of Object.entries(tensors)) {
    entries[name] = { dtype, shape, data_offsets: [offset, offset + data.byteLength] };
    offset += data.byteLength;
  }
  const text = JSON.stringify({ __metadata__: { frame: about }, ...entries }) + " ".repeat(pad);
  const header = new TextEncoder().encode(text);
  const bytes = new Uint8Array(8 + header.length + offset);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(header.length), true);
  bytes.set(header, 8);
  let at = 8 + header.length;
  for (const [, , data] of Object.values(tensors)) {
    bytes.set(new Uint8Array(data.buffer), at);
    at += data.byteLength;
  }
  return bytes.buffer;
}

const GRID = Float32Array.of(1, 2.5, -3, 4, 5, 6);

for (const pad of [0, 1, 2, 3, 4, 5, 6, 7]) {
  test(`arrays come through ${pad} bytes off their alignment`, () => {
    const counts = Int32Array.of(7, -8, 9, 10);
    const frame = decode(
      blob(
        '{"epoch": 3}',
        { X: ["F32", [3, 2], GRID], "matrix.counts": ["I32", [2, 2], counts] },
        pad,
      ),
    );
    assert.equal(frame.about.epoch, 3);
    assert.deepEqual(Array.from(frame.arrays.X.data), Array.from(GRID));
    assert.deepEqual(frame.arrays.X.shape, [3, 2]);
    assert.deepEqual(Array.from(frame.views.matrix.counts.data), [7, -8, 9, 10]);
  });
}

test("bytes stay bytes, and a view may have several arrays", () => {
  const levels = Uint8Array.of(0, 127, 255);
  const { views } = decode(blob("{}", { "a.b": ["U8", [3], levels], "a.c": ["U8", [3], levels] }));
  assert.deepEqual(Object.keys(views.a), ["b", "c"]);
  assert.deepEqual(Array.from(views.a.c.data), [0, 127, 255]);
});

test("rows and columns of an array", () => {
  const tensor = { data: GRID, shape: [3, 2] };
  assert.deepEqual(Array.from(row(tensor, 1)), [-3, 4]);
  assert.deepEqual(Array.from(column(tensor, 1)), [2.5, 4, 6]);
});
