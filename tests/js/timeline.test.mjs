import assert from "node:assert/strict";
import { test } from "node:test";
import { chosen, moved, NOW } from "../../playground/browser/timeline.js";

const EPOCHS = Int32Array.of(0, 4, 8, 9, 12);

test("the nearest keyframe is chosen, and the run itself at its end", () => {
  assert.equal(chosen(EPOCHS, 0, 14), 0);
  assert.equal(chosen(EPOCHS, 5, 14), 4);
  assert.equal(chosen(EPOCHS, 7, 14), 8);
  assert.equal(chosen(EPOCHS, 13, 14), 12);
  assert.equal(chosen(EPOCHS, 14, 14), NOW);
  assert.equal(chosen(new Int32Array(), 3, 14), NOW);
});

test("keys go from keyframe to keyframe, and past the last one to the run itself", () => {
  assert.equal(moved("ArrowLeft", EPOCHS, NOW), 12);
  assert.equal(moved("ArrowLeft", EPOCHS, 9), 8);
  assert.equal(moved("ArrowLeft", EPOCHS, 0), 0);
  assert.equal(moved("ArrowRight", EPOCHS, 9), 12);
  assert.equal(moved("ArrowRight", EPOCHS, 12), NOW);
  assert.equal(moved("PageDown", EPOCHS, NOW), 0);
  assert.equal(moved("PageUp", EPOCHS, 0), NOW);
  assert.equal(moved("Home", EPOCHS, 9), 0);
  assert.equal(moved("End", EPOCHS, 9), NOW);
  assert.equal(moved("Escape", EPOCHS, 9), NOW);
  assert.equal(moved("x", EPOCHS, 9), null);
});

test("from a keyframe that has been let go, keys lead to its neighbours", () => {
  assert.equal(moved("ArrowLeft", EPOCHS, 6), 4);
});
