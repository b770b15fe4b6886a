import assert from "node:assert/strict";
import { test } from "node:test";
import { escaped, json, named, page } from "../../playground/browser/bundle.js";
import { bounded, halved } from "../../playground/browser/film.js";
import { written } from "../../playground/browser/picture.js";
import { readOff, shares } from "../../playground/browser/readoff.js";
import { inflated, pack, squeezed, unpack } from "../../playground/browser/reel.js";

/** A frame of an epoch, with a curve that stays the same. */
const frame = (epoch) => ({
  about: { epoch },
  arrays: { y_pred: { data: Uint8Array.of(1, 0, epoch), shape: [3] } },
  views: {
    loss: { history: { data: Float32Array.of(0.5, Number.NaN, 3), shape: [1, 3] } },
    boundary: { grid: { data: Uint8Array.from({ length: 5000 }, noise), shape: [50, 50, 2] } },
  },
});

let state = 1;
/** What does not compress, and is the same each time. */
function noise() {
  state = (state * 48271) % 2147483647;
  return state % 256;
}

test("frames come back as they were, arrays that stay the same as one", async () => {
  const frames = [frame(0), frame(1), frame(2)];
  const packed = pack(frames);
  const back = unpack(await inflated(await squeezed(packed)));
  assert.deepEqual(back, frames);
  const [first, second] = back.map(({ views }) => views.loss.history.data);
  assert.equal(first.byteOffset, second.byteOffset);
  assert.ok(packed.length < 3 * 5000 + 2000);
});

test("a film that is too large leaves out every other moment, never the last", async () => {
  const frames = Array.from({ length: 9 }, (_, i) => frame(i));
  const { text, shown } = await bounded(frames, 30_000);
  assert.ok(text.length <= 30_000);
  assert.deepEqual(
    shown.map(({ about }) => about.epoch),
    [0, 4, 8],
  );
  assert.deepEqual(halved([0, 1, 2, 3]), [0, 2, 3]);
  assert.equal((await bounded(frames, 10)).shown.length, 2); // the first and the last stay
});

test("modules import by name what they imported by place", () => {
  const text = 'import { a } from "../../browser/dom.js";\nimport "./b.js";\nconst c = from;';
  const { source, imports } = named(text, "views/loss/view.js");
  assert.deepEqual(imports, ["browser/dom.js", "views/loss/b.js"]);
  assert.equal(
    source,
    'import { a } from "browser/dom.js";\nimport "views/loss/b.js";\nconst c = from;',
  );
});

test("no words of a visitor end what they stand in", () => {
  const words = "</script><script>alert(1)</script><!--";
  const film = { title: words, names: { classes: [words], outputs: [] }, views: [] };
  const html = page({ film, reel: "", modules: new Map([["m", words]]), plotly: "", styles: "" });
  assert.ok(!html.includes("alert(1)</script>"));
  assert.ok(!html.includes("<!--"));
  assert.equal(html.split("<script").length, 6); // import map, film, reel, Plotly, player
  assert.deepEqual(JSON.parse(json(film)), film);
  assert.equal(escaped("<a & b>"), "&lt;a &amp; b&gt;");
});

test("a picture is what its address says, in either way of writing it", async () => {
  const png = written("data:image/png;base64,AP9h");
  assert.deepEqual(new Uint8Array(await png.arrayBuffer()), Uint8Array.of(0, 255, 97));
  const svg = written("data:image/svg+xml,%3Csvg%3Ex₁, é%3C/svg%3E");
  assert.equal(await svg.text(), "<svg>x₁, é</svg>");
  assert.deepEqual([png.type, svg.type], ["image/png", "image/svg+xml"]);
});

const GRID = { data: Uint8Array.of(255, 0, 51, 204, 0, 255, 102, 153), shape: [2, 2, 2] };

test("a place is read off the cell in which it lies, one outside off the nearest", () => {
  const at = (x, y) => Array.from(shares(GRID, [-1, 1, -1, 1], { x, y }), (p) => p.toFixed(1));
  assert.deepEqual(at(-0.5, -0.5), ["1.0", "0.0"]);
  assert.deepEqual(at(0.5, -0.5), ["0.2", "0.8"]);
  assert.deepEqual(at(9, 9), ["0.4", "0.6"]);
});

test("what is read off is a probability, whatever the threshold; of a point off the plane none", () => {
  const latest = (threshold, note = "") => ({
    about: { threshold },
    extent: [-1, 1, -1, 1],
    views: { boundary: { grid: GRID } },
    note,
  });
  const place = { x: 0.5, y: 0.5, point: null };
  const read = (made, where = place, n = 2) => {
    readOff(made, where, n);
    return Array.from(made.proba, (p) => p.toFixed(2));
  };
  assert.deepEqual(read(latest(0.5)), ["0.40", "0.60"]);
  assert.deepEqual(read(latest(0.75)), ["0.20", "0.80"]); // 1 − 2 · 0.4 · 0.25
  assert.deepEqual(read(latest(0.5, "a slice"), { ...place, point: 3 }), []);
  assert.deepEqual(read(latest(0.5), place, 3), []);
});
