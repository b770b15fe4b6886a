// The bar's numbers and the details' words: what a frame tells, and what it doesn't.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Details } from "../../playground/browser/details.js";
import { StatusBar } from "../../playground/browser/status.js";
import { Element, furnish } from "./elements.mjs";

furnish();

const NAMES = [
  ...["epoch", "train-loss", "test-loss", "validation-loss", "train-accuracy", "test-accuracy"],
  ...["validation-accuracy", "parameters", "speed"],
];

const ABOUT = {
  ...{ epoch: 12, present: 12, learning_rate: 0.03, n_parameters: 114, epochs_per_second: 5 },
  ...{ train_loss: 0.5, test_loss: 0.625, train_accuracy: 0.9, test_accuracy: 0.8 },
  ...{ validation_loss: null, validation_accuracy: null },
};

/** Return what a bar shows of a frame by name, null for what it hides. */
function shown(about) {
  const values = Object.fromEntries(NAMES.map((name) => [name, new Element("dd")]));
  for (const value of Object.values(values)) new Element("div").append(value);
  const button = () => {
    const made = new Element("button");
    made.append(new Element("svg"), new Element("span"));
    made.childNodes = made.children;
    made.children[0].replaceWith = () => {};
    return made;
  };
  const [play, step, reset] = [button(), button(), button()];
  const [root, word, live] = ["div", "span", "p"].map((tag) => new Element(tag));
  new StatusBar({ values, play, step, reset, root, word, live }).show("paused", about);
  return Object.fromEntries(
    NAMES.map((name) => [name, values[name].parentElement.hidden ? null : values[name].text]),
  );
}

test("the bar shows the validation part's numbers where there is one", () => {
  const { "validation-loss": lost, "validation-accuracy": accuracy } = shown({
    ...ABOUT,
    validation_loss: 0.25,
    validation_accuracy: 0.7,
  });
  assert.deepEqual([lost, accuracy], ["0.2500", "70.0 %"]);
  const { "validation-loss": none, "test-loss": test } = shown(ABOUT);
  assert.deepEqual([none, test], [null, "0.6250"]);
});

test("of several labels the bar shows exact match and the share of right labels", () => {
  const both = shown({ ...ABOUT, label_accuracies: [0.95, 0.925] });
  assert.equal(both["train-accuracy"], "90.0 % exact match, 95.0 % of labels");
  assert.equal(both["test-accuracy"], "80.0 % exact match, 92.5 % of labels");
  assert.equal(shown(ABOUT)["test-accuracy"], "80.0 %");
});

/** Return the text of the opened details of a frame. */
function told(about) {
  const part = { X: [[90, 2], "torch.float32"], y: [[90], "torch.int64"], counts: [40, 50] };
  const parts = { details: new Element("aside"), more: new Element("button") };
  const board = {
    parts: { ...parts, summary: new Element("span") },
    connection: { key: "key" },
    names: { outputs: ["class 0", "class 1"] },
    latest: { about, data: { train: part, test: part, validation: null, baseline: 0.5 } },
    data: { query: "", layers: [{ role: "linear", label: "output", n_in: 2, n_out: 2 }] },
  };
  new Details(board).show(true);
  return parts.details.textContent;
}

test("the details tell both accuracies of several labels, and nothing of who takes the steps", () => {
  const text = told({ ...ABOUT, label_accuracies: [0.95, 0.925] });
  assert.match(text, /Test accuracy now80\.0 % exact match, 92\.5 % of labels/);
  assert.match(text, /Learning rate now0\.03Devicecpu/);
  assert.doesNotMatch(text, /taken by|written out/i);
});
