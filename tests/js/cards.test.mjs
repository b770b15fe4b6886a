import assert from "node:assert/strict";
import { test } from "node:test";
import {
  coarser,
  curveOf,
  differences,
  gridOf,
  MOST,
  packed,
  read,
  thinned,
  toCsv,
  toJson,
  write,
} from "../../playground/browser/cards.js";
import { Shelf } from "../../playground/browser/shelf.js";

const CURVE = {
  data: Float32Array.of(0, 1, 2, 0.7, 0.5, 0.25, 1, 1, 1, 0, 0, 0, 0, 0, 0),
  shape: [5, 3],
};
const GRID = { data: Uint8Array.of(255, 0, 0, 255, 128, 127, 10, 245), shape: [2, 2, 2] };

function card(changes = {}) {
  return {
    id: "ab12",
    number: 3,
    pinned: "2026-01-02T03:04:05.678Z",
    query: "dataset=xor&noise=0.1",
    numbers: {
      epoch: 40,
      train_loss: 0.25,
      test_loss: 0.5,
      train_accuracy: 0.9,
      test_accuracy: 0.8,
      validation_loss: null,
      validation_accuracy: null,
    },
    fields: { dataset: ["xor", "XOR"], noise: ["0.1", "0.1"] },
    thumbnail: "data:image/png;base64,AAAA",
    curve: packed(CURVE),
    picture: {
      grid: packed(GRID),
      extent: [-1, 1, -2, 2],
      classes: ["no", "yes"],
      axes: ["x₁", "x₂"],
      dataset: "xor ",
      threshold: 0.5,
    },
    ...changes,
  };
}

/** A browser's storage, with room for so many letters. */
class Place extends Map {
  constructor(room = Number.POSITIVE_INFINITY) {
    super();
    this.room = room;
  }
  get length() {
    return this.size;
  }
  key(i) {
    return [...this.keys()][i];
  }
  getItem(name) {
    return this.get(name) ?? null;
  }
  setItem(name, text) {
    if (text.length > this.room) throw new Error("QuotaExceededError");
    this.set(name, text);
  }
  removeItem(name) {
    this.delete(name);
  }
}

test("a card is read as it was written, its curve and its grid to the last bit", () => {
  const again = read(write(card()));
  assert.deepEqual(again, card());
  assert.deepEqual(curveOf(again.curve), CURVE);
  assert.deepEqual(gridOf(again.picture.grid), GRID);
});

test("what is no card is none", () => {
  const { query, ...without } = card();
  const texts = [
    null,
    "",
    "{",
    "7",
    "null",
    "[]",
    '"text"',
    write({ ...without }),
    write(card({ id: 7 })),
  ];
  for (const text of texts) assert.equal(read(text), null);
  assert.equal(read(JSON.stringify({ ...card(), version: 2 })), null);
  assert.equal(read(write(card({ query: "x".repeat(5000) }))), null);
});

test("what in a card is nonsense is left out, the rest is read", () => {
  const nonsense = [7, "text", [], {}, null, { data: "AAAA", shape: [5, 3] }];
  const picture = card().picture;
  for (const one of [...nonsense, { ...packed(CURVE), shape: [5, -3] }]) {
    const { curve, thumbnail, ...rest } = read(write(card({ curve: one, thumbnail: one })));
    assert.deepEqual([curve, thumbnail, rest.query], [null, "", card().query]);
  }
  for (const one of [
    ...nonsense,
    { ...picture, extent: [0, 1, null, 2] },
    { ...picture, classes: ["no"] },
    { ...picture, threshold: 7 },
    { ...picture, dataset: 7 },
    { ...picture, grid: { ...picture.grid, shape: [2, 2, 2000] } },
  ])
    assert.equal(read(write(card({ picture: one }))).picture, null);
  const { fields, numbers, number, pinned } = read(
    write(
      card({ fields: { a: "b", c: ["d", "e"] }, numbers: { epoch: "9" }, number: -1, pinned: 0.5 }),
    ),
  );
  assert.deepEqual(fields, { c: ["d", "e"] });
  assert.equal(numbers.epoch, null);
  assert.equal(number, 1);
  assert.equal(Number.isFinite(Date.parse(pinned)), true);
  assert.equal(read(write(card({ thumbnail: "javascript:alert(1)" }))).thumbnail, "");
});

test("a long curve is thinned to both its ends and what lies between", () => {
  const n = 1000;
  const data = Float32Array.from({ length: 5 * n }, (_, i) => i);
  const { data: kept, shape } = thinned({ data, shape: [5, n] });
  assert.deepEqual(shape, [5, 256]);
  assert.deepEqual([kept[0], kept[255], kept[256], kept[511]], [0, n - 1, n, 2 * n - 1]);
  assert.deepEqual(thinned(CURVE), CURVE);
  assert.deepEqual(thinned({ data: Float32Array.of(1, 2, 3, 4, 5), shape: [5, 1] }).shape, [5, 1]);
});

