// Regions: the picture of the plane has the colour of the likeliest class, and is finer than its grid.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  between,
  extent,
  fades,
  flat,
  inks,
  paint,
} from "../../playground/views/boundary/regions.js";

const BLUE = [0, 114, 178];
const ORANGE = [230, 159, 0];

/** Paint a grid and return its pixels as [red, green, blue, opacity], row by row from the top. */
function painted(levels, shape, colours = [BLUE, ORANGE]) {
  const grid = { data: Uint8Array.from(levels), shape };
  const [width, height] = extent(grid);
  const pixels = new Uint32Array(width * height);
  const done = paint(grid, inks(colours), pixels);
  const bytes = new Uint8Array(pixels.buffer);
  const colour = (x, y) => Array.from(bytes.subarray(4 * (y * width + x), 4 * (y * width + x) + 4));
  return { done, width, height, colour };
}

test("a fine pixel lies between the centres of two cells", () => {
  assert.deepEqual(between(1, 5).slice(0, 2), [0, 1]); // the centre of the first cell
  assert.equal(between(1, 5)[2], 0);
  assert.ok(Math.abs(between(2, 5)[2] - 1 / 3) < 1e-12);
  assert.deepEqual(between(0, 5), [0, 1, 0]); // nothing before the first
  assert.equal(between(14, 5)[1], 4); // nor beyond the last
});

test("row 0 is the lowest", () => {
  const { width, height, colour } = painted([255, 0, 255, 0, 0, 255, 0, 255], [2, 2, 2]);
  assert.deepEqual([width, height], [6, 6]);
  assert.deepEqual(colour(0, 5).slice(0, 3), BLUE);
  assert.deepEqual(colour(0, 0).slice(0, 3), ORANGE);
});

test("sure regions are stronger than ties, and no region is invisible", () => {
  const sure = painted([255, 0], [1, 1, 2]).colour(1, 1)[3];
  const tied = painted([128, 127], [1, 1, 2]).colour(1, 1)[3];
  assert.equal(sure, 128);
  assert.ok(tied >= 26 && tied < 30);
});

test("a grid without a number is not painted", () => {
  const { done, colour } = painted([0, 0], [1, 1, 2]);
  assert.equal(done, false);
  assert.deepEqual(colour(0, 0), [0, 0, 0, 0]);
});

test("ten classes keep their colours", () => {
  const colours = Array.from({ length: 10 }, (_, k) => [20 * k, 255 - 20 * k, k]);
  for (let k = 0; k < 10; k++) {
    const levels = Array.from({ length: 10 }, (_, j) => (j === k ? 200 : 6));
    assert.deepEqual(painted(levels, [1, 1, 10], colours).colour(2, 0).slice(0, 3), colours[k]);
  }
});

test("the middle of each cell has the colour of its highest level", () => {
  const colours = Array.from({ length: 8 }, (_, k) => [30 * k, 255 - 30 * k, k]);
  const n = 20;
  const best = Array.from({ length: n * n }, (_, i) => (i * 7 + (i >> 3)) % 8);
  const levels = best.flatMap((k) => Array.from({ length: 8 }, (_, j) => (j === k ? 32 : 31)));
  const { colour } = painted(levels, [n, n, 8], colours);
  best.forEach((k, i) => {
    const [row, column] = [Math.floor(i / n), i % n];
    const middle = colour(3 * column + 1, 3 * (n - 1 - row) + 1);
    assert.deepEqual(middle.slice(0, 3), colours[k]);
  });
});

test("one number fades from next to nothing to strong", () => {
  const bytes = new Uint8Array(fades(BLUE).buffer);
  const opacity = (level) => bytes[4 * level + 3];
  assert.deepEqual(Array.from(bytes.subarray(4, 7)), BLUE);
  assert.ok(opacity(1) < 10 && opacity(255) > 180);
  for (let level = 1; level < 255; level++) assert.ok(opacity(level) <= opacity(level + 1));
});

test("hard regions are as strong everywhere", () => {
  const bytes = new Uint8Array(flat([BLUE, ORANGE]).buffer);
  const opacities = new Set(Array.from(bytes).filter((_, i) => i % 4 === 3));
  assert.equal(opacities.size, 1);
  assert.deepEqual(Array.from(bytes.subarray(4 * 256, 4 * 256 + 3)), ORANGE);
});
