// Arrows: how far the keyboard moves the place whose outputs are shown.

import assert from "node:assert/strict";
import { test } from "node:test";
import { moved } from "../../playground/browser/arrows.js";
import { isZoom } from "../../playground/browser/zoom.js";

const RANGES = [
  [0, 10],
  [-50, 50],
];

test("an arrow moves by a fiftieth of what is shown, with Shift by a tenth", () => {
  assert.deepEqual(moved("ArrowRight", false, { x: 5, y: 0 }, RANGES), { x: 5.2, y: 0 });
  assert.deepEqual(moved("ArrowDown", true, { x: 5, y: 0 }, RANGES), { x: 5, y: -10 });
});

test("the place stays on what is shown, and other keys leave it", () => {
  assert.deepEqual(moved("ArrowUp", true, { x: -3, y: 49 }, RANGES), { x: 0, y: 50 });
  assert.equal(moved("a", false, { x: 5, y: 0 }, RANGES), null);
});

test("only a visitor's change of a range is a zoom", () => {
  assert.equal(isZoom({ "xaxis.range[0]": 1, "xaxis.range[1]": 2 }), true);
  assert.equal(isZoom({ "xaxis.range": [1, 2], shapes: [] }), false);
});
