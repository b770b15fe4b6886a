import assert from "node:assert/strict";
import { test } from "node:test";
import { Runs } from "../../playground/browser/runs.js";
import { shown } from "../../playground/browser/shown.js";

const BOARDS = { a: "lesson" };

function board(about, sent = []) {
  const made = {
    data: { generation: 7, fields: { hidden: ["8,4", "8, 4"], learning_rate: ["0.1", "0.1"] } },
    latest: { about: { generation: 7, past: false, present: 5, status: "running", ...about } },
    connection: { stream: { open: true } },
    send: (message) => sent.push(message.op),
  };
  shown.set("lesson", made);
  return made;
}

test("a run is known by its fields, its numbers and its units", () => {
  const runs = new Runs();
  runs.take({ begun: 1, boards: BOARDS });
  shown.clear();
  assert.equal(runs.look(), null);
  const made = board({ test_loss: 0.5 });
  const { epoch, units, learning_rate, test_loss } = runs.look().a;
  assert.deepEqual([epoch, units, learning_rate, test_loss], [5, 12, "0.1", 0.5]);
  for (const other of [{ past: true }, { generation: 8 }]) {
    Object.assign(made.latest.about, { past: false, generation: 7 }, other);
    assert.equal(runs.look(), null);
  }
});

test("what is begun anew resets its run once, and counts when that is at rest", () => {
  const runs = new Runs();
  const sent = [];
  const made = board({}, sent);
  runs.take({ begun: 2, boards: BOARDS });
  made.connection.stream.open = false;
  assert.equal(runs.look(), null);
  made.connection.stream.open = true;
  for (let i = 0; i < 4; i += 1) assert.equal(runs.look(), null);
  assert.deepEqual(sent, ["reset"]);
  Object.assign(made.latest.about, { present: 0, status: "idle" });
  assert.equal(runs.look().a.epoch, 0);
  runs.take({ begun: 2, boards: BOARDS });
  assert.equal(runs.look().a.epoch, 0);
  assert.deepEqual(sent, ["reset"]);
});

test("a run that was trained again at once counts after a while", () => {
  const runs = new Runs();
  board({});
  runs.take({ begun: 3, boards: BOARDS });
  let looks = 0;
  while (!runs.look() && looks < 50) looks += 1;
  assert.ok(looks > 5 && looks < 20);
});
