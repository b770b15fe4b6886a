import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { happened, holds } from "../../playground/browser/conditions.js";
import { read, readBest, write } from "../../playground/browser/progress.js";
import { units } from "../../playground/browser/runs.js";

const COMPARISON = /^(?:([ab])\.)?(\w+)\s*(>=|<=|!=|>|<|=)\s*(\S+)$/;

function parsed(text) {
  return text.split(" and ").map((part) => {
    const [, board, quantity, operator, value] = COMPARISON.exec(part);
    return { board: board ?? "a", quantity, operator, value };
  });
}

test("a condition means the same here and in the tests without a browser", () => {
  const table = JSON.parse(readFileSync(new URL("conditions.json", import.meta.url), "utf8"));
  assert.ok(table.length > 10);
  for (const [text, runs, expected] of table)
    assert.equal(holds(parsed(text), runs), expected, text);
});

test("what happened is the first guess that holds, or the one without a condition", () => {
  const low = { holds: parsed("test_loss < 0.1") };
  const high = { holds: parsed("test_loss > 0.6") };
  const runs = (loss) => ({ a: { test_loss: loss } });
  assert.equal(happened([low, high, { holds: null }], runs(0.05)), 0);
  assert.equal(happened([low, high, { holds: null }], runs(0.65)), 1);
  assert.equal(happened([low, high, { holds: null }], runs(0.3)), 2);
  assert.equal(happened([low, high], runs(0.3)), null);
});

const SIZES = { guesses: 3, steps: 4 };
const NONE = { guess: null, came: null, done: 0 };

test("progress comes back as it was written, beside that of other lessons", () => {
  const progress = { guess: 2, came: 0, done: 4 };
  const text = write(write(null, "one", progress), "other", { ...NONE, done: 1 });
  assert.deepEqual(read(text, "one", SIZES), progress);
  assert.deepEqual(read(text, "other", SIZES), { ...NONE, done: 1 });
  assert.deepEqual(read(text, "third", SIZES), NONE);
});

test("of nonsense that a browser remembers, what can be read is read", () => {
  for (const text of [null, "", "{", "[]", "7", "null", '"x"', '{"one":7}', '{"one":null}'])
    assert.deepEqual(read(text, "one", SIZES), NONE, String(text));
  const odd = { guess: 3, came: "1", done: 9, more: 1 };
  assert.deepEqual(read(JSON.stringify({ one: odd }), "one", SIZES), NONE);
  const half = { guess: 1, came: -1, done: 2.5 };
  assert.deepEqual(read(JSON.stringify({ one: half }), "one", SIZES), { ...NONE, guess: 1 });
  assert.equal(JSON.parse(write("{", "one", NONE)).one.done, 0);
});

test("the best score of a challenge is a number that is not below zero, or none", () => {
  const text = JSON.stringify({ "challenge:a": 8, "challenge:b": -1, "challenge:c": "8", a: 7 });
  assert.deepEqual(
    ["a", "b", "c", "d"].map((name) => readBest(text, name)),
    [8, null, null, null],
  );
  assert.equal(readBest("{", "a"), null);
});

test("units are those of all hidden layers", () => {
  assert.deepEqual([undefined, "", "8", "8,4"].map(units), [0, 0, 8, 12]);
});
