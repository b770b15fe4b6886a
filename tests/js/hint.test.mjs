// The hint of a first visit: what the charts answer to, once.

import assert from "node:assert/strict";
import { test } from "node:test";
import { hint } from "../../playground/browser/hint.js";
import { Element, furnish } from "./elements.mjs";

furnish();

/** Return the line of a page that is opened, its close button, and what ends it: a press. */
function opened(isCoarse = false) {
  globalThis.matchMedia = () => ({ matches: isCoarse });
  const [line, charts] = [new Element("p"), new Element("div")];
  line.hidden = true;
  hint(line, charts);
  return { line, charts };
}

/** Forget that this browser was here. */
function forget() {
  const kept = new Map();
  globalThis.localStorage = {
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => kept.set(name, value),
  };
}

test("the hint says all that the charts answer to, and goes at the first press", () => {
  forget();
  const { line, charts } = opened();
  assert.equal(line.hidden, false);
  assert.match(line.textContent, /Hover the plane.*click a cell.*drag: zoom.*double-click: all/);
  charts.onpointerdown();
  assert.equal(line.hidden, true);
});

test("a finger is told what a finger can do", () => {
  forget();
  assert.match(opened(true).line.textContent, /^Tap the plane.*tap a cell/);
});

test("the second visit has none", () => {
  forget();
  opened();
  const { line } = opened();
  assert.equal(line.hidden, true);
  assert.equal(line.textContent, "");
});
