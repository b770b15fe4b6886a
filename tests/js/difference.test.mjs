import assert from "node:assert/strict";
import { test } from "node:test";
import {
  difference,
  obstacle,
  otherShare,
  shade,
} from "../../playground/views/boundary/difference.js";

const UNIT = [0, 2, 0, 2];

/** A picture of two classes, from the share of class 1 in each cell, the lowest row first. */
function picture(shares, extent = UNIT, threshold = 0.5) {
  const levels = shares
    .flat()
    .flatMap((share) => [255 - Math.round(255 * share), Math.round(255 * share)]);
  const grid = { data: Uint8Array.from(levels), shape: [shares.length, shares[0].length, 2] };
  return { grid, extent, threshold };
}

function close(found, wanted) {
  assert.equal(found.length, wanted.length);
  for (const [i, value] of wanted.entries()) {
    if (Number.isNaN(value)) assert.ok(Number.isNaN(found[i]));
    else assert.ok(Math.abs(found[i] - value) < 3e-3, `${found[i]} is not ${value}`);
  }
}

test("of two classes the distance is the difference of probability, and classes are told apart", () => {
  const { distance, isOther } = difference(
    picture([
      [0.1, 0.6],
      [0.4, 0.9],
    ]),
    picture([
      [0.1, 0.2],
      [0.45, 1],
    ]),
  );
  close(distance, [0, 0.4, 0.05, 0.1]);
  assert.deepEqual([...isOther], [0, 1, 0, 0]);
  assert.equal(otherShare({ distance, isOther }), 0.25);
});

test("a run differs from itself nowhere", () => {
  const same = picture([
    [0.1, 0.6],
    [0.4, 0.9],
  ]);
  const found = difference(same, same);
  close(found.distance, [0, 0, 0, 0]);
  assert.equal(otherShare(found), 0);
});

test("of several classes it is half the sum, at most one", () => {
  const one = { data: Uint8Array.of(255, 0, 0), shape: [1, 1, 3] };
  const other = { data: Uint8Array.of(0, 0, 255), shape: [1, 1, 3] };
  const of = (grid) => ({ grid, extent: UNIT, threshold: 0.5 });
  close(difference(of(one), of(other)).distance, [1]);
});

test("on another extent it is looked up by place, and nothing is said where there is none", () => {
  const shares = [
    [0, 1],
    [0, 1],
  ];
  const { distance } = difference(picture(shares), picture(shares, [1, 3, 0, 2]));
  // the right cells' centres lie at 1.5, the kept left cells' centres too
  close(distance, [Number.NaN, 1, Number.NaN, 1]);
  assert.equal(otherShare({ distance: Float32Array.of(Number.NaN), isOther: [0] }), Number.NaN);
});

test("pictures drawn around thresholds are compared by their probabilities", () => {
  // probability 0.6: at the threshold 0.8 it lies at 0.5 · 0.6 / 0.8, at 0.5 it stays
  const found = difference(picture([[0.375]], UNIT, 0.8), picture([[0.6]]));
  close(found.distance, [0]);
  assert.deepEqual([...found.isOther], [1]); // for another class is predicted there
  const above = difference(picture([[1 - (0.5 * 0.1) / 0.2]], UNIT, 0.8), picture([[0.9]]));
  close(above.distance, [0]);
});

test("what is shaded is the other class in its colour, the stronger the further apart", () => {
  const bytes = new Uint8ClampedArray(4 * 4);
  const found = {
    distance: Float32Array.of(0, 0.5, 1, Number.NaN),
    isOther: Uint8Array.of(0, 0, 1, 0),
  };
  shade(found, 2, { other: [1, 2, 3], grey: [9, 9, 9] }, bytes);
  assert.deepEqual([...bytes.subarray(0, 4)], [1, 2, 3, 240]); // the upper row comes first
  assert.deepEqual([...bytes.subarray(4)], [9, 9, 9, 0, 9, 9, 9, 0, 9, 9, 9, 100]);
});

test("a picture is laid over the same classes on the same plane of the same dataset only", () => {
  const kept = { dataset: "moons ", classes: ["a", "b"], axes: ["x₁", "x₂"], extent: UNIT };
  const plane = { ...kept, isSlice: false };
  assert.equal(obstacle(kept, plane), "");
  assert.equal(obstacle(kept, { ...plane, extent: [0, 2, 0, 3] }), "");
  assert.match(obstacle(kept, { ...plane, extent: [0, 2, 0, 3], isSlice: true }), /slice/);
  assert.match(obstacle(kept, { ...plane, dataset: "xor " }), /dataset/);
  assert.match(obstacle(kept, { ...plane, classes: ["a", "c"] }), /classes/);
  assert.match(obstacle(kept, { ...plane, axes: ["x₁"] }), /axes/);
  assert.match(obstacle(null, plane), /no picture/);
});
