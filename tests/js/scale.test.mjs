// The loss curve's axes: they hold what there is, and move seldom.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ending, losses, stretched } from "../../playground/views/loss/scale.js";

test("the epoch axis holds the last epoch, with room to grow", () => {
  let end = 0;
  let moves = 0;
  for (let epoch = 0; epoch <= 100_000; epoch += 7) {
    const next = ending(epoch, end);
    assert.ok(next >= epoch && next >= 10);
    moves += next !== end;
    end = next;
  }
  assert.ok(moves < 40, `${moves} moves`);
});

test("the epoch axis shrinks when a run begins again", () => {
  assert.equal(ending(0, 50_000), 10);
  assert.equal(ending(40_000, 50_000), 50_000);
});

const history = (train, tested) => ({
  data: Float32Array.from([...train.map((_, i) => i), ...train, ...tested]),
  shape: [3, train.length],
});

test("losses that are not numbers are left out", () => {
  assert.deepEqual(
    losses(history([0.5, Number.NaN], [Number.POSITIVE_INFINITY, 0.25])),
    [0.25, 0.5],
  );
  assert.deepEqual(losses(history([0, 0], [0, 0]))[1], 0);
});

test("the loss axis stays while it fits, and is filled", () => {
  const first = stretched([0.3, 1], false, null);
  assert.deepEqual(first, [0, 1.05]);
  assert.equal(stretched([0.2, 0.9], false, first), first);
  assert.deepEqual(stretched([0.2, 2], false, first), [0, 2.1]);
  assert.notEqual(stretched([0.01, 0.1], false, first), first);
});

test("the loss axis in decades holds the least and the greatest", () => {
  const [low, high] = stretched([1e-4, 2], true, null);
  assert.ok(low < -4 && high > Math.log10(2));
  assert.ok(stretched([1e-30, 1], true, null)[0] > -9); // not all the way to nothing
});

test("without a loss there is still an axis", () => {
  assert.deepEqual(stretched([Number.POSITIVE_INFINITY, 0], false, null), [0, 1]);
  assert.deepEqual(stretched([Number.POSITIVE_INFINITY, 0], true, null), [-2, 0]);
});
