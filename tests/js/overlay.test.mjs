// Overlay: lines within the picture's square, and where a grid passes zero.

import assert from "node:assert/strict";
import { test } from "node:test";
import { chord, crossings, path } from "../../playground/views/boundary/overlay.js";

const near = (found, expected) =>
  found.forEach((value, i) => {
    assert.ok(Math.abs(value - expected[i]) < 1e-9, `${found} for ${expected}`);
  });

test("a line is cut off at the square's sides", () => {
  const ends = chord(1, 1, -1);
  near([Math.min(ends[0], ends[2]), Math.max(ends[0], ends[2])], [0, 1]);
  near([ends[0] + ends[1], ends[2] + ends[3]], [1, 1]);
  near([chord(2, 0, -1)[0], chord(2, 0, -1)[2]], [0.5, 0.5]);
});

test("a line beside the square, or no line, is not drawn", () => {
  assert.equal(chord(1, 0, 1), null);
  assert.equal(chord(1, 1, -3), null);
  assert.equal(chord(0, 0, 1), null);
  assert.equal(chord(Number.NaN, 1, 0), null);
});

test("zero is found between the centres of cells, by their share", () => {
  const grid = { data: Float32Array.of(-1, 3, -1, 3), shape: [2, 2] };
  const [piece, ...others] = crossings(grid);
  assert.equal(others.length, 0);
  near([piece[0], piece[2]], [0.375, 0.375]); // a quarter of the way from 0.25 to 0.75
  near([Math.min(piece[1], piece[3]), Math.max(piece[1], piece[3])], [0.25, 0.75]);
});

test("a circle's pieces all lie on it", () => {
  const n = 40;
  const data = Float32Array.from({ length: n * n }, (_, i) => {
    const [u, v] = [((i % n) + 0.5) / n, (Math.floor(i / n) + 0.5) / n];
    return Math.hypot(u - 0.5, v - 0.5) - 0.3;
  });
  const pieces = crossings({ data, shape: [n, n] });
  assert.ok(pieces.length > 60);
  for (const [u, v, s, t] of pieces) {
    assert.ok(Math.abs(Math.hypot(u - 0.5, v - 0.5) - 0.3) < 1e-3);
    assert.ok(Math.hypot(u - s, v - t) < 2 / n);
  }
});

test("at a saddle the two pieces don't cross", () => {
  for (const lift of [-0.1, 0.1]) {
    const data = Float32Array.of(1 + lift, -1 + lift, -1 + lift, 1 + lift);
    const pieces = crossings({ data, shape: [2, 2] });
    assert.equal(pieces.length, 2);
    // with the mean above zero, pieces cut off the corners below zero
    const sums = pieces.map(([u, v, s, t]) => Math.sign(u + s - v - t));
    if (lift > 0) assert.deepEqual(sums.sort(), [-1, 1]);
    else assert.deepEqual(sums, [0, 0]);
  }
});

test("no number, no line", () => {
  const data = Float32Array.of(Number.NaN, Number.NaN, Number.NaN, Number.NaN);
  assert.deepEqual(crossings({ data, shape: [2, 2] }), []);
});

test("rows of a path go down", () => {
  assert.equal(path([[0, 0, 0.5, 1]]), "M0 1L0.5 0");
});
