// Legends: the names of classes and parts stand above the plane or beside it, never on it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { arrange, MANY, needed } from "../../playground/views/boundary/legends.js";

const ROOT = 16; // pixels of a rem

globalThis.getComputedStyle ??= /** @type {any} */ (() => ({ fontSize: `${ROOT}px` }));
globalThis.document ??= /** @type {any} */ ({ documentElement: null });

const entries = (names, meta, legend) => names.map((name) => ({ name, meta, legend }));

/** Return the layout and the names of classes of a chart so wide, as figure.py begins it. */
function arranged(names, width) {
  const classes = entries(names, { role: "class" });
  const parts = entries(["train", "test", "misclassified"], { role: "part" }, "legend2");
  const above = { orientation: "h", y: 1, yanchor: "bottom" };
  const layout = {
    margin: { t: 24 },
    legend: { ...above, x: 0, xanchor: "left" },
    legend2: { ...above, x: 1, xanchor: "right" },
  };
  arrange([...classes, ...parts], layout, width);
  return { layout, names: classes.map(({ name }) => name) };
}

const numbered = (n) => Array.from({ length: n }, (_, k) => `class ${k}`);

test("two short names and the parts stand in one line above the plane", () => {
  const { layout, names } = arranged(numbered(2), 800);
  assert.equal(layout.margin.t, 24);
  assert.equal(layout.legend.y, layout.legend2.y);
  assert.deepEqual(names, numbered(2));
});

test("what is too wide for a line gets two lines of room above the plane", () => {
  const long = ["dropout", "enrolled student", "graduate student"];
  const { layout, names } = arranged(long, 480);
  assert.deepEqual(names, long);
  assert.deepEqual([layout.legend.yref, layout.legend.yanchor], ["container", "top"]);
  assert.deepEqual([layout.legend2.x, layout.legend2.yanchor], [0, "bottom"]);
  assert.ok(layout.margin.t >= 3 * ROOT);
});

test("of numbered classes only numbers remain where they would fill more than their line", () => {
  const { names } = arranged(numbered(6), needed(entries(numbered(6))) * ROOT - 1);
  assert.deepEqual(names, ["0", "1", "2", "3", "4", "5"]);
});

test("many classes stand beside the plane, one below the other", () => {
  const { layout } = arranged(numbered(MANY + 1), 400);
  for (const legend of [layout.legend, layout.legend2]) {
    assert.equal(legend.orientation, "v");
    assert.ok(legend.x > 1);
  }
  assert.deepEqual([layout.legend.yanchor, layout.legend2.yanchor], ["top", "bottom"]);
  assert.ok(layout.margin.t < 24);
});
