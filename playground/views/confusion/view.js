// Confusion: counts or shares of a part; one cell, row or column may be chosen, one is under the
// keyboard's cursor. What is chosen has its points listed below.

import { Chart } from "../../browser/chart.js";
import { element, radios } from "../../browser/dom.js";
import { ARROWS } from "../../browser/keys.js";
import { parts } from "../../browser/parts.js";
import { axes, heatmap } from "../../browser/plotly.js";
import { luminance, mixed, rgb } from "../../browser/theme.js";
import { called, counts, MANY, named, shares, spelt, WHOLES, written } from "./cells.js";
import { Labels } from "./labels.js";
import { Samples } from "./samples.js";

const GAP = 2; // pixels between cells, as in the figure
const HOVERED = /(%} of ).*?</; // in a cell's hover text, what its share is of
/** @type {Record<string, string>} */
const OF = { row: "the row", column: "the column", all: "all" };
const LIGHT = 0.2865; // luminance at which Plotly's two inks for text stand out equally

/** @typedef {[number | null, number | null]} Target true and predicted label; null: any */

export default class ConfusionView extends Chart {
  /**
   * @param {Card} card
   * @param {Context} context
   */
  constructor(card, context) {
    super(card, context);
    this.unit = "counts"; // or what a share is of
    /** @type {Target | null} */
    this.lit = null;
    /** @type {Target | null} */
    this.cursor = null;
    /** @type {Tensor | null} */
    this.counts = null;
    this.drawn = ""; // the part and the positive class that are drawn
    this.wanted = ""; // the cell whose points were asked for
    this.hovered = ""; // what the hover text says a share is of
    this.canvas = element("canvas");
    this.samples = new Samples(context, () => context.selection.clear());
    this.labels = new Labels();
    card.plot.after(this.labels.element, this.samples.element);
    this.#furnish(card.head);
    this.#listen(card.plot);
  }

