// The loss chart: which numbers of a frame become which curve, and where the best epoch is marked.

import assert from "node:assert/strict";
import { test } from "node:test";
import LossView from "../../playground/views/loss/view.js";
import { Element, furnish } from "./elements.mjs";

const ROLES = [
  ...["train_loss", "test_loss", "train_accuracy", "test_accuracy"],
  ...["validation_loss", "validation_accuracy", "best"],
];

furnish();

/** Return what a chart shows by role, as lists, after `frames`: rows of a history, best epoch. */
function drawn(...frames) {
  const fed = Object.fromEntries(ROLES.map((role) => [role, { x: [], y: [] }]));
  const plot = Object.assign(new Element("div"), { layout: { yaxis: {} }, clientHeight: 400 });
  globalThis.Plotly = {
    relayout() {},
    async animate(_, { data, traces }) {
      data.forEach(({ x, y }, i) => {
        fed[ROLES[traces[i]]] = { x: [...x], y: [...y] };
      });
    },
  };
  const card = { plot, head: new Element("div"), element: new Element("section") };
  const view = new LossView(card, { latest: { about: null, ghost: null } });
  view.roles = ROLES;
  for (const [rows, best] of frames) {
    const history = { data: Float32Array.from(rows.flat()), shape: [rows.length, rows[0].length] };
    view.draw({ history, best: { data: Float32Array.from(best), shape: [2, best.length / 2] } });
  }
  return fed;
}

const FOUR = [
  [0.75, 0.5, 0.25],
  [1, 2, 3],
  [0, 0.5, 1],
  [0.25, 0.5, 0.75],
];
const EPOCHS = [0, 1, 2];
const VALIDATION = [
  [0.5, 0.375, 0.625],
  [0.125, 1, 0.5],
];

test("each curve is fed with its own row of the history, those of validation too", () => {
  const fed = drawn([[EPOCHS, ...FOUR, ...VALIDATION], []]);
  [...FOUR, ...VALIDATION].forEach((y, i) => {
    assert.deepEqual(fed[ROLES[i]], { x: EPOCHS, y }, ROLES[i]);
  });
  assert.deepEqual(fed.best, { x: [], y: [] });
});

test("without a validation part its curves are empty", () => {
  const fed = drawn([[EPOCHS, ...FOUR], []]);
  assert.deepEqual(fed.test_accuracy, { x: EPOCHS, y: FOUR[3] });
  assert.deepEqual([fed.validation_loss, fed.validation_accuracy], [fed.best, fed.best]);
  assert.deepEqual(fed.best, { x: [], y: [] });
});

test("the best epoch is marked at its loss", () => {
  assert.deepEqual(
    drawn([
      [EPOCHS, ...FOUR, ...VALIDATION],
      [1, 0.375],
    ]).best,
    {
      x: [1],
      y: [0.375],
    },
  );
});

test("curves and mark of an earlier run go when there are none", () => {
  const fed = drawn(
    [
      [EPOCHS, ...FOUR, ...VALIDATION],
      [1, 0.375],
    ],
    [[EPOCHS, ...FOUR], []],
  );
  for (const role of ["validation_loss", "validation_accuracy", "best"]) {
    assert.deepEqual(fed[role], { x: [], y: [] }, role);
  }
  assert.deepEqual(fed.train_loss.y, FOUR[0]);
});
