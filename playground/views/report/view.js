// Report: a table of scores by class; the number that is pointed at says what it is made of.

import { element } from "../../browser/dom.js";
import { ARROWS } from "../../browser/keys.js";
import { parts } from "../../browser/parts.js";
import { isMultilabel } from "../../browser/tooltip.js";
import {
  AVERAGES,
  OVERALL,
  ofAverage,
  ofClass,
  overall,
  SCORES,
  undefinedOnes,
} from "./explain.js";

const COLUMNS = [...SCORES, "support"];
const F1 = 2; // the column in which accuracies stand, as scikit-learn prints them

/** @implements {View} */
export default class ReportView {
  /**
   * @param {Card} card
   * @param {Context} context
   */
  constructor(card, context) {
    this.context = context;
    /** @type {Arrays | null} */
    this.arrays = null;
    this.key = "";
    this.split = -1; // the part that is written
    /** @type {HTMLTableCellElement[][]} the cells with a number, by line */
    this.cells = [];
    /** @type {HTMLTableCellElement | null} */
    this.asked = null;
    this.table = element("table", { "data-testid": "report" });
    this.made = element("p", { class: "made" });
    this.note = element("p", { class: "note", hidden: "" });
    this.parts = parts(context.selection);
    card.head.append(this.parts.group);
    card.plot.append(this.table);
    card.element.append(this.made, this.note);
    this.#listen();
  }

  #listen() {
    for (const event of ["pointerover", "focusin"]) {
      this.table.addEventListener(event, ({ target }) => this.#ask(target));
    }
    this.table.addEventListener("keydown", (event) => this.#key(event));
  }

  /** @param {EventTarget | null} target */
  #ask(target) {
    const cell = /** @type {Element} */ (target).closest("td");
    if (!cell?.title) return;
    this.asked?.classList.remove("asked");
    this.asked = cell;
    cell.classList.add("asked");
    this.made.textContent = cell.title;
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const step = ARROWS[event.key];
    const cell = /** @type {Element} */ (event.target).closest("td");
    const line = this.cells.findIndex((cells) => cells.includes(/** @type {any} */ (cell)));
    if (!step || !cell || line < 0) return;
    const column = this.cells[line].indexOf(cell) + step[1];
    const cells = this.cells[line + step[0]] ?? this.cells[line];
    const next = cells[Math.min(Math.max(column, 0), cells.length - 1)];
    cell.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
    this.context.announce(next.title);
    event.preventDefault();
  }

  async show() {
    return false;
  }

  async recolour() {}

  /**
   * Write the numbers of the part that is chosen.
   *
   * @param {Arrays} arrays
   */
  draw(arrays) {
    const { names } = this.context;
    if (arrays.tally.shape[1] !== names.outputs.length) return; // other classes are on their way
    this.arrays = arrays;
    const key = JSON.stringify(names.outputs);
    if (key !== this.key) this.#build(names.outputs);
    this.key = key;
    this.split = this.context.selection.split;
    const report = this.#report(arrays, this.split);
    const entries = [
      ...names.outputs.map((_, k) => ofClass(report, k)),
      ...AVERAGES.map((_, average) => ofAverage(report, average)),
      ...overall(report).map((entry) => [entry]),
    ];
    entries.forEach((line, i) => {
      line.forEach((entry, column) => {
        write(this.cells[i][column], entry);
      });
    });
    this.made.textContent = (this.asked ?? this.cells.at(-OVERALL.length)?.[0])?.title ?? "";
    this.note.textContent = undefinedOnes(report);
    this.note.hidden = !this.note.textContent;
  }

  /**
   * @param {Arrays} arrays
   * @param {number} part
   * @returns {import("./explain.js").Report}
   */
  #report({ tally, scores, averages, points, balanced }, part) {
    const { names, latest } = this.context;
    const majority = latest.about?.views.report?.majority;
    const named = Array.isArray(majority)
      ? `[${majority.join(" ")}]`
      : names.outputs[Number(majority)];
    return {
      names: names.outputs,
      tallies: /** @type {any} */ (rows(tally, part)),
      scores: rows(scores, part),
      averages: rows(averages, part),
      points: /** @type {any} */ (Array.from(points.data.subarray(3 * part, 3 * part + 3))),
      balanced: balanced.data[part],
      majority: named,
    };
  }

  /** @param {string[]} names */
  #build(names) {
    const head = element("tr", {}, element("td"));
    for (const name of COLUMNS) head.append(element("th", { scope: "col" }, name));
    const classes = names.map((name, k) => this.#line(this.#head(name, k), COLUMNS));
    const averages = AVERAGES.map((name) => this.#line(name, COLUMNS));
    const others = OVERALL.map((name) => this.#line(name, ["score"]));
    const bodies = [classes, averages, others].map((lines) =>
      element("tbody", {}, ...lines.map(({ line }) => line)),
    );
    this.table.replaceChildren(element("thead", {}, head), ...bodies);
    this.cells = [...classes, ...averages, ...others].map(({ cells }) => cells);
    this.cells[0][0].tabIndex = 0;
    this.asked = null;
  }

  /**
   * @param {Node | string} head
   * @param {string[]} columns
   */
  #line(head, columns) {
    const cells = columns.map(() => element("td", { tabindex: -1 }));
    const line = element("tr", {}, element("th", { scope: "row" }, head));
    if (columns.length === 1) {
      line.append(element("td", { colspan: F1 }), ...cells, element("td"));
    } else {
      line.append(...cells);
    }
    return { line, cells };
  }

  /**
   * Return the head of a class' line: a button that chooses its points, where points have one.
   *
   * @param {string} name
   * @param {number} k
   */
  #head(name, k) {
    if (isMultilabel(this.context.latest)) return name;
    const title = `Ring the points of ${name}`;
    const head = element("button", { type: "button", class: "link", title }, name);
    head.onclick = () => this.context.selection.choose(k, null);
    return head;
  }

  /** Another part may have been chosen. */
  mark() {
    this.parts.show();
    if (this.arrays && this.split !== this.context.selection.split) this.context.refresh();
  }

  resize() {}

  close() {}
}

/**
 * Return part `part` of a tensor (parts, rows, columns) as rows.
 *
 * @param {Tensor} tensor
 * @param {number} part
 */
function rows({ data, shape: [, n, width] }, part) {
  const starts = Array.from({ length: n }, (_, i) => (part * n + i) * width);
  return starts.map((start) => Array.from(data.subarray(start, start + width)));
}

/**
 * @param {HTMLTableCellElement} cell
 * @param {import("./explain.js").Entry} entry
 */
function write(cell, { text, made, lacks = false }) {
  if (cell.textContent !== text) cell.textContent = text;
  if (cell.title !== made) cell.title = made;
  cell.classList.toggle("lacks", lacks);
}