test("a fine grid is kept coarser, by means of its cells; a line stays", () => {
  const data = Uint8Array.from({ length: 128 * 128 * 2 }, (_, i) =>
    i % 2 ? 0 : 4 * ((i >> 1) % 2),
  );
  const { data: kept, shape } = coarser({ data, shape: [128, 128, 2] });
  assert.deepEqual(shape, [64, 64, 2]);
  assert.deepEqual([kept[0], kept[1], kept.at(-2), kept.at(-1)], [2, 0, 2, 0]);
  assert.deepEqual(coarser(GRID), GRID);
  assert.deepEqual(coarser({ data: new Uint8Array(480), shape: [1, 240, 2] }).shape, [1, 240, 2]);
});

test("a card differs in the fields that it uses, told in words", () => {
  const present = { dataset: ["moons", "Moons"], noise: ["0.1", "0.1"], momentum: ["0.9", "0.9"] };
  const pinned = { ...card().fields, factor: ["0.5", "0.5"] };
  assert.deepEqual(differences(pinned, present, { dataset: "Dataset" }), [
    { label: "Dataset", words: "XOR", present: "Moons" },
    { label: "factor", words: "0.5", present: null },
  ]);
  assert.deepEqual(differences(present, present, {}), []);
});

test("a table holds what visitors wrote as text, never as a formula", () => {
  const fields = {
    formula: ['=HYPERLINK("http://x")', ""],
    noise: ["-0.5", ""],
    hidden: ["8,8", ""],
    data: ["+1+1", ""],
    note: [" @sum\n2", ""],
  };
  const other = card({ fields: { noise: ["1e-05", ""] }, number: 4, query: "" });
  const [head, first, ...rest] = toCsv([card({ fields }), other]).split("\r\n");
  assert.equal(
    head,
    "run,pinned,epoch,train_loss,test_loss,train_accuracy,test_accuracy,validation_loss," +
      "validation_accuracy,formula,noise,hidden,data,note,query",
  );
  assert.equal(
    first,
    "3,2026-01-02T03:04:05.678Z,40,0.25,0.5,0.9,0.8,,," +
      `"'=HYPERLINK(""http://x"")",-0.5,"8,8","'+1+1","' @sum\n2",dataset=xor&noise=0.1`,
  );
  assert.deepEqual(rest, ["4,2026-01-02T03:04:05.678Z,40,0.25,0.5,0.9,0.8,,,,1e-05,,,,", ""]);
});

test("JSON holds the numbers, the Config and the curve", () => {
  const [told] = JSON.parse(toJson([card()]));
  assert.deepEqual(told.config, { dataset: "xor", noise: "0.1" });
  assert.deepEqual([told.run, told.test_loss, told.validation_loss], [3, 0.5, null]);
  assert.deepEqual(told.history.epoch, [0, 1, 2]);
  assert.deepEqual(told.history.train_loss, [0.7, 0.5, 0.25]);
  assert.equal(JSON.parse(toJson([card({ curve: null })]))[0].history, null);
});

test("a hundred pins: so many are kept, the others are refused with a sentence", () => {
  const shelf = new Shelf(() => place);
  const place = new Place();
  const said = Array.from({ length: 100 }, () => shelf.add(card()));
  assert.deepEqual([shelf.cards.length, place.size], [MOST, MOST]);
  assert.equal(said.filter(Boolean).length, 100 - MOST);
  assert.match(said.at(-1), /Remove one/);
  shelf.remove(shelf.cards[3].id);
  assert.equal(shelf.add(card()), "");
  assert.deepEqual(new Shelf(() => place).cards, shelf.cards);
});

test("spoilt cards and those of others are let be; more than fit are told, not lost", () => {
  const place = new Place();
  place.set("playground-seen", "1");
  place.set("playground-card-1", "{");
  for (let i = 0; i < 100; i++) {
    const id = (i + 16).toString(16);
    place.set(`playground-card-${id}`, write(card({ id, number: i + 1 })));
  }
  const shelf = new Shelf(() => place);
  assert.deepEqual([shelf.cards.length, shelf.hidden], [MOST, 100 - MOST]);
  assert.equal(shelf.cards.at(-1).number, 100);
  assert.equal(place.size, 102);
});

test("where nothing can be kept, a card lasts as long as the page, and that is said", () => {
  for (const place of [() => new Place(9), forbidden]) {
    const shelf = new Shelf(place);
    assert.match(shelf.add(card()), /as long as this page/);
    assert.equal(shelf.cards.length, 1);
    shelf.remove(shelf.cards[0].id);
    assert.deepEqual(shelf.cards, []);
  }
});

function forbidden() {
  throw new Error("SecurityError");
}
