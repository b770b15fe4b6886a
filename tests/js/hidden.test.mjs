import assert from "node:assert/strict";
import { test } from "node:test";
import { byClass, reach } from "../../playground/views/hidden/places.js";

test("points go to their class, by their row", () => {
  assert.deepEqual(byClass(Int32Array.of(0, 2, 3), Uint8Array.of(1, 0, 0, 1), 2), [[1], [0, 2]]);
});

test("a class that is not drawn yet is left out", () => {
  assert.deepEqual(byClass(Int32Array.of(0, 1), Uint8Array.of(0, 5), 2), [[0], []]);
});

test("an axis stays while its values fill it, grows and shrinks when they don't", () => {
  const first = reach([0, 1], null);
  assert.ok(first[0] < 0 && first[1] > 1);
  assert.equal(reach([0.1, 0.9], first), first);
  assert.ok(reach([0, 3], first)[1] > 3);
  assert.ok(reach([0.4, 0.5], first)[1] < 0.6);
});

test("one value, or none, has a range too", () => {
  const [low, high] = reach([2, 2], null);
  assert.ok(low < 2 && high > 2);
  assert.deepEqual(reach([], null), [-1, 1]);
  assert.deepEqual(reach([Number.NaN], [3, 4]), [3, 4]);
});
