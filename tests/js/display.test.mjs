// With the display's next picture, or without one.

import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { withNextPicture } from "../../playground/browser/display.js";

/** Let `run` use a display whose pictures come when `picture` is called, and a clock of its own. */
function at(visibilityState, run) {
  const waiting = new Map();
  Object.assign(globalThis, {
    document: { visibilityState },
    requestAnimationFrame: (act) => waiting.set(waiting.size + 1, act).size,
    cancelAnimationFrame: (id) => waiting.delete(id),
  });
  mock.timers.enable({ apis: ["setTimeout"] });
  let drawn = 0;
  const cancel = withNextPicture(() => drawn++);
  const picture = () => {
    for (const act of [...waiting.values()]) act();
  };
  run({ picture, cancel, drawn: () => drawn });
  mock.timers.reset();
}

test("a picture of the display is waited for, once", () =>
  at("visible", ({ picture, drawn }) => {
    assert.equal(drawn(), 0);
    picture();
    picture();
    mock.timers.tick(5000);
    assert.equal(drawn(), 1);
  }));

test("a visible page without pictures is brought up to date all the same", () =>
  at("visible", ({ picture, drawn }) => {
    mock.timers.tick(1000);
    assert.equal(drawn(), 1);
    picture();
    assert.equal(drawn(), 1);
  }));

test("a hidden page waits until it is seen", () =>
  at("hidden", ({ picture, drawn }) => {
    mock.timers.tick(5000);
    assert.equal(drawn(), 0);
    picture();
    assert.equal(drawn(), 1);
  }));

test("what is called off is not drawn", () =>
  at("visible", ({ picture, cancel, drawn }) => {
    cancel();
    picture();
    mock.timers.tick(5000);
    assert.equal(drawn(), 0);
  }));
