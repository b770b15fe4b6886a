// Cards: runs that were pinned, as this browser keeps them. Read as far as they can be read, told
// apart, written out as a table. Knows neither the page nor where they are kept.

/** Cards that are kept at most. */
export const MOST = 24;

/** What a card keeps of a run's numbers; the loss curve's rows have the same names. */
export const NUMBERS = [
  "epoch",
  "train_loss",
  "test_loss",
  "train_accuracy",
  "test_accuracy",
  "validation_loss",
  "validation_accuracy",
];

const VERSION = 1;
const LONGEST_QUERY = 4096; // characters, as the server reads
const LONGEST_CURVE = 256; // moments that are kept of a curve
const LARGEST = 64; // cells along a side of the picture that is kept
const PICTURE = /^data:image\/png;base64,[A-Za-z0-9+/=]+$/;
const NUMERAL = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i;

/** @typedef {Record<string, [string, string]>} Fields values as an address spells them, and in words */

/**
 * Return the text that `read` makes a card of.
 *
 * @param {PinCard} card
 */
export const write = (card) => JSON.stringify({ version: VERSION, ...card });

/**
 * Return the card that `text` holds, without what in it is none of a card; null when there is none.
 *
 * @param {string | null} text
 * @returns {PinCard | null}
 */
export function read(text) {
  const kept = parsed(text);
  if (kept?.version !== VERSION || !isQuery(kept.query)) return null;
  const { id, query, pinned, thumbnail, curve, picture } = kept;
  if (typeof id !== "string" || !/^[0-9a-f]{1,32}$/.test(id)) return null;
  return {
    id,
    query,
    number: Number.isSafeInteger(kept.number) && kept.number > 0 ? kept.number : 1,
    pinned: Number.isFinite(Date.parse(pinned)) ? new Date(pinned).toISOString() : "",
    numbers: numbers(kept.numbers),
    fields: fields(kept.fields),
    thumbnail: typeof thumbnail === "string" && PICTURE.test(thumbnail) ? thumbnail : "",
    curve: isCurve(curve) ? { data: curve.data, shape: curve.shape } : null,
    picture: isPicture(picture) ? picture : null,
  };
}

/** @param {string | null} text */
function parsed(text) {
  try {
    const value = JSON.parse(text ?? "");
    return value && typeof value === "object" ? value : null;
  } catch {
    return null;
  }
}

/** @param {unknown} query */
const isQuery = (query) => typeof query === "string" && query.length <= LONGEST_QUERY;

/** @param {unknown} value @returns {value is Record<string, any>} */
const isRecord = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** @param {unknown} kept */
function numbers(kept) {
  const all = isRecord(kept) ? kept : {};
  return Object.fromEntries(
    NUMBERS.map((name) => [name, Number.isFinite(all[name]) ? Number(all[name]) : null]),
  );
}

/** @param {unknown} kept @returns {Fields} */
function fields(kept) {
  const isPair = (/** @type {unknown} */ pair) =>
    Array.isArray(pair) && pair.length === 2 && pair.every((part) => typeof part === "string");
  return Object.fromEntries(
    Object.entries(isRecord(kept) ? kept : {}).filter(([, pair]) => isPair(pair)),
  );
}

/** @param {any} curve */
function isCurve(curve) {
  const n = size(curve?.shape, 2);
  return n > 0 && [5, 7].includes(curve.shape[0]) && length(curve.data) === 4 * n;
}

/** @param {any} picture */
function isPicture(picture) {
  const { grid, extent, classes, axes, dataset, threshold } = isRecord(picture) ? picture : {};
  const areTexts = [classes, axes].every(
    (list) => Array.isArray(list) && list.every((one) => typeof one === "string"),
  );
  const n = size(grid?.shape, 3);
  const isWhole = n > 0 && length(grid.data) === n && grid.shape[2] === classes?.length;
  const isPlaced = Array.isArray(extent) && extent.length === 4 && extent.every(Number.isFinite);
  const isNamed = areTexts && typeof dataset === "string";
  return isWhole && isPlaced && isNamed && threshold >= 0 && threshold <= 1;
}

/**
 * Return how many numbers an array of `shape` has; 0 when that is none of `axes` axes.
 *
 * @param {unknown} shape
 * @param {number} axes
 */
function size(shape, axes) {
  if (!Array.isArray(shape) || shape.length !== axes) return 0;
  if (!shape.every((n) => Number.isSafeInteger(n) && n > 0 && n <= 1024)) return 0;
  return shape.reduce((product, n) => product * n, 1);
}

/**
 * Return how many bytes a text in base64 holds, -1 when it is none.
 *
 * @param {unknown} text
 */
function length(text) {
  if (typeof text !== "string" || text.length % 4) return -1;
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return -1;
  return (text.length / 4) * 3 - (text.match(/=/g)?.length ?? 0);
}

/**
 * Return an array as a card keeps it.
 *
 * @param {Tensor} tensor
 * @returns {KeptArray}
 */
export function packed({ data, shape }) {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return { data: btoa(text), shape: [...shape] };
}

/**
 * Return the bytes that a card keeps of an array.
 *
 * @param {KeptArray} kept
 */
const unpacked = ({ data }) => Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));

