// A warning says classes by the names that the charts show, and does not flicker with the numbers.

import assert from "node:assert/strict";
import { test } from "node:test";
import { named, Warnings } from "../../playground/browser/warnings.js";

test("classes are named as in the charts, also when a name looks like a pattern", () => {
  const warning = { key: "k", text: "Never: {classes}.", field: "f", classes: [0, 2] };
  assert.equal(named(warning, ["$&", "b", "red"]).text, "Never: $&, red.");
});

test("a column's name in braces stays as it is", () => {
  const warning = { key: "k", text: "{classes} is large.", field: "f", classes: [] };
  assert.equal(named(warning, ["a", "b"]).text, "{classes} is large.");
});

test("a warning that comes and goes within a second is never shown", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  let now = 0;
  context.mock.method(performance, "now", () => now);
  const seen = [];
  const strip = {
    hidden: true,
    addEventListener() {},
    replaceChildren() {},
    contains: () => false,
  };
  globalThis.document ??= /** @type {any} */ ({ activeElement: null });
  globalThis.HTMLElement ??= /** @type {any} */ (class {});
  const warnings = new Warnings(/** @type {any} */ (strip), () => ({ classes: [], labs: {} }));
  for (let i = 0; i < 20; i += 1) {
    now += 900;
    warnings.take(i % 2 ? [] : [{ key: "flash", text: "flash", field: "", classes: [] }]);
    context.mock.timers.tick(900);
    seen.push(strip.hidden);
  }
  assert.ok(seen.every(Boolean));
  assert.equal(seen.length, 20);
});
