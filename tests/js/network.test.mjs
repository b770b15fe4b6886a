import assert from "node:assert/strict";
import { test } from "node:test";
import { bend, layout, lines, nearest } from "../../playground/views/network/layout.js";

test("units of a layer stand in a column within the box", () => {
  const { spots, side } = layout([2, 10, 10, 1], 400, 300);
  assert.deepEqual(
    spots.map((column) => column.length),
    [2, 10, 10, 1],
  );
  for (const column of spots) {
    assert.equal(new Set(column.map(({ x }) => x)).size, 1);
    for (const { y } of column) assert.ok(y - side / 2 >= 0 && y + side / 2 <= 300);
  }
  const [first, second] = spots[1];
  assert.ok(second.y - first.y >= side);
});

test("ten layers on a phone keep apart", () => {
  const { spots, side } = layout(Array(10).fill(10), 340, 260);
  assert.ok(spots[1][0].x - spots[0][0].x > side);
});

test("lines are in the order of the weights, a row for each unit that they lead to", () => {
  const all = lines([2, 3, 1]);
  assert.equal(all.length, 9);
  assert.deepEqual(all[1], { layer: 1, to: 0, from: 1 });
  assert.deepEqual(all[2], { layer: 1, to: 1, from: 0 });
  assert.deepEqual(all[8], { layer: 2, to: 0, from: 2 });
});

test("a pointer means the line it is on, and none where there is none", () => {
  const at = layout([2, 2], 400, 300);
  const all = lines([2, 2]);
  const [x, y, , , , , toX] = bend(at, all[3]);
  assert.equal(nearest(at, all, x + 2, y), 3);
  assert.equal(nearest(at, all, (x + toX) / 2, 4), -1);
  assert.equal(nearest(at, all, x - 40, y), -1);
});
