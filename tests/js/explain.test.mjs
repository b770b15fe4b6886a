// Explain: each number of a report in counts of the same matrix, and what is 0 / 0.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  counted,
  ofAverage,
  ofClass,
  overall,
  undefinedOnes,
} from "../../playground/views/report/explain.js";

const REPORT = {
  names: ["cat", "dog"],
  tallies: [
    [10, 5, 2],
    [8, 2, 5],
  ],
  scores: [
    [10 / 15, 10 / 12, 20 / 27],
    [8 / 10, 8 / 13, 16 / 23],
  ],
  averages: [
    [0.733, 0.724, 0.718],
    [0.72, 0.72, 0.72],
    [0.736, 0.72, 0.717],
  ],
  points: [18, 13, 25],
  balanced: 0.724,
  majority: "dog",
};
const NEVER = {
  ...REPORT,
  names: ["cat", "dog"],
  tallies: [
    [12, 13, 0],
    [0, 0, 13],
  ],
  scores: [
    [0.48, 1, 0.649],
    [Number.NaN, 0, 0],
  ],
};

test("a score is written out in the matrix's own counts", () => {
  assert.equal(counted(0, [10, 5, 2]), "10 / (10 + 5)");
  const made = ofClass(REPORT, 0).map((entry) => entry.made);
  assert.equal(made[0], "precision of cat = TP / (TP + FP) = 10 / (10 + 5) = 0.667");
  assert.equal(made[1], "recall of cat = TP / (TP + FN) = 10 / (10 + 2) = 0.833");
  assert.match(made[2], /= 2 · 10 \/ \(2 · 10 \+ 5 \+ 2\) = 0\.741$/);
  assert.equal(made[3], "support of cat = TP + FN = 10 + 2 = 12");
});

test("averages name their terms, each in its own way", () => {
  const [macro, micro, weighted] = [0, 1, 2].map((i) => ofAverage(REPORT, i)[1].made);
  assert.equal(macro, "macro avg of recall = (0.833 + 0.615) / 2 = 0.724");
  assert.equal(micro, "micro avg of recall = 18 / (18 + 7) = 0.720");
  assert.equal(weighted, "weighted avg of recall = (12 · 0.833 + 13 · 0.615) / 25 = 0.720");
});

test("accuracy, balanced accuracy and baseline name theirs", () => {
  const [accuracy, balanced, baseline] = overall(REPORT).map((entry) => entry.made);
  assert.equal(accuracy, "accuracy = right / all = (10 + 8) / 25 = 0.720");
  assert.match(balanced, /\(0\.833 \+ 0\.615\) \/ 2 = 0\.724$/);
  assert.match(baseline, /always dog, .* = 13 \/ 25 = 0\.520$/);
});

test("of several labels all must be right, and there is no balanced accuracy", () => {
  const [accuracy, balanced] = overall({ ...REPORT, balanced: Number.NaN });
  assert.equal(
    accuracy.made,
    "accuracy = points with every label right / points = 18 / 25 = 0.720",
  );
  assert.equal(balanced.text, "–");
});

test("a class that is never predicted has no precision: 0 is shown, marked and explained", () => {
  const [precision, recall] = ofClass(NEVER, 1);
  assert.deepEqual([precision.text, precision.lacks], ["0.000*", true]);
  assert.match(precision.made, /= 0 \/ \(0 \+ 0\) = 0 \/ 0, undefined, shown as 0$/);
  assert.deepEqual([recall.text, recall.lacks], ["0.000", false]);
  assert.match(undefinedOnes(NEVER), /dog is never predicted: no precision/);
  assert.equal(undefinedOnes(REPORT), "");
});
