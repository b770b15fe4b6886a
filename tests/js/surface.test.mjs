// Surface: its colours, its cells, and what lies on it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { centres, heightAt, scale } from "../../playground/views/surface/shades.js";

test("two classes go into each other over the ground, of more each rises from it", () => {
  assert.deepEqual(scale(["blue", "red"], 1, true, "white"), [
    [0, "blue"],
    [0.5, "white"],
    [1, "red"],
  ]);
  assert.deepEqual(scale(["blue", "red", "green"], 2, false, "white"), [
    [0, "white"],
    [1, "green"],
  ]);
});

test("cells are even, and half a cell lies before the first centre", () => {
  assert.deepEqual(centres(0, 8, 4), [1, 3, 5, 7]);
});

test("a place has the height of its cell, none outside", () => {
  const heights = { data: Float32Array.of(1, 2, 3, 4, 5, 6), shape: [2, 3] };
  const extent = [0, 3, 10, 12];
  assert.equal(heightAt(heights, extent, { x: 2.5, y: 10.5 }), 3);
  assert.equal(heightAt(heights, extent, { x: 0, y: 11 }), 4);
  assert.equal(heightAt(heights, extent, { x: 3, y: 11 }), null);
  assert.equal(heightAt(heights, extent, { x: 1, y: 9 }), null);
});