  /** @param {HTMLElement} head */
  #furnish(head) {
    const { selection } = this.context;
    this.parts = parts(selection);
    /** @type {[string, string][]} */
    const units = [
      ["counts", "counts"],
      ["row", "% of row"],
      ["column", "column"],
      ["all", "all"],
    ];
    const unit = radios("Cells", units, this.unit, (value) => {
      this.unit = value;
      this.context.refresh();
    });
    this.positive = element("select", {
      class: "positive",
      "aria-label": "Positive class",
      title: "Name true and false positives and negatives of a class",
    });
    this.positive.onchange = () => {
      const { value } = /** @type {HTMLSelectElement} */ (this.positive);
      selection.call(value === "" ? null : Number(value));
    };
    head.append(this.parts.group, this.positive, unit.group);
  }

  /** Offer the classes there are now as the positive one. */
  #offer() {
    const { names, selection } = this.context;
    const select = /** @type {HTMLSelectElement} */ (this.positive);
    const key = JSON.stringify(names.classes);
    if (select.dataset.key !== key) {
      const none = element("option", { value: "" }, "positive class");
      const options = names.classes.map((name, k) =>
        element("option", { value: k }, `positive: ${name}`),
      );
      select.replaceChildren(none, ...options);
      select.dataset.key = key;
    }
    select.value = String(selection.positive ?? "");
  }

  /** @param {HTMLElement} plot */
  #listen(plot) {
    plot.tabIndex = 0;
    plot.setAttribute("role", "application");
    plot.setAttribute(
      "aria-label",
      "Confusion matrix: arrow keys go to a cell or the head of a row or column, Enter chooses it",
    );
    plot.addEventListener("keydown", (event) => this.#key(event));
    plot.addEventListener("blur", () => this.#move(null));
    plot.addEventListener("pointermove", (event) => {
      plot.classList.toggle("heading-under", this.#head(event) !== null);
    });
    plot.addEventListener("click", (event) => {
      const head = this.#head(event);
      if (head) this.#choose(head);
    });
  }

  /** A new base figure says that a share is of the row. */
  prepare() {
    this.hovered = "";
  }

  created() {
    this.element.on("plotly_click", ({ points: [cell] }) => this.#choose([cell.y, cell.x]));
  }

  /**
   * Return the row or column whose head is under the pointer, null for none.
   *
   * @param {MouseEvent} event
   * @returns {Target | null}
   */
  #head({ clientX, clientY }) {
    const frame = axes(this.element);
    const n = this.counts?.shape[1] ?? 0;
    if (!frame || !n) return null;
    const box = this.element.getBoundingClientRect();
    const across = (clientX - box.left - frame.left) / frame.width;
    const down = (clientY - box.top - frame.top) / frame.height;
    const [isAcross, isDown] = [across, down].map((share) => share >= 0 && share < 1);
    if (across < 0 && isDown) return [Math.floor(down * n), null];
    return down >= 1 && isAcross ? [null, Math.floor(across * n)] : null;
  }

  /** @param {Target} target */
  #choose([label, predicted]) {
    const { selection } = this.context;
    selection.choose(label, predicted);
    if (selection.cell) this.#say([label, predicted]);
  }

  /** @param {Target} target */
  #say([label, predicted]) {
    if (!this.counts) return;
    const { selection, names } = this.context;
    const count = counts(this.counts, selection.split)
      .filter((_, i) => label === null || i === label)
      .flatMap((row) => row.filter((_, k) => predicted === null || k === predicted))
      .reduce((sum, one) => sum + one, 0);
    const words = spelt({ label, predicted }, names.classes);
    const { positive } = selection;
    const isCalled = positive !== null && label !== null && predicted !== null;
    const name = isCalled ? ` (${called(positive, label, predicted)})` : "";
    this.context.announce(`${words[0].toUpperCase()}${words.slice(1)}${name}: ${count} points`);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const step = ARROWS[event.key];
    if (step && this.counts) {
      this.#move(moved(this.cursor, step, this.counts.shape[1]));
      event.preventDefault();
    } else if (event.key === "Enter" && this.cursor) {
      this.#choose(this.cursor);
    }
  }

  /** @param {Target | null} cursor */
  #move(cursor) {
    this.cursor = cursor;
    this.#outline();
    if (cursor) this.#say(cursor);
  }

  /**
   * Draw `counts`, int32 (2, K, K): train and test, rows true labels; `moving` while more is to
   * come.
   *
   * @param {Arrays} arrays
   * @param {boolean} moving
   */
  draw(arrays, moving) {
    this.counts = arrays.counts;
    const { split, positive } = this.context.selection;
    this.drawn = `${split} ${positive}`;
    const customdata = counts(this.counts, split);
    const whole = WHOLES.includes(this.unit) ? this.unit : WHOLES[0];
    const z = shares(customdata, whole);
    const numbers = this.unit === "counts" ? customdata : written(z, z.length > MANY);
    const text = named(numbers, positive);
    if (moving && this.hovered === whole && this.#patch(z, text)) {
      Object.assign(this.element.data[0], { z, text, customdata });
    } else {
      const hovertemplate = this.element.data[0].hovertemplate.replace(HOVERED, `$1${OF[whole]}<`);
      const changes = { z: [z], text: [text], customdata: [customdata], hovertemplate };
      Plotly.restyle(this.element, changes);
      this.hovered = whole;
    }
    this.labels.show(arrays.each, split, this.context.names);
    this.#list(arrays);
  }

  /**
   * Ask for the points of the cell that is chosen, once; the worker brings them from then on.
   */
  #want() {
    const { cell } = this.context.selection;
    const given = cell
      ? { part: cell.split, label: cell.label ?? -1, predicted: cell.predicted ?? -1 }
      : {};
    const wanted = JSON.stringify(given);
    if (wanted === this.wanted) return;
    this.wanted = wanted;
    this.context.ask(given);
  }

  /**
   * List the points of the chosen cell, if these are they.
   *
   * @param {Partial<Arrays>} arrays
   */
  #list({ rows, proba, labels, pictures } = {}) {
    const { selection, latest } = this.context;
    const { cell } = selection;
    const told = latest.about?.views.confusion ?? {};
    const asked = cell && [cell.split, cell.label ?? -1, cell.predicted ?? -1];
    const isOther = String(told.cell) !== String(asked);
    const { colours } = this.element.layout.meta;
    const listed =
      rows && proba && labels && !isOther
        ? { rows: rows.data, proba, labels, pictures, n: Number(told.n) }
        : null;
    this.samples.show(cell, listed, colours, this.theme?.text ?? "");
  }

  /**
   * Paint into what Plotly has drawn, as it would: 1 ms where a restyle takes 7 (2 classes) to 15
   * (10). Not while a pointer may read a cell's hover text, which only Plotly keeps. False: not all
   * is there.
   *
   * @param {number[][]} z
   * @param {(string | number)[][]} text
   */
  #patch(z, text) {
    const drawn = heatmap(this.element, z.length);
    const context = this.canvas.getContext("2d");
    if (!drawn || !context || !this.scale || this.element.matches(":hover")) return false;
    const [ground, full] = this.scale;
    [this.canvas.width, this.canvas.height] = drawn.size; // which empties it, too
    const { across, down, labels } = drawn;
    z.flat().forEach((share, i) => {
      const [row, column] = [Math.floor(i / z.length), i % z.length];
      const colour = mixed(ground, full, share);
      const width = across[column + 1] - across[column] - GAP;
      const height = down[row + 1] - down[row] - GAP;
      context.fillStyle = css(colour);
      context.fillRect(across[column] + GAP / 2, down[row] + GAP / 2, width, height);
      labels[i].textContent = String(text[row][column]);
      labels[i].style.fill = luminance(colour) < LIGHT ? "#fff" : "#444";
    });
    drawn.href.value = this.canvas.toDataURL();
    return true;
  }

  /** Light the cell that is chosen, or that of the pinned point, in the part that is wanted. */
  mark() {
    const { selection, latest, refresh } = this.context;
    this.parts?.show();
    this.#offer();
    this.#want();
    if (this.counts) {
      if (this.drawn !== `${selection.split} ${selection.positive}`) refresh();
      else this.#list(latest.views.confusion);
    }
    const lit = selection.lit(latest.points, latest.predicted);
    if (String(lit) === String(this.lit)) return;
    this.lit = lit;
    this.#outline();
  }

  #outline() {
    const shapes = [];
    const { accent = "", text = "" } = this.theme ?? {};
    const n = this.context.names.classes.length;
    if (this.lit) shapes.push(frame(this.lit, n, accent, 3, "solid"));
    if (this.cursor) shapes.push(frame(this.cursor, n, text, 1.5, "dot"));
    Plotly.relayout(this.element, { shapes });
  }

  /**
   * @param {PlotData} trace
   * @param {Theme} theme
   */
  themedTrace(trace, theme) {
    const [ground, accent] = [rgb(theme.ground), rgb(theme.accent)];
    this.scale = [0.06, 0.78].map((share) => mixed(ground, accent, share));
    const size = trace.z.length > MANY ? 0.86 * theme.size : theme.size;
    return {
      colorscale: this.scale.map((colour, end) => [end, css(colour)]),
      "textfont.size": size,
    };
  }
}