/**
 * Return the loss curve of a card, float32 (5 or 7, m): the epochs, and what `NUMBERS` says.
 *
 * @param {KeptArray} kept
 * @returns {Tensor}
 */
export const curveOf = (kept) => ({
  data: new Float32Array(unpacked(kept).buffer),
  shape: kept.shape,
});

/**
 * Return the boundary's grid of a card, uint8 (rows, columns, classes).
 *
 * @param {KeptArray} kept
 * @returns {Tensor}
 */
export const gridOf = (kept) => ({ data: unpacked(kept), shape: kept.shape });

/**
 * Return `curve` with at most LONGEST_CURVE moments, the first and the last among them.
 *
 * @param {Tensor} curve
 * @returns {Tensor}
 */
export function thinned({ data, shape: [rows, n] }) {
  const most = Math.min(n, LONGEST_CURVE);
  const chosen = Array.from({ length: most }, (_, i) =>
    most > 1 ? Math.round((i * (n - 1)) / (most - 1)) : n - 1,
  );
  const kept = new Float32Array(rows * most);
  for (let row = 0; row < rows; row++)
    chosen.forEach((moment, i) => {
      kept[row * most + i] = data[row * n + moment];
    });
  return { data: kept, shape: [rows, most] };
}

/**
 * Return `grid` with at most LARGEST cells along each side of a plane: means of squares of cells.
 *
 * @param {Tensor} grid
 * @returns {Tensor}
 */
export function coarser({ data, shape: [rows, columns, classes] }) {
  const factor = rows > 1 ? Math.ceil(Math.max(rows, columns) / LARGEST) : 1;
  if (factor === 1) return { data, shape: [rows, columns, classes] };
  const [down, across] = [Math.floor(rows / factor), Math.floor(columns / factor)];
  const kept = new Uint8Array(down * across * classes);
  for (let at = 0; at < kept.length; at++) {
    const [k, x] = [at % classes, Math.floor(at / classes) % across];
    const y = Math.floor(at / (classes * across));
    let sum = 0;
    for (let i = 0; i < factor ** 2; i++) {
      const row = y * factor + Math.floor(i / factor);
      sum += data[(row * columns + x * factor + (i % factor)) * classes + k];
    }
    kept[at] = Math.round(sum / factor ** 2);
  }
  return { data: kept, shape: [down, across, classes] };
}

/**
 * Tell whether a picture holds the probabilities of all classes, and not something else of them.
 *
 * @param {About | null} about
 */
export function isOfClasses(about) {
  const { mode } = about?.views.boundary ?? {};
  return mode === undefined || mode === "class" || mode === "hard";
}

/**
 * Return what a pinned experiment has otherwise than the present one, in the fields' order. What
 * has no effect in the pinned one is none of it.
 *
 * @param {Fields} pinned
 * @param {Fields} present
 * @param {Record<string, string>} labels
 */
export function differences(pinned, present, labels) {
  return Object.entries(pinned)
    .filter(([name, [value]]) => present[name]?.[0] !== value)
    .map(([name, [, words]]) => ({
      label: labels[name] ?? name,
      words,
      present: present[name]?.[1] ?? null,
    }));
}

/**
 * Return all cards as a table in CSV (RFC 4180): a row each, a column for each number and field.
 *
 * @param {PinCard[]} cards
 */
export function toCsv(cards) {
  const names = [...new Set(cards.flatMap((card) => Object.keys(card.fields)))];
  const rows = cards.map((card) => [
    card.number,
    card.pinned,
    ...NUMBERS.map((name) => card.numbers[name] ?? ""),
    ...names.map((name) => card.fields[name]?.[0] ?? ""),
    card.query,
  ]);
  const table = [["run", "pinned", ...NUMBERS, ...names, "query"], ...rows];
  return table.map((cells) => `${cells.map(cell).join(",")}\r\n`).join("");
}

/**
 * Return one cell, quoted where it must be. A spreadsheet would take a text that begins like a
 * formula for one: that gets an apostrophe before it.
 *
 * @param {string | number} value
 */
function cell(value) {
  const text = String(value);
  const isFormula = /^\s*[=+\-@\t\r]/.test(text) && !NUMERAL.test(text);
  const safe = isFormula ? `'${text}` : text;
  return /[",;\r\n\t']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/**
 * Return all cards as JSON, each with its curve as lists of numbers.
 *
 * @param {PinCard[]} cards
 */
export function toJson(cards) {
  const told = cards.map(({ number, pinned, query, numbers, fields, curve }) => ({
    run: number,
    pinned,
    query,
    ...numbers,
    config: Object.fromEntries(Object.entries(fields).map(([name, [value]]) => [name, value])),
    history: curve && lists(curveOf(curve)),
  }));
  return `${JSON.stringify(told, null, 2)}\n`;
}

/** @param {Tensor} curve */
function lists({ data, shape: [rows, n] }) {
  const finite = (/** @type {number} */ value) =>
    Number.isFinite(value) ? Number(value.toPrecision(7)) : null;
  const row = (/** @type {number} */ i) => Array.from(data.subarray(i * n, (i + 1) * n), finite);
  return Object.fromEntries(NUMBERS.slice(0, rows).map((name, i) => [name, row(i)]));
}
