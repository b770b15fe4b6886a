// Whose turn it is: what comes with every frame, what takes turns, what waits.

import assert from "node:assert/strict";
import { test } from "node:test";
import { PREDICTIONS, Schedule } from "../../playground/browser/schedule.js";

const VIEWS = [
  { name: "picture", every: 0, computed: true },
  { name: "curve", every: 85, computed: true },
  { name: "bars", every: 60, computed: false },
  { name: "matrix", every: 85, computed: true },
];

function schedule() {
  const made = new Schedule();
  made.open(VIEWS);
  return made;
}

test("what comes with every frame is always asked for, the others in turn", () => {
  const turns = schedule();
  const asked = Array.from({ length: 100 }, (_, i) => turns.request(1000 + 20 * i));
  assert.ok(asked.every(([first]) => first === "picture"));
  assert.ok(asked.every((names) => names.length <= 2));
  const count = (name) => asked.filter((names) => names.includes(name)).length;
  assert.ok(count("curve") >= 20 && count("curve") <= 2000 / 85 + 1);
  assert.ok(Math.abs(count("curve") - count("matrix")) <= 1);
  assert.ok(count(PREDICTIONS) >= 8 && count(PREDICTIONS) <= 11);
  assert.equal(count("bars"), 0); // has no numbers of its own
});

test("a view that nothing computes is drawn from every frame, at its own rate", () => {
  const turns = schedule();
  let drawn = 0;
  for (let now = 1000; now < 2000; now += 10) {
    turns.arrive(["picture"], String(now));
    const due = turns.due(now);
    assert.equal(due[0], "picture");
    drawn += due.includes("bars");
    for (const name of due) turns.done(name, now);
  }
  assert.ok(drawn >= 15 && drawn <= 17);
});

test("of those that take turns, one is drawn at a time", () => {
  const turns = schedule();
  turns.arrive(["picture", "curve", "matrix", PREDICTIONS], "1");
  const seen = [];
  while (turns.waiting) {
    const due = turns.due(1000);
    const heavy = due.filter((name) => name !== "picture" && name !== "bars");
    assert.ok(heavy.length <= 1);
    seen.push(...due);
    for (const name of due) turns.done(name, 1000);
  }
  assert.deepEqual(seen.toSorted(), [...VIEWS.map(({ name }) => name), PREDICTIONS].toSorted());
});

test("on a page that draws few frames, what has waited long comes together", () => {
  const turns = schedule();
  turns.costs = { curve: 20 };
  const times = { curve: [], matrix: [] };
  for (let now = 1000; now < 5000; now += 150) {
    const names = turns.request(now);
    assert.ok(names.length <= 4);
    for (const name of ["curve", "matrix"]) if (names.includes(name)) times[name].push(now);
  }
  const rarest = (name) => Math.max(...times[name].slice(1).map((at, i) => at - times[name][i]));
  assert.ok(rarest("matrix") <= 350);
  assert.ok(rarest("curve") <= 650); // its drawing takes long
});

test("the same instant again is no news, except for what is asked about", () => {
  const turns = schedule();
  assert.equal(turns.arrive(["picture"], "1"), true);
  for (const name of turns.due(1000)) turns.done(name, 1000);
  assert.equal(turns.arrive(["picture"], "1"), false);
  assert.deepEqual(turns.due(2000), ["bars"]);
  turns.forget();
  assert.equal(turns.arrive(["picture"], "1"), true);
});

test("what was drawn on the way is drawn again at rest, where it is finer, and that but once", () => {
  const turns = schedule();
  turns.arrive(["picture"], "1");
  for (const name of turns.due(1000)) turns.done(name, 1000);
  assert.equal(turns.arrive(["picture"], "1", true), false);
  assert.ok(turns.due(1010).includes("picture"));
  for (const name of turns.due(1010)) turns.done(name, 1010);
  turns.arrive(["picture"], "1", true);
  turns.arrive(["picture"], "1"); // goes on: nothing was trained yet
  assert.ok(!turns.due(1020).includes("picture"));
  turns.arrive(["picture"], "2");
  assert.ok(turns.due(1030).includes("picture"));
});

test("while the page is busy, there is but a picture now and then", () => {
  const turns = schedule();
  turns.hush(1000);
  turns.arrive(["picture", "curve"], "1");
  assert.deepEqual(turns.due(1010), ["picture"]);
  turns.shown = 1010;
  assert.equal(turns.resting(1050), true);
  assert.equal(turns.resting(1100), false);
  turns.unhush();
  assert.equal(turns.resting(1050), false);
  assert.ok(turns.due(1050).includes("curve"));
});

test("a view that is closed is neither asked for nor drawn", () => {
  const turns = schedule();
  turns.arrive(["picture", "curve"], "1");
  turns.open(VIEWS.slice(0, 1));
  assert.deepEqual(turns.due(1000), ["picture"]);
  for (let now = 2000; now < 3000; now += 50) {
    const others = turns.request(now).filter((name) => name !== PREDICTIONS);
    assert.deepEqual(others, ["picture"]);
  }
});
