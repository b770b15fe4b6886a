// Selection: what is pointed at, pinned and chosen, and which rows, cell and place that means.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { Selection } from "../../playground/browser/selection.js";

const POINTS = {
  x: Float32Array.of(0, 1, 2, 3),
  y: Float32Array.of(0, 0, 1, 1),
  label: Uint8Array.of(0, 0, 1, 1),
  part: Uint8Array.of(0, 1, 1, 1),
};
const PREDICTED = Uint8Array.of(0, 1, 1, 0);
const HERE = { x: 0.5, y: 0.25 };

let selection;
let changes;

beforeEach(() => {
  selection = new Selection();
  changes = 0;
  selection.listen(() => {
    changes += 1;
  });
});

test("a place is pinned, and let go by pinning again", () => {
  selection.pin(HERE, null, 1);
  assert.deepEqual(selection.asked(false), HERE);
  assert.deepEqual(selection.crossed({ x: 9, y: 9 }), HERE);
  selection.pin({ x: 1, y: 1 }, null, 1);
  assert.equal(selection.pinned, null);
  assert.deepEqual(selection.crossed({ x: 9, y: 9 }), { x: 9, y: 9 });
  assert.equal(changes, 2);
});

test("a pinned point turns the matrix to its part, and lights its cell", () => {
  selection.pin(HERE, 0, 0);
  assert.equal(selection.split, 0);
  assert.deepEqual(selection.rung(POINTS, PREDICTED), [0]);
  assert.deepEqual(selection.lit(POINTS, PREDICTED), [0, 0]);
  assert.equal(selection.crossed({ x: 9, y: 9 }), null);
  selection.turn(1);
  assert.equal(selection.lit(POINTS, PREDICTED), null);
  selection.pin(HERE, 0, 0);
  assert.equal(selection.pinned, null);
});

test("a cell rings its points in the part in which it was chosen", () => {
  selection.choose(0, 1);
  assert.deepEqual(selection.rung(POINTS, PREDICTED), [1]);
  assert.deepEqual(selection.lit(POINTS, PREDICTED), [0, 1]);
  selection.turn(0);
  assert.deepEqual(selection.rung(POINTS, PREDICTED), [1]);
  assert.equal(selection.lit(POINTS, PREDICTED), null);
  selection.turn(1);
  selection.choose(0, 1);
  assert.deepEqual(selection.rung(POINTS, PREDICTED), []);
});

test("choosing a cell lets a pinned point go, but not a pinned place", () => {
  selection.pin(HERE, 2, 1);
  selection.choose(1, 1);
  assert.equal(selection.pinned, null);
  selection.pin(HERE, null, 1);
  selection.choose(0, 0);
  assert.deepEqual(selection.pinned, HERE);
});

test("predictions of other points ring nothing", () => {
  selection.choose(0, 0);
  assert.deepEqual(selection.rung(POINTS, PREDICTED.subarray(1)), []);
  assert.deepEqual(selection.rung(null, PREDICTED), []);
  assert.deepEqual(selection.rung(POINTS, null), []);
});

test("the pointer asks for its place, on a slice for the point near it", () => {
  selection.pin({ x: 7, y: 7 }, null, 1);
  selection.hover(HERE, 3);
  assert.deepEqual(selection.asked(false), HERE);
  assert.deepEqual(selection.asked(true), { point: 3 });
  assert.equal(selection.crossed({ x: 9, y: 9 }), null);
  selection.hover(HERE, null);
  assert.deepEqual(selection.asked(true), HERE);
  selection.hover(null);
  assert.deepEqual(selection.asked(true), { x: 7, y: 7 });
});

test("what no longer exists is forgotten", () => {
  selection.pin(HERE, 3, 1);
  selection.renew(3, 2);
  assert.equal(selection.pinned, null);
  selection.choose(1, 2);
  selection.renew(3, 3);
  assert.notEqual(selection.cell, null);
  selection.renew(3, 2);
  assert.equal(selection.cell, null);
});

test("clearing lets go of everything", () => {
  selection.choose(0, 1);
  selection.pin(HERE, 1, 1);
  selection.clear();
  assert.deepEqual([selection.pinned, selection.cell], [null, null]);
});

test("the cross doesn't stay where the pointer left the plane", () => {
  const home = { x: 9, y: 9, point: null };
  selection.hover(HERE, null);
  selection.hover(null);
  assert.equal(selection.crossed({ ...HERE, point: null }), null);
  assert.equal(selection.crossed({ x: 3, y: 3, point: 7 }), null);
  assert.deepEqual(selection.crossed(home), home);
});

test("a place that is moved to is pinned instead of a point", () => {
  selection.pin(HERE, 3, 1);
  selection.move(HERE);
  assert.deepEqual(selection.asked(true), HERE);
  assert.equal(changes, 2);
});

test("both parts are one: a cell rings the points of either, and lights for any point", () => {
  selection.turn(2);
  selection.choose(0, 1);
  assert.deepEqual(selection.rung(POINTS, PREDICTED), [1]);
  selection.choose(1, 1);
  assert.deepEqual(selection.rung(POINTS, PREDICTED), [2]);
  selection.clear();
  selection.pinned = { point: 0 };
  assert.deepEqual(selection.lit(POINTS, PREDICTED), [0, 0]);
});

test("a row or a column is chosen whole", () => {
  selection.choose(1, null);
  assert.deepEqual(selection.rung(POINTS, PREDICTED), [2, 3]);
  assert.deepEqual(selection.lit(POINTS, PREDICTED), [1, null]);
  selection.choose(null, 1);
  assert.deepEqual(selection.rung(POINTS, PREDICTED), [1, 2]);
  selection.choose(null, 1);
  assert.equal(selection.cell, null);
});

test("a point of the chosen cell is picked and let go, and the cell stays", () => {
  selection.choose(1, null);
  selection.pick(3);
  assert.deepEqual(selection.rung(POINTS, PREDICTED), [3]);
  assert.deepEqual(selection.asked(false), { point: 3 });
  assert.deepEqual(selection.lit(POINTS, PREDICTED), [1, null]);
  selection.pick(3);
  assert.deepEqual(selection.rung(POINTS, PREDICTED), [2, 3]);
});

test("a positive class that no longer exists is forgotten", () => {
  selection.call(2);
  selection.renew(4, 3);
  assert.equal(selection.positive, 2);
  selection.renew(4, 2);
  assert.equal(selection.positive, null);
});

test("a batch is rung as long as nothing else is pinned or chosen", () => {
  const selection = new Selection();
  const points = { label: new Uint8Array(4), part: new Uint8Array(4) };
  selection.gather([1, 3, 9]);
  assert.deepEqual(selection.rung(points, null), [1, 3]);
  selection.pinned = { point: 2 };
  assert.deepEqual(selection.rung(points, null), [2]);
  selection.clear();
  selection.renew(4, 2);
  assert.deepEqual(selection.rung(points, null), []);
});
