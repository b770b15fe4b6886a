// Curves: those of each class or label over the unit square, their areas, and where the threshold
// lies on them.

import { Chart } from "./chart.js";
import { element } from "./dom.js";
import { decimal, short } from "./numbers.js";
import { parts } from "./parts.js";

/** Plotly forgets a trace without any coordinate. */
export const NOWHERE = { x: [null], y: [null] };

export class Curves extends Chart {
  /** What the areas are called. */
  static area = "";

  /**
   * @param {Card} card
   * @param {Context} context
   */
  constructor(card, context) {
    super(card, context);
    this.wanted = "";
    this.parts = parts(context.selection);
    card.element.classList.add("curves");
    this.areas = element("div", { class: "areas" });
    card.head.append(this.parts.group, this.areas);
  }

  /** Another part may have been chosen: its curves are asked for. */
  mark() {
    this.parts.show();
    const given = { part: this.context.selection.split };
    const wanted = JSON.stringify(given);
    if (wanted === this.wanted) return;
    this.wanted = wanted;
    this.context.ask(given);
  }

  /**
   * Write the areas: their mean if there are several, then each with its colour.
   *
   * @param {Tensor} areas
   * @param {string} [words] that follow
   */
  tell({ data }, words = "") {
    const { names, colours } = this.element.layout.meta;
    const { area } = /** @type {typeof Curves} */ (this.constructor);
    const defined = Array.from(data).filter((value) => !Number.isNaN(value));
    const mean = defined.reduce((sum, value) => sum + value, 0) / (defined.length || Number.NaN);
    const isOne = data.length === 1;
    const lines = [element("b", {}, `${isOne ? area : `Mean ${area}`} ${shown(mean)}`)];
    if (!isOne) {
      data.forEach((value, k) => {
        const swatch = element("i", { style: `background:${colours[k]}`, "aria-hidden": "true" });
        const said = `${short(names[k])} ${shown(value)}`;
        lines.push(element("span", { title: names[k] }, swatch, said));
      });
    }
    if (words) lines.push(element("span", {}, words));
    this.areas.replaceChildren(...lines);
  }

  /**
   * Return what the prediction is made from, in words; empty where no threshold is used.
   *
   * @param {Tensor} dots
   * @param {string[]} names of the two coordinates
   */
  atThreshold({ data, shape }, names) {
    const { threshold } = this.context.latest.about ?? {};
    if (shape[0] !== 1 || threshold === undefined) return "";
    const values = names.map((name, i) => `${name} ${shown(data[i])}`);
    return `at threshold ${decimal(threshold, 2)}: ${values.join(", ")}`;
  }

  /**
   * Draw curves that lie one after the other, and their dots.
   *
   * @param {Arrays} arrays
   */
  lay({ x, y, thresholds, lengths, dots }) {
    const traces = this.indices("curve");
    if (lengths.data.length !== traces.length) return false; // other classes are on their way
    let from = 0;
    const data = Array.from(lengths.data, (n) => {
      const [start, end] = [from, from + n];
      from = end;
      const [xs, ys, at] = [x, y, thresholds].map(({ data }) => numbers(data.subarray(start, end)));
      return { x: xs, y: ys, customdata: at };
    });
    const marks = { x: numbers(dots.data.filter((_, i) => i % 2 === 0)) };
    const ups = numbers(dots.data.filter((_, i) => i % 2 === 1));
    this.feed([...data, { ...marks, y: ups }], [...traces, ...this.indices("dot")]);
    return true;
  }
}

/**
 * Return numbers for Plotly, null where there is none.
 *
 * @param {ArrayLike<number>} data
 */
export const numbers = (data) =>
  Array.from(data, (value) => (Number.isFinite(value) ? value : null));

/** @param {number} value */
const shown = (value) => (Number.isNaN(value) ? "–" : decimal(value, 3));
