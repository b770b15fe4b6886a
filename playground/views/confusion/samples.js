// Samples: the points of the chosen cell, surest mistakes first, each with its probabilities. The
// lines stay while their numbers change: the list lives through training.

import { element } from "../../browser/dom.js";
import { decimal, short } from "../../browser/numbers.js";
import { PARTS } from "../../browser/parts.js";
import { paint } from "../../browser/portrait.js";
import { isMultilabel } from "../../browser/tooltip.js";
import { spelt } from "./cells.js";

const FEW = 3; // classes of which all probabilities stand in a line; of more the two that matter

/**
 * What the worker lists of a cell.
 *
 * @typedef {object} Listed
 * @property {ArrayLike<number>} rows numbers of the points
 * @property {Tensor} proba
 * @property {Tensor} labels true and predicted
 * @property {Tensor} [pictures]
 * @property {number} n how many points there are in all
 */

export class Samples {
  /**
   * @param {Context} context
   * @param {() => void} closed
   */
  constructor(context, closed) {
    this.context = context;
    this.words = element("span", { class: "words" });
    const title = "Let the cell go (Escape)";
    const close = element("button", { type: "button", class: "close", title }, "×");
    close.onclick = closed;
    this.list = element("ol", { tabindex: -1 });
    this.head = element("div", { class: "list-head" }, this.words, close);
    const attributes = { class: "samples", "data-testid": "samples", hidden: "" };
    this.element = element("section", attributes, this.head, this.list);
    this.element.setAttribute("aria-label", "Points of the chosen cell");
    /** @type {ReturnType<typeof line>[]} */
    this.lines = [];
  }

  /**
   * Write the list of `cell`; null hides it.
   *
   * @param {Cell | null} cell
   * @param {Listed | null} listed
   * @param {string[]} colours of the classes
   * @param {string} ink
   */
  show(cell, listed, colours, ink) {
    this.element.hidden = !cell;
    if (!cell || !listed) return;
    const { classes } = this.context.names;
    this.words.textContent = heading(cell, listed, classes);
    while (this.lines.length < listed.rows.length) this.#add();
    const { point } = this.context.selection;
    this.lines.forEach((made, i) => {
      made.item.hidden = i >= listed.rows.length;
      if (made.item.hidden) return;
      made.row = listed.rows[i];
      made.button.setAttribute("aria-pressed", String(made.row === point));
      this.#write(made, listed, i, colours);
      made.labels.hidden = cell.label !== null && cell.predicted !== null; // all the same
      made.picture.hidden = !listed.pictures;
      this.#picture(made, listed.pictures, i, ink);
    });
  }

  /**
   * A point keeps its picture: only another point's is painted.
   *
   * @param {ReturnType<typeof line>} made
   * @param {Tensor | undefined} pictures
   * @param {number} i
   * @param {string} ink
   */
  #picture(made, pictures, i, ink) {
    const painted = `${this.context.latest.about?.generation} ${made.row} ${ink}`;
    if (!pictures || painted === made.painted) return;
    made.painted = painted;
    paint(made.picture, slice(pictures, i), ink);
  }

  #add() {
    const made = line();
    made.button.onclick = () => this.context.selection.pick(made.row);
    this.lines.push(made);
    this.list.append(made.item);
  }

  /**
   * @param {ReturnType<typeof line>} made
   * @param {Listed} listed
   * @param {number} i
   * @param {string[]} colours
   */
  #write(made, { proba, labels }, i, colours) {
    const { outputs, classes } = this.context.names;
    const [label, predicted] = labels.data.subarray(2 * i, 2 * i + 2);
    const shares = Array.from(proba.data.subarray(i * proba.shape[1], (i + 1) * proba.shape[1]));
    const split = isMultilabel(this.context.latest);
    const named = shares.map((share, k) => `${short(outputs[k])}: ${decimal(share, 3)}`);
    put(made.name, `#${made.row}`);
    const [from, to] = [label, predicted].map((k) => short(classes[k]));
    put(made.labels, label === predicted ? "right" : `${from} → ${to}`);
    made.labels.classList.toggle("wrong", label !== predicted);
    const telling = shares.length <= FEW || split ? [...shares.keys()] : [predicted, label];
    put(made.numbers, [...new Set(telling)].map((k) => named[k]).join("  "));
    made.button.title = named.join(", ");
    made.bar.style.background = split ? "none" : bar(shares, colours);
  }
}

/** Return an empty line of the list. */
function line() {
  const [name, labels, bar, numbers] = ["name", "labels", "bar", "numbers"].map((part) =>
    element("span", { class: part }),
  );
  const picture = element("canvas", { width: 8, height: 8, "aria-hidden": "true", hidden: "" });
  const button = element("button", { type: "button" }, picture, name, labels, bar, numbers);
  const item = element("li", {}, button);
  return { row: -1, painted: "", item, button, picture, name, labels, bar, numbers };
}

/**
 * Return how many points of what are listed.
 *
 * @param {Cell} cell
 * @param {Listed} listed
 * @param {string[]} classes
 */
export function heading(cell, { rows, n }, classes) {
  const part = PARTS[cell.split] === "both" ? "" : `${PARTS[cell.split]} `;
  const words = spelt(cell, classes);
  if (!n) return `No ${part}point is ${words}`;
  const some = rows.length < n ? `the first ${rows.length} of ${n}` : `${n}`;
  const order = cell.label === cell.predicted ? "surest first" : "surest mistakes first";
  return `${words}: ${some} ${part}${n === 1 ? "point" : "points"}, ${order}`;
}

/**
 * Return a background of stripes as wide as the shares.
 *
 * @param {number[]} shares
 * @param {string[]} colours
 */
export function bar(shares, colours) {
  let at = 0;
  const stripes = shares.flatMap((share, k) => {
    const from = at;
    at += 100 * share;
    return [`${colours[k]} ${from.toFixed(1)}% ${at.toFixed(1)}%`];
  });
  return `linear-gradient(to right, ${stripes.join(", ")})`;
}

/**
 * @param {Tensor} pictures
 * @param {number} i
 * @returns {Tensor}
 */
function slice({ data, shape: [, height, width] }, i) {
  const size = height * width;
  return { data: data.subarray(i * size, (i + 1) * size), shape: [height, width] };
}

/**
 * @param {HTMLElement} place
 * @param {string} text
 */
function put(place, text) {
  if (place.textContent !== text) place.textContent = text;
}
