import assert from "node:assert/strict";
import { test } from "node:test";
import { spelt } from "../../playground/browser/tooltip.js";

test("a place is told by both directions", () => {
  const axes = ["component 1 (70% of variance)", "x₂"];
  assert.equal(spelt({ x: 0.5, y: -1 }, axes), "component 1 0.50, x₂ −1.00");
});

test("a place of a single feature is told by it alone", () => {
  assert.equal(spelt({ x: 0.5, y: -1 }, ["height"]), "height 0.50");
});
