// Cells: counts of parts, shares of rows, columns and all, and what cells are called.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  called,
  counts,
  named,
  shares,
  spelt,
  written,
} from "../../playground/views/confusion/cells.js";
import { counted } from "../../playground/views/confusion/labels.js";
import { bar, heading } from "../../playground/views/confusion/samples.js";

const COUNTS = { data: Int32Array.of(4, 1, 0, 5, 1, 2, 0, 0), shape: [2, 2, 2] };

test("both parts are the sum of train and test", () => {
  assert.deepEqual(counts(COUNTS, 0), [
    [4, 1],
    [0, 5],
  ]);
  assert.deepEqual(counts(COUNTS, 1), [
    [1, 2],
    [0, 0],
  ]);
  assert.deepEqual(counts(COUNTS, 2), [
    [5, 3],
    [0, 5],
  ]);
});

test("shares are of the row, the column or all, 0 where that is empty", () => {
  const rows = [
    [1, 3],
    [0, 0],
  ];
  assert.deepEqual(shares(rows), [
    [0.25, 0.75],
    [0, 0],
  ]);
  assert.deepEqual(shares(rows, "column"), [
    [1, 1],
    [0, 0],
  ]);
  assert.deepEqual(shares(rows, "all"), [
    [0.25, 0.75],
    [0, 0],
  ]);
  assert.deepEqual(shares([[0]], "all"), [[0]]);
  assert.deepEqual(written([[0.125, 1]], false), [["12.5 %", "100.0 %"]]);
  assert.deepEqual(written([[0.126]], true), [["13 %"]]);
});

test("cells are called by the positive class", () => {
  assert.equal(called(1, 1, 1), "TP");
  assert.equal(called(1, 0, 1), "FP");
  assert.equal(called(1, 1, 2), "FN");
  assert.equal(called(1, 0, 2), "TN");
  assert.deepEqual(
    named(
      [
        [7, 1],
        [2, 9],
      ],
      1,
    ),
    [
      ["TN 7", "FP 1"],
      ["FN 2", "TP 9"],
    ],
  );
  assert.deepEqual(named([[7]], null), [[7]]);
});

test("where cells are many, only true negatives go unnamed", () => {
  const texts = Array.from({ length: 7 }, () => Array(7).fill(0));
  assert.deepEqual(named(texts, 0)[0].slice(0, 2), ["TP 0", "FN 0"]);
  assert.deepEqual(named(texts, 0)[1].slice(0, 2), ["FP 0", 0]);
});

test("a cell, a row and a column have their words", () => {
  const classes = ["cat", "dog"];
  assert.equal(spelt({ label: 0, predicted: 1 }, classes), "true cat, predicted dog");
  assert.equal(spelt({ label: 0, predicted: null }, classes), "true cat");
  assert.equal(spelt({ label: null, predicted: 1 }, classes), "predicted dog");
});

test("a list says how much of what it shows, and in which order", () => {
  const classes = ["cat", "dog"];
  const cell = { split: 1, label: 0, predicted: 1 };
  const say = (split, rows, n) => heading({ ...cell, split }, { rows, n }, classes);
  assert.equal(
    say(1, [1, 2], 80),
    "true cat, predicted dog: the first 2 of 80 test points, surest mistakes first",
  );
  assert.match(say(2, [1], 1), /: 1 point, /);
  assert.equal(say(0, [], 0), "No train point is true cat, predicted dog");
  const right = heading({ ...cell, predicted: 0 }, { rows: [1], n: 1 }, classes);
  assert.match(right, /1 test point, surest first$/);
});

test("a line's bar has a stripe for each class, as wide as its probability", () => {
  assert.equal(
    bar([0.25, 0.75], ["red", "blue"]),
    "linear-gradient(to right, red 0.0% 25.0%, blue 25.0% 100.0%)",
  );
});

test("of several labels, each has its counts in the part that is chosen", () => {
  const each = { data: Int32Array.of(1, 2, 3, 4, 5, 6, 7, 8), shape: [2, 1, 2, 2] };
  assert.deepEqual(counted(each, 0), [1, 2, 3, 4]);
  assert.deepEqual(counted(each, 1), [5, 6, 7, 8]);
  assert.deepEqual(counted(each, 2), [6, 8, 10, 12]);
});
