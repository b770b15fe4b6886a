// Trials: which line of a lesson's table a run belongs to, and what its numbers come to.

import assert from "node:assert/strict";
import { test } from "node:test";
import { lineOf, spread } from "../../playground/browser/trials.js";

test("a run belongs to the line with its fields, whatever the seed", () => {
  const lines = [
    { hidden: "8", seed: "42", epochs: "100" },
    { hidden: "32", seed: "42", epochs: "100" },
  ];
  assert.equal(lineOf(lines, { hidden: "32", seed: "7", epochs: "100" }), 1);
  assert.equal(lineOf(lines, { hidden: "8", seed: "42", epochs: "100" }), 0);
  assert.equal(lineOf(lines, { hidden: "9", seed: "42", epochs: "100" }), -1);
  assert.equal(lineOf(lines, { hidden: "8", seed: "42", epochs: "100", momentum: "0" }), -1);
});

test("of several seeds there are mean and standard deviation, of one its number alone", () => {
  assert.equal(spread([]), "–");
  assert.equal(spread([0.5]), "50.0 %");
  assert.equal(spread([0.7, 0.8, 0.9]), "80.0 % ± 10.0 %");
});
