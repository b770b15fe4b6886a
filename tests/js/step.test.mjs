import assert from "node:assert/strict";
import { test } from "node:test";
import { InStep, paced, slowest, together } from "../../playground/browser/step.js";

/** Pictures of the display, when the test says so. */
const pictures = [];
globalThis.requestAnimationFrame = (draw) => pictures.push(draw);
globalThis.cancelAnimationFrame = () => pictures.splice(0);

function picture() {
  for (const draw of pictures.splice(0)) draw();
}

/** A board whose run does `speed` epochs from one picture to the next, if it may. */
function board(speed, status = "running") {
  return {
    latest: { about: { present: 0, status } },
    connection: { stream: { open: true } },
    horizon: -1,
    send({ op, epoch }) {
      assert.equal(op, "horizon");
      this.horizon = epoch;
    },
    train() {
      const { about } = this.latest;
      if (about.status !== "running") return;
      const free = about.present + speed;
      about.present =
        this.horizon < 0 ? free : Math.max(about.present, Math.min(free, this.horizon));
    },
  };
}

/** Let boards train for `n` pictures; return the most by which one was ahead. */
function train(boards, n) {
  let ahead = 0;
  for (let i = 0; i < n; i++) {
    for (const one of boards) one.train();
    const epochs = boards.map(({ latest }) => latest.about.present);
    ahead = Math.max(ahead, Math.max(...epochs) - Math.min(...epochs));
    picture();
  }
  return ahead;
}

test("the faster run is ahead by about one picture of the slower one, which is not held back", () => {
  const boards = [board(3), board(50)];
  const step = new InStep(boards);
  assert.ok(train(boards, 100) <= 5);
  assert.ok(boards[0].latest.about.present >= 285);
  step.close();
  assert.deepEqual(
    boards.map(({ horizon }) => horizon),
    [-1, -1],
  );
  assert.ok(train(boards, 10) > 400);
});

test("fast runs go on fast, and a run that falls back is waited for", () => {
  const boards = [board(40), board(60)];
  const step = new InStep(boards);
  assert.ok(train(boards, 100) <= 60);
  assert.ok(boards[0].latest.about.present > 3000);
  boards[0].latest.about.present = 0; // it was reset
  picture();
  const before = boards[1].latest.about.present;
  train(boards, 3);
  assert.equal(boards[1].latest.about.present, before);
  step.close();
});

test("a paused run is waited for, one that is over is not", () => {
  const boards = [board(5, "paused"), board(5)];
  const step = new InStep(boards);
  train(boards, 20);
  assert.ok(boards[1].latest.about.present <= 10);
  boards[0].latest.about.status = "finished";
  train(boards, 20);
  assert.ok(boards[1].latest.about.present >= 95);
  step.close();
});

test("a board whose connection was lost is told again when it is back", () => {
  const boards = [board(5, "paused"), board(5)];
  const step = new InStep(boards);
  train(boards, 5);
  boards[1].connection.stream.open = false;
  picture();
  boards[1].horizon = -1; // its run waits nowhere once its visitor has left
  boards[1].connection.stream.open = true;
  picture();
  assert.ok(boards[1].horizon > 0);
  step.close();
});

test("boards in step are steered together", () => {
  const boards = [board(1), board(1)];
  assert.deepEqual(together(boards[1]), [boards[1]]);
  const step = new InStep(boards);
  assert.deepEqual(together(boards[1]), [boards[1], boards[0]]);
  step.close();
  assert.deepEqual(together(boards[1]), [boards[1]]);
});

test("the stride is what the slower run gains, or grows while that is all that it may", () => {
  assert.deepEqual([paced(1, 1), paced(4, 4), paced(10, 3), paced(10, 0)], [2, 6, 3, 1]);
  assert.equal(slowest([null, { present: 3, status: "running" }]), null);
  assert.equal(
    slowest([
      { present: 5, status: "idle" },
      { present: 3, status: "running" },
    ]),
    3,
  );
});
