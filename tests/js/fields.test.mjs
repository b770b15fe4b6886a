// What a lab's fields and its dragged picture make of places and lists.

import assert from "node:assert/strict";
import { test } from "node:test";

import { narrower, scaled, shared, wider } from "../../playground/browser/fields.js";
import { replaced, within } from "../../playground/browser/grasp.js";

test("a slider of ratios gives three digits and finds its place again", () => {
  const { ends, place, text } = scaled({ low: 0.01, high: 100, log: true });
  assert.equal(text(ends.min), "0.01");
  assert.equal(text(ends.max / 2), "1");
  assert.equal(place(1), ends.max / 2);
});

test("a list grows by its last value and a matrix by a row and a column", () => {
  assert.deepEqual(wider(["1", "2"], false), ["1", "2", "2"]);
  assert.deepEqual(wider(["1", "2", "3", "4"], true), "1 2 0 3 4 0 0 0 10".split(" "));
  assert.deepEqual(narrower("1 2 0 3 4 0 0 0 10".split(" "), true), ["1", "2", "3", "4"]);
});

test("what is dragged stays on the slider", () => {
  const control = { low: -5, high: 5, step: 0.1 };
  assert.equal(within(control, 7), "5");
  assert.equal(within(control, 1.2345), "1.2");
  assert.equal(replaced("1,2,3", 7, "9"), "1,2,9");
});

test("shares make room for the one that is moved and sum to 1", () => {
  assert.deepEqual(shared(["0.5", "0.25", "0"], 0), ["0.5", "0.5", "0"]);
  assert.deepEqual(shared(["1", "0", "0"], 0), ["1", "0", "0"]);
  assert.deepEqual(shared(["0.4", "0", "0"], 0), ["0.4", "0.3", "0.3"]);
});
