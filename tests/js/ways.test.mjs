// Ways: what is said of another picture than the predicted class.

import assert from "node:assert/strict";
import { test } from "node:test";
import { sentence } from "../../playground/views/boundary/ways.js";

const PLAIN = { mode: "class", of: 1, contour: false, lines: false, fine: false };
const TWO = ["class 0", "class 1"];

test("of the predicted class there is nothing to say", () => {
  assert.equal(sentence({}, PLAIN, TWO), "");
});

test("dropout is named for what it is, and so is its absence", () => {
  const mean = sentence({ mode: "dropout_mean", passes: 20 }, PLAIN, TWO);
  assert.match(mean, /^Mean .* 20 passes with dropout left on.*Monte-Carlo/);
  assert.match(sentence({ mode: "dropout_spread", passes: 7 }, PLAIN, TWO), /^Standard deviation/);
  assert.match(sentence({ mode: "dropout_mean", passes: 0 }, PLAIN, TWO), /has no dropout/);
});

test("what can't be drawn is said", () => {
  const contour = { ...PLAIN, contour: true };
  assert.equal(sentence({}, contour, TWO), "");
  assert.match(sentence({}, contour, [...TWO, "class 2"]), /two classes/);
  assert.match(sentence({ n_units: 0, is_hidden: true }, PLAIN, TWO), /straight only/);
  assert.match(sentence({ n_units: 512, is_hidden: true }, PLAIN, TWO), /first 32 of 512/);
  assert.match(sentence({ n_units: 2, is_hidden: false }, PLAIN, TWO), /no hidden layer/);
});
