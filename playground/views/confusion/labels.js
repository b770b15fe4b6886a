// Labels: of several labels, a small matrix each, side by side: true in rows, predicted in columns.

import { element } from "../../browser/dom.js";
import { BOTH } from "../../browser/selection.js";
import { called } from "./cells.js";

export class Labels {
  constructor() {
    this.element = element("div", { class: "labels", "data-testid": "labels", hidden: "" });
    this.key = "";
    /** @type {HTMLTableCellElement[]} four cells of each label */
    this.cells = [];
  }

  /**
   * Write the matrices of `each`, int32 (2, L, 2, 2); without them there is one label or none.
   *
   * @param {Tensor | undefined} each
   * @param {number} split 0 train, 1 test, 2 both
   * @param {{classes: string[], outputs: string[]}} names
   */
  show(each, split, names) {
    const { classes, outputs } = names;
    this.element.hidden = each?.shape[1] !== outputs.length;
    if (!each || this.element.hidden) return;
    const key = JSON.stringify(names);
    if (key !== this.key) this.#build(outputs, classes[1]);
    this.key = key;
    counted(each, split).forEach((count, i) => {
      const text = `${called(1, (i >> 1) % 2, i % 2)} ${count}`;
      if (this.cells[i].textContent !== text) this.cells[i].textContent = text;
    });
  }

  /**
   * @param {string[]} names
   * @param {string} shown the label that picture and large matrix are about
   */
  #build(names, shown) {
    const tables = names.map((name) => {
      const [top, bottom] = [0, 1].map(() => element("tr", {}, element("td"), element("td")));
      const table = element("table", {}, element("caption", {}, name), top, bottom);
      table.classList.toggle("shown", name === shown);
      return table;
    });
    this.element.replaceChildren(...tables);
    this.cells = tables.flatMap((table) => [...table.querySelectorAll("td")]);
  }
}

/**
 * Return the counts of a part, label by label: TN, FP, FN, TP.
 *
 * @param {Tensor} each
 * @param {number} split
 */
export function counted({ data }, split) {
  const half = data.length / 2;
  const [train, test] = [data.subarray(0, half), data.subarray(half)];
  if (split !== BOTH) return Array.from(split ? test : train);
  return Array.from(train, (count, i) => count + test[i]);
}
