// Frames that come before the display took the one before them.

import assert from "node:assert/strict";
import { test } from "node:test";
import { AHEAD, Arrivals } from "../../playground/browser/arrivals.js";

const running = { status: "running", past: false, generation: 1 };

/** Return arrivals that note what they pass on, and a way to let frames come. */
function arrivals() {
  const taken = [];
  const made = new Arrivals(({ about }) => taken.push(about) > 0);
  const come = (about = running, before = running) => made.come({ about }, before);
  return { made, taken, come };
}

test("of frames that come together each gets a picture of its own", () => {
  const { made, taken, come } = arrivals();
  for (let i = 0; i < 3; i++) come();
  assert.equal(taken.length, 1);
  for (const n of [2, 3, 3]) {
    made.shown();
    made.next();
    assert.equal(taken.length, n);
  }
});

test("what is news of another kind does not wait, nor what came before it", () => {
  const others = [
    { ...running, status: "paused" },
    { ...running, past: true },
    { ...running, generation: 2 },
  ];
  for (const other of others) {
    const { taken, come } = arrivals();
    come();
    come();
    come(other);
    assert.deepEqual(taken, [running, running, other]);
  }
});

test("no more is asked for than the display has taken", () => {
  const { made, come } = arrivals();
  assert.equal(made.room(true), AHEAD);
  for (let n = 1; n <= AHEAD; n++) {
    come();
    assert.equal(made.room(true), AHEAD - n);
  }
  made.shown();
  made.next();
  assert.equal(made.room(true), 1);
});

test("a run that stands still is asked for one frame, none while two wait for a hidden tab", () => {
  const { made, come } = arrivals();
  assert.equal(made.room(false), 1);
  come();
  assert.equal(made.room(false), 1);
  come();
  assert.equal(made.room(false), 0);
});

test("what can't be taken, or is not to be shown, keeps nothing waiting", () => {
  let count = 0;
  const made = new Arrivals(() => {
    count += 1;
    if (count === 1) throw new Error("a bad day");
    return count > 2;
  });
  assert.throws(() => made.come({ about: running }, running));
  for (let i = 0; i < 3; i++) made.come({ about: running }, running);
  assert.deepEqual([count, made.frames.length], [3, 1]);
});

test("what waits is let go of", () => {
  const { made, taken, come } = arrivals();
  come();
  come();
  made.forget();
  made.shown();
  made.next();
  assert.equal(taken.length, 1);
});
