// A warning about classes says them by the names that the charts show.

import assert from "node:assert/strict";
import { test } from "node:test";
import { named } from "../../playground/browser/warnings.js";

test("classes are named as in the charts, also when a name looks like a pattern", () => {
  const warning = { key: "k", text: "Never: {classes}.", field: "f", classes: [0, 2] };
  assert.equal(named(warning, ["$&", "b", "red"]).text, "Never: $&, red.");
});

test("a column's name in braces stays as it is", () => {
  const warning = { key: "k", text: "{classes} is large.", field: "f", classes: [] };
  assert.equal(named(warning, ["a", "b"]).text, "{classes} is large.");
});
