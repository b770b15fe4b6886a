// Table: the steps of each output in a line, with a bar for its probability.

import { element } from "../../browser/dom.js";
import { put } from "./elements.js";

export class Steps {
  constructor() {
    this.element = element("table", { "data-testid": "inspector-steps" });
    this.built = "";
    /** @type {HTMLElement[][]} */
    this.cells = [];
    /** @type {HTMLElement[]} */
    this.bars = [];
    /** @type {HTMLElement[]} */
    this.rows = [];
  }

  /**
   * Show the steps of outputs of the given names and colours.
   *
   * @param {import("./steps.js").Table} table
   * @param {ArrayLike<number>} proba
   * @param {Names} names
   * @param {boolean[]} isTrue which outputs are the point's own
   */
  show({ heads, lines, sums, bar: at }, proba, { outputs, colours }, isTrue) {
    const key = JSON.stringify([heads, outputs, at]);
    if (key !== this.built) this.#build(heads, at, outputs, colours);
    this.built = key;
    [...lines, sums].forEach((texts, k) => {
      heads.forEach((_, i) => {
        put(this.cells[k][i], texts[i] ?? "");
      });
    });
    this.rows[outputs.length].hidden = !sums.length;
    this.bars.forEach((bar, k) => {
      bar.style.width = `${100 * (proba[k] || 0)}%`;
      this.rows[k].classList.toggle("true", Boolean(isTrue[k]));
    });
  }

  /**
   * @param {string[]} heads
   * @param {number} at the column behind which the bars are
   * @param {string[]} outputs
   * @param {string[]} colours
   */
  #build(heads, at, outputs, colours) {
    const n = heads.length;
    const lines = outputs.map((name, k) => line(n, at, name, colours[k]));
    const made = [...lines, line(n, at, "Σ", "")];
    made[outputs.length].row.classList.add("sums");
    this.cells = made.map(({ cells }) => cells);
    this.rows = made.map(({ row }) => row);
    this.bars = made.slice(0, -1).map(({ bar }) => bar);
    const titles = ["", ...heads.toSpliced(at + 1, 0, "")].map((title) =>
      element("th", { scope: "col" }, title),
    );
    const head = element("thead", {}, element("tr", {}, ...titles));
    this.element.replaceChildren(head, element("tbody", {}, ...this.rows));
  }
}

/**
 * @param {number} n
 * @param {number} at
 * @param {string} name
 * @param {string} colour empty for a line without a bar
 */
function line(n, at, name, colour) {
  const cells = Array.from({ length: n }, () => element("td"));
  const bar = element("i", { style: `background:${colour}` });
  const swatch = element("b", { style: `background:${colour}`, "aria-hidden": "true" });
  const first = element("th", { scope: "row", title: name }, ...(colour ? [swatch, name] : [name]));
  const middle = element("td", { class: "share" }, ...(colour ? [bar] : []));
  return { row: element("tr", {}, first, ...cells.toSpliced(at + 1, 0, middle)), cells, bar };
}
