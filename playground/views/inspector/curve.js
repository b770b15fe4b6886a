// Curve: the sigmoid, and each logit as a dot on it.

import { decimal } from "../../browser/numbers.js";

const SPACE = "http://www.w3.org/2000/svg";
const [WIDTH, HEIGHT, EDGE, FOOT] = [320, 96, 6, 14]; // units of the drawing
const REACH = 6; // logits shown at least, to both sides
const DOTS = 60; // pieces of the curve

/**
 * Return a sigmoid's value.
 *
 * @param {number} z
 */
export const sigmoid = (z) => 1 / (1 + Math.exp(-z));

/**
 * Return a whole number of logits that holds all of `logits`, a steady one.
 *
 * @param {ArrayLike<number>} logits
 */
export function reach(logits) {
  const most = Math.max(0, ...Array.from(logits).filter(Number.isFinite).map(Math.abs));
  return most <= REACH ? REACH : 2 ** Math.ceil(Math.log2(most / REACH)) * REACH;
}

export class Curve {
  constructor() {
    this.element = made("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img" });
    this.element.setAttribute("class", "curve");
    this.key = "";
    /** @type {SVGElement[]} */
    this.dots = [];
    this.most = REACH;
  }

  /**
   * Put a dot for each logit; `threshold` is the probability from which an output counts as on.
   *
   * @param {ArrayLike<number>} logits
   * @param {string[]} colours
   * @param {number} threshold
   */
  show(logits, colours, threshold) {
    this.most = reach(logits);
    const key = JSON.stringify([this.most, logits.length, colours, threshold]);
    if (key !== this.key) this.#build(colours.slice(0, logits.length), threshold);
    this.key = key;
    this.dots.forEach((dot, k) => {
      const isThere = Number.isFinite(logits[k]);
      dot.setAttribute("visibility", isThere ? "visible" : "hidden");
      if (!isThere) return;
      const { x, y } = this.#at(logits[k], sigmoid(logits[k]));
      dot.setAttribute("cx", x.toFixed(1));
      dot.setAttribute("cy", y.toFixed(1));
    });
    const spelt = Array.from(logits, (z) => `${decimal(z, 2)}: ${decimal(sigmoid(z), 3)}`);
    this.element.setAttribute("aria-label", `Sigmoid at ${spelt.join(", ")}`);
  }

  /**
   * @param {number} z
   * @param {number} p
   */
  #at(z, p) {
    const [width, height] = [WIDTH - 2 * EDGE, HEIGHT - FOOT - 2 * EDGE];
    const x = EDGE + ((z + this.most) / (2 * this.most)) * width;
    return { x, y: EDGE + (1 - p) * height };
  }

  /**
   * @param {string[]} colours
   * @param {number} threshold
   */
  #build(colours, threshold) {
    const { most } = this;
    const places = Array.from({ length: DOTS + 1 }, (_, i) => {
      const z = ((2 * i) / DOTS - 1) * most;
      const { x, y } = this.#at(z, sigmoid(z));
      return `${x.toFixed(1)},${y.toFixed(1)}`;
    });
    const lines = [
      [this.#at(-most, 0), this.#at(most, 0), "base"],
      [this.#at(-most, threshold), this.#at(most, threshold), "threshold"],
      [this.#at(0, 0), this.#at(0, 1), "base"],
    ].map(([from, to, kind]) =>
      line(/** @type {any} */ (from), /** @type {any} */ (to), `${kind}`),
    );
    const ends = [-most, 0, most].map((z, i) => {
      const anchor = ["start", "middle", "end"][i];
      const text = made("text", { x: this.#at(z, 0).x, y: HEIGHT - 3, "text-anchor": anchor });
      text.textContent = i === 1 ? "z = 0" : decimal(z, 0);
      return text;
    });
    const shape = made("polyline", { points: places.join(" "), class: "line" });
    this.dots = colours.map((fill) => made("circle", { r: 5, fill, class: "dot" }));
    this.element.replaceChildren(...lines, ...ends, shape, ...this.dots);
  }
}

/**
 * @param {Place} from
 * @param {Place} to
 * @param {string} kind
 */
const line = (from, to, kind) =>
  made("line", { x1: from.x, y1: from.y, x2: to.x, y2: to.y, class: kind });

/**
 * @param {string} tag
 * @param {Record<string, string | number>} attributes
 * @returns {SVGElement}
 */
function made(tag, attributes) {
  const drawn = /** @type {SVGElement} */ (document.createElementNS(SPACE, tag));
  for (const [name, value] of Object.entries(attributes)) drawn.setAttribute(name, String(value));
  return drawn;
}
