import assert from "node:assert/strict";
import { test } from "node:test";
import { moved, toggled } from "../../playground/browser/menu.js";

const THREE = ["loss", "boundary", "softmax"];

test("a view opens at the end and closes where it stands", () => {
  assert.deepEqual(toggled(THREE, "confusion"), [...THREE, "confusion"]);
  assert.deepEqual(toggled(THREE, "boundary"), ["loss", "softmax"]);
});

test("the last view stays open", () => {
  assert.deepEqual(toggled(["loss"], "loss"), ["loss"]);
});

test("a view moves by one place, as far as there are any", () => {
  assert.deepEqual(moved(THREE, "boundary", -1), ["boundary", "loss", "softmax"]);
  assert.deepEqual(moved(THREE, "boundary", 1), ["loss", "softmax", "boundary"]);
  assert.deepEqual(moved(THREE, "softmax", 1), THREE);
  assert.deepEqual(moved(THREE, "loss", -1), THREE);
});

test("what is not open does not move", () => {
  assert.deepEqual(moved(THREE, "confusion", 1), THREE);
});
