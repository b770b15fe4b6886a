// Confusion: counts or shares of one part; one cell may be lit, one under the keyboard's cursor.

import { Chart } from "../../browser/chart.js";
import { element, radios } from "../../browser/dom.js";
import { ARROWS } from "../../browser/keys.js";
import { heatmap } from "../../browser/plotly.js";
import { luminance, mixed, rgb } from "../../browser/theme.js";
import { counts, shares, written } from "./cells.js";

const MANY = 6; // classes above which the cells are narrow
const GAP = 2; // pixels between cells, as in the figure
const LIGHT = 0.2865; // luminance at which Plotly's two inks for text stand out equally

export default class ConfusionView extends Chart {
  /**
   * @param {Card} card
   * @param {Context} context
   */
  constructor(card, context) {
    super(card, context);
    this.shares = false;
    /** @type {[number, number] | null} true and predicted label */
    this.lit = null;
    /** @type {[number, number] | null} */
    this.cursor = null;
    /** @type {Tensor | null} */
    this.counts = null;
    this.split = -1; // the part that is drawn
    this.canvas = element("canvas");
    this.#furnish(card.head);
    this.#listen(card.plot);
  }

  /** @param {HTMLElement} head */
  #furnish(head) {
    const { selection } = this.context;
    /** @type {[string, string][]} */
    const parts = [
      ["train", "train"],
      ["test", "test"],
    ];
    this.parts = radios("Part", parts, "test", (part) => selection.turn(part === "test" ? 1 : 0));
    /** @type {[string, string][]} */
    const units = [
      ["counts", "counts"],
      ["shares", "% of row"],
    ];
    const unit = radios("Cells", units, "counts", (value) => {
      this.shares = value === "shares";
      this.context.refresh();
    });
    head.append(this.parts.group, unit.group);
  }

  /** @param {HTMLElement} plot */
  #listen(plot) {
    plot.tabIndex = 0;
    plot.setAttribute("role", "application");
    plot.setAttribute(
      "aria-label",
      "Confusion matrix: arrow keys choose a cell, Enter rings its points",
    );
    plot.addEventListener("keydown", (event) => this.#key(event));
    plot.addEventListener("blur", () => this.#move(null));
  }

  created() {
    this.element.on("plotly_click", ({ points: [cell] }) => this.#choose(cell.y, cell.x));
  }

  /**
   * @param {number} label
   * @param {number} predicted
   */
  #choose(label, predicted) {
    const { selection } = this.context;
    selection.choose(label, predicted);
    if (selection.cell) this.#say(label, predicted);
  }

  /**
   * @param {number} label
   * @param {number} predicted
   */
  #say(label, predicted) {
    if (!this.counts) return;
    const count = counts(this.counts, this.context.selection.split)[label][predicted];
    const { classes } = this.context.names;
    const cell = `True ${classes[label]}, predicted ${classes[predicted]}`;
    this.context.announce(`${cell}: ${count} points`);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const step = ARROWS[event.key];
    if (step && this.counts) {
      const [down, right] = step;
      const [label, predicted] = this.cursor ?? [-down, -right];
      const last = this.counts.shape[1] - 1;
      /** @param {number} value */
      const within = (value) => Math.min(Math.max(value, 0), last);
      this.#move([within(label + down), within(predicted + right)]);
      event.preventDefault();
    } else if (event.key === "Enter" && this.cursor) {
      this.#choose(...this.cursor);
    }
  }

  /** @param {[number, number] | null} cursor */
  #move(cursor) {
    this.cursor = cursor;
    this.#outline();
    if (cursor) this.#say(...cursor);
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
    this.split = this.context.selection.split;
    const customdata = counts(this.counts, this.split);
    const z = shares(customdata);
    const text = this.shares ? written(z, z.length > MANY) : customdata;
    if (moving && this.#patch(z, text)) {
      Object.assign(this.element.data[0], { z, text, customdata });
    } else {
      Plotly.restyle(this.element, { z: [z], text: [text], customdata: [customdata] });
    }
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
    const { selection, latest } = this.context;
    this.parts?.select(selection.split ? "test" : "train");
    if (this.counts && this.split !== selection.split) this.context.refresh();
    const lit = selection.lit(latest.points, latest.predicted);
    if (String(lit) === String(this.lit)) return;
    this.lit = lit;
    this.#outline();
  }

  #outline() {
    const shapes = [];
    const { accent = "", text = "" } = this.theme ?? {};
    if (this.lit) shapes.push(frame(this.lit, accent, 3, "solid"));
    if (this.cursor) shapes.push(frame(this.cursor, text, 1.5, "dot"));
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
 * @param {[number, number]} cell
 * @param {string} color
 * @param {number} width
 * @param {string} dash
 */
function frame([label, predicted], color, width, dash) {
  const [x0, x1] = [predicted - 0.49, predicted + 0.49];
  const [y0, y1] = [label - 0.49, label + 0.49];
  return { type: "rect", x0, x1, y0, y1, line: { color, width, dash } };
}

/** @param {number[]} colour */
const css = (colour) => `rgb(${colour.join(",")})`;
