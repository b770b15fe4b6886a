// Numbers and cells as people read them.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  accuracy,
  brief,
  decimal,
  loss,
  percent,
  plain,
  short,
} from "../../playground/browser/numbers.js";
import { counts, shares, written } from "../../playground/views/confusion/cells.js";

test("numbers have a true minus sign, and words where they are none", () => {
  const { NaN: nan, POSITIVE_INFINITY: inf } = Number;
  const texts = [-0.5, 12, nan, inf, -inf, null, undefined, 123456].map((n) => decimal(n, 2));
  assert.deepEqual(texts, ["−0.50", "12.00", "NaN", "∞", "−∞", "–", "–", "1.2e+5"]);
});

test("losses are short", () => {
  const texts = [0.12345, 12.345, 1234.5, 2e6, 0.00001, 0, null].map(loss);
  assert.deepEqual(texts, ["0.1235", "12.35", "1235", "2.0e+6", "1.0e-5", "0.0000", "–"]);
});

test("shares are in per cent", () => {
  assert.deepEqual(
    [0.5, 1, null, Number.NaN].map((s) => percent(s)),
    ["50.0 %", "100.0 %", "–", "–"],
  );
});

test("names are no markup, and axes go without their brackets", () => {
  assert.equal(plain("a < b & <i>c</i>"), "a &lt; b &amp; &lt;i>c&lt;/i>");
  assert.equal(plain("50 %{x} %"), "50 %&#123;x} %");
  assert.equal(brief("component 1 (44% of variance)"), "component 1");
});

const COUNTS = { data: Int32Array.of(3, 1, 0, 0, 10, 4, 5, 1000), shape: [2, 2, 2] };

test("rows of a matrix are true labels, parts come one after the other", () => {
  assert.deepEqual(counts(COUNTS, 0), [
    [3, 1],
    [0, 0],
  ]);
  assert.deepEqual(counts(COUNTS, 1), [
    [10, 4],
    [5, 1000],
  ]);
});

test("cells can be shares of their row; an empty row has none", () => {
  assert.deepEqual(shares(counts(COUNTS, 0)), [
    [0.75, 0.25],
    [0, 0],
  ]);
  assert.deepEqual(written([[0.75, 0.25]], false), [["75.0 %", "25.0 %"]]);
  assert.deepEqual(written([[0.754, 0.246]], true), [["75 %", "25 %"]]);
});

test("of several labels exact match and each label's accuracy stand beside each other", () => {
  assert.equal(accuracy(0.5), "50.0 %");
  assert.equal(accuracy(0.5, null), "50.0 %");
  assert.equal(accuracy(0.5, 0.875), "50.0 % exact match, 87.5 % of labels");
});

test("of a class without a name the number remains, and a name as it is", () => {
  const names = ["class 3", "class 10", "class A", "class 3 b", "class ", "my class 3"];
  assert.deepEqual(names.map(short), ["3", "10", ...names.slice(2)]);
});
