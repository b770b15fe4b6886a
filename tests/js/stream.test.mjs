// A connection that is lost is sought again; one that the server has ended is not.

import assert from "node:assert/strict";
import { test } from "node:test";

const kept = new Map();
globalThis.sessionStorage = {
  getItem: (name) => kept.get(name) ?? null,
  setItem: (name, value) => kept.set(name, value),
};
globalThis.document = { baseURI: "http://host/path/?query" };

/** Sockets that were made, the newest last. */
const sockets = [];
globalThis.WebSocket = class {
  static OPEN = 1;
  constructor() {
    this.readyState = 1;
    this.said = [];
    sockets.push(this);
  }
  send(text) {
    this.said.push(JSON.parse(text));
  }
  close() {
    this.readyState = 3;
  }
};

const { connect } = await import("../../playground/browser/connection.js");

/** Open a connection that a board listens to; returns both, and its first socket. */
function opened(name) {
  const heard = [];
  const board = {
    opened: () => heard.push("opened"),
    lost: () => heard.push("lost"),
    heard: (event, text) => heard.push([event, text]),
  };
  const connection = connect(name);
  connection.attach(board, { session: "s", query: "q" });
  const socket = sockets.at(-1);
  socket.onopen();
  return { connection, heard, socket };
}

test("a run that was taken over is not taken back, and it is said", () => {
  const { connection, heard, socket } = opened("taken");
  const n = sockets.length;
  socket.onclose({ code: 4001 }); // its sentence was lost on the way
  assert.equal(heard.at(-1)[0], "refused");
  assert.match(heard.at(-1)[1], /another tab/);
  assert.equal(connection.stream.timer, undefined);
  assert.equal(sockets.length, n);
});

test("a refusal without a sentence is said, too", () => {
  const { heard, socket } = opened("refused");
  socket.onclose({ code: 1008 });
  assert.deepEqual(heard.at(-1), ["refused", "The server has refused this page's connection."]);
});

test("a lost connection is sought again with the same key", () => {
  const { connection, heard, socket } = opened("lost");
  socket.onclose({ code: 1006 });
  assert.equal(heard.at(-1), "lost");
  assert.notEqual(connection.stream.timer, undefined);
  connection.stream.connect();
  sockets.at(-1).onopen();
  const [first, second] = [socket.said[0], sockets.at(-1).said[0]];
  assert.deepEqual([second.key, second.document], [first.key, first.document]);
  assert.deepEqual([first.known, second.known], [false, true]);
});

test("a copy of a tab leaves the run to the page that has it and starts its own", () => {
  kept.set("playground-run-copy", "d".repeat(32));
  const { socket } = opened("copy");
  assert.deepEqual([socket.said[0].key, socket.said[0].known], ["d".repeat(32), true]);
  socket.onclose({ code: 4002 });
  sockets.at(-1).onopen();
  const { key, known } = sockets.at(-1).said[0];
  assert.match(key, /^[0-9a-f]{32}$/);
  assert.deepEqual([key === "d".repeat(32), known], [false, false]);
  assert.equal(kept.get("playground-run-copy"), key);
});

test("a page that is asked answers, and one that is admitted asks for everything", () => {
  const { heard, socket } = opened("asked");
  socket.onmessage({ data: '{"event":"asked"}' });
  assert.deepEqual(socket.said.at(-1), { op: "here" });
  socket.onmessage({ data: '{"event":"admitted"}' });
  assert.equal(heard.filter((word) => word === "opened").length, 2);
});

test("taking over is said once, and the earlier socket no longer counts", () => {
  const { connection, heard, socket } = opened("over");
  connection.takeOver();
  sockets.at(-1).onopen();
  assert.equal(sockets.at(-1).said[0].over, true);
  const n = heard.length;
  socket.onclose({ code: 4001 });
  socket.onmessage({ data: '{"event":"notice","text":"late"}' });
  assert.equal(heard.length, n);
  connection.stream.connect();
  sockets.at(-1).onopen();
  assert.equal(sockets.at(-1).said[0].over, false);
});

/** Return a frame of no arrays that answers the request `number`. */
function frame(number) {
  const about = JSON.stringify({ number });
  const header = JSON.stringify({ __metadata__: { frame: about } });
  const bytes = new Uint8Array(8 + header.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(header.length), true);
  bytes.set(new TextEncoder().encode(header), 8);
  return bytes.buffer;
}

test("requests are numbered; what was replaced or lost does not count as under way", () => {
  const { connection, socket } = opened("ahead");
  const { stream } = connection;
  Object.assign(connection.board, { received() {}, timeline: { film: { take: () => false } } });
  for (let i = 0; i < 3; i++) stream.ask({});
  assert.deepEqual(
    socket.said.slice(-3).map(({ op, number, ahead }) => [op, number, ahead]),
    [1, 2, 3].map((number) => ["frame", number, number > 1]),
  );
  socket.onmessage({ data: frame(2) }); // the first was dropped on the way
  assert.deepEqual(stream.asked, [3]);
  stream.forget();
  stream.ask({});
  assert.equal(socket.said.at(-1).ahead, false);
  socket.onmessage({ data: frame(3) }); // was on its way already
  assert.deepEqual(stream.asked, [4]);
  socket.onmessage({ data: frame(4) });
  assert.deepEqual(stream.asked, []);
});
