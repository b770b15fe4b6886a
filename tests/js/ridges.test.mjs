// Ridges: an outline for each row that has numbers, and words beside it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ridges, said, sentence, short } from "../../playground/views/health/ridges.js";

const tensor = (values, shape) => ({ data: Float32Array.from(values), shape });

test("a row's outline goes from one end of its bins to the other, up by the root of the counts", () => {
  const counts = tensor([1, 0.25], [1, 2]);
  const { x, y } = ridges(counts, tensor([0, 4], [1, 2]), Number);
  assert.deepEqual(x, [0, 1, 3, 4, null]);
  assert.deepEqual(y, [0, -0.8, -0.4, 0, null]);
});

test("a row without numbers is left out, and no row at all is no place", () => {
  const none = tensor([Number.NaN, Number.NaN], [1, 2]);
  assert.deepEqual(ridges(tensor([0, 0], [1, 2]), none, Number), { x: [null], y: [null] });
});

test("powers of ten are places on a logarithmic axis", () => {
  const { x } = ridges(tensor([1], [1, 1]), tensor([-4, -2], [1, 2]), (value) => 10 ** value);
  assert.deepEqual(x.slice(0, 2), [1e-4, 1e-3]);
});

test("numbers are short", () => {
  assert.deepEqual([0, 0.0123, 2.5, 312.4, -0.5, 3.14e-8, 2e6, Number.NaN].map(short), [
    "0",
    "0.0123",
    "2.50",
    "312",
    "−0.500",
    "3.1·10⁻⁸",
    "2.0·10⁶",
    "–",
  ]);
});

test("words say what a row's numbers are", () => {
  const facts = tensor([0.5, 2, 8, 0.1, 0, 8], [2, 3]);
  const told = { show: "activations", labels: ["hidden 1", "hidden 2"], kinds: ["dead", ""] };
  assert.deepEqual(said(told, facts), ["2 of 8 dead", "mean 0.100"]);
  const norm = tensor([0.002, 0.5], [1, 2]);
  assert.deepEqual(said({ show: "gradients", labels: [] }, norm), ["norm 0.00200, 50 % zero"]);
});

test("the sentence says what the gradient is of, and what is not known yet", () => {
  assert.match(sentence({ show: "gradients", of: "step", labels: [] }, true), /last step/);
  assert.match(sentence({ show: "gradients", of: "part", n: 48, labels: [] }, true), /48 training/);
  assert.match(sentence({ show: "ratio", labels: [] }, false), /next step/);
  assert.match(sentence({ show: "activations", labels: [] }, true), /no hidden layer/);
});
