// Inspector: what stands in its table and below it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { reach } from "../../playground/views/inspector/curve.js";
import { summary } from "../../playground/views/inspector/route.js";
import {
  remark,
  saturated,
  sigmoid,
  softmax,
  spelt,
  terms,
  worked,
} from "../../playground/views/inspector/steps.js";

const tensor = (...values) => ({ data: Float32Array.from(values), shape: [values.length] });

const SOFTMAX = {
  logits: tensor(1, 3),
  scaled: tensor(0.5, 1.5),
  exp: tensor(Math.exp(0.5), Math.exp(1.5)),
  shifted: tensor(-1, 0),
  shifted_exp: tensor(Math.exp(-1), 1),
  sums: tensor(Math.exp(0.5) + Math.exp(1.5), Math.exp(-1) + 1),
  proba: tensor(0.2689, 0.7311),
  log_proba: tensor(-1.3133, -0.3133),
};

test("by the book the exponentials are summed, as torch does those of what is shifted", () => {
  const book = softmax(SOFTMAX, 1, true);
  assert.deepEqual(book.heads, ["logit z", "exp(z)", "p = exp / Σ", "log p"]);
  assert.deepEqual(book.sums, ["", "6.130", "", ""]);
  assert.equal(book.lines[1][book.bar], "0.7311");
  const torch = softmax(SOFTMAX, 1, false);
  assert.deepEqual(torch.sums, ["", "", "1.368", "", ""]);
  assert.deepEqual(torch.lines[0].slice(0, 3), ["1.000", "−1.000", "0.3679"]);
});

test("a temperature has a column of its own", () => {
  const { heads, lines } = softmax(SOFTMAX, 2, true);
  assert.deepEqual(heads.slice(0, 3), ["logit z", "z / T", "exp(z / T)"]);
  assert.deepEqual(lines[0].slice(0, 2), ["1.000", "0.5000"]);
});

test("a single logit is that of class 1", () => {
  const one = {
    logits: tensor(2),
    exp: tensor(0.1353),
    proba: tensor(0.12, 0.88),
    log_proba: tensor(-2.1, -0.13),
  };
  const { lines, sums } = sigmoid(one, 1);
  assert.deepEqual(lines[0], ["–", "–", "0.1200", "−2.100"]);
  assert.deepEqual(lines[1], ["2.000", "0.1353", "0.8800", "−0.1300"]);
  assert.deepEqual(sums, []);
});

test("what a loss sums stands in a last column", () => {
  const table = terms(softmax(SOFTMAX, 1, true), "h[k]", tensor(0.25, 0));
  assert.equal(table.heads.at(-1), "h[k]");
  assert.deepEqual(
    table.lines.map((line) => line.at(-1)),
    ["0.2500", "0.000"],
  );
  assert.equal(terms(table, undefined, undefined), table);
});

test("numbers keep their digits, and what is none is named", () => {
  assert.equal(spelt(1.5e-7), "1.50e−7");
  assert.equal(spelt(3.4e38), "3.40e38");
  assert.equal(spelt(Number.POSITIVE_INFINITY), "∞");
  assert.equal(spelt(Number.NaN), "NaN");
});

test("exponentials that leave float32 are remarked on, and only those", () => {
  assert.match(remark(Number.POSITIVE_INFINITY, true), /overflows float32/);
  assert.match(remark(0, true), /0 ÷ 0/);
  assert.equal(remark(3, true), "");
  assert.match(remark(Number.POSITIVE_INFINITY, false), /can't overflow/);
  assert.match(saturated([0, 1]), /exactly 0 or 1/);
  assert.equal(saturated([0.1, 0.9]), "");
});

test("a loss is worked out, and set beside its part's", () => {
  const loss = {
    value: 0.5,
    symbols: "−log p",
    numbers: "−(−0.5)",
    part: "test",
    divisor: 60,
    mean: 0.7,
  };
  assert.equal(
    worked(loss, ""),
    "Loss: −log p = −(−0.5) = 0.5000\nAdds 0.5000 ÷ 60 = 0.0083 to the test loss 0.7000.",
  );
  assert.match(
    worked({ ...loss, where: "q = softmax(p)" }, " (at T = 1)"),
    /^Loss \(at T = 1\): .*where q/,
  );
  assert.match(worked({ ...loss, value: null, symbols: undefined }, ""), /^Loss: NaN/);
});

test("the curve's axis holds all logits and seldom changes", () => {
  assert.deepEqual([[0.5], [-6, 2], [7], [-20], []].map(reach), [6, 6, 12, 24, 6]);
  assert.equal(reach([Number.NaN, Number.POSITIVE_INFINITY]), 6);
});

test("a layer is summed up by its range and its zeros", () => {
  assert.equal(summary([0, 1.5, 0, 2]), "0.00 … 2.00, 2 of 4 are 0");
  assert.equal(summary([-1, 1]), "−1.00 … 1.00");
});