/**
 * Return where an arrow key leads: the heads of rows lie left of the cells, those of columns below.
 *
 * @param {Target | null} cursor
 * @param {[number, number]} step down and right
 * @param {number} n classes
 * @returns {Target}
 */
export function moved(cursor, [down, right], n) {
  if (!cursor) return [0, 0];
  const [row, column] = [cursor[0] ?? n, cursor[1] ?? -1];
  const isCorner = row + down >= n && column + right < 0;
  if (isCorner) return cursor;
  const next = [
    Math.min(Math.max(row + down, 0), n),
    Math.min(Math.max(column + right, -1), n - 1),
  ];
  return [next[0] === n ? null : next[0], next[1] < 0 ? null : next[1]];
}

/**
 * Return the outline of a cell, a row or a column of n × n cells.
 *
 * @param {Target} target
 * @param {number} n
 * @param {string} color
 * @param {number} width
 * @param {string} dash
 */
function frame([label, predicted], n, color, width, dash) {
  const [x0, x1] = [(predicted ?? 0) - 0.49, (predicted ?? n - 1) + 0.49];
  const [y0, y1] = [(label ?? 0) - 0.49, (label ?? n - 1) + 0.49];
  return { type: "rect", x0, x1, y0, y1, line: { color, width, dash } };
}

/** @param {number[]} colour */
const css = (colour) => `rgb(${colour.join(",")})`;
