// Loss: the curve of both parts, accuracy below.

import { curveOf } from "../../browser/cards.js";
import { Chart, put } from "../../browser/chart.js";
import { element, radios } from "../../browser/dom.js";
import { row } from "../../browser/frame.js";
import { axes } from "../../browser/plotly.js";
import { isZoom, wayBack } from "../../browser/zoom.js";
import { ending, losses, stretched } from "./scale.js";

const CURVES = [
  "train_loss",
  "test_loss",
  "train_accuracy",
  "test_accuracy",
  "validation_loss",
  "validation_accuracy",
];

const GHOSTS = CURVES.slice(0, 4).map((name) => `ghost_${name}`);
const ACCURACIES = [...CURVES, ...GHOSTS].filter((role) => role.endsWith("accuracy"));
const LOW = 14; // rem below which a chart has room for the loss only; the bar tells the accuracies
const NONE = new Float32Array();

export default class LossView extends Chart {
  static axes = ["xaxis", "yaxis", "yaxis2"];

  /**
   * @param {Card} card
   * @param {Context} context
   */
  constructor(card, context) {
    super(card, context);
    this.log = false;
    /** @type {Set<string>} roles of traces that have numbers */
    this.filled = new Set();
    this.zoomed = false;
    this.low = false;
    this.end = 0;
    /** @type {[number, number] | null} */
    this.span = null;
    /** @type {Tensor | null} */
    this.history = null;
    /** @type {PinCard | null} */
    this.ghost = null;
    /** @type {Tensor | null} the curve of the ghost */
    this.before = null;
    this.line = element("div", { class: "shown", "data-testid": "shown-line", hidden: "" });
    /** @type {[string, string][]} */
    const scales = [
      ["linear", "linear"],
      ["log", "log"],
    ];
    card.head.append(radios("Loss axis", scales, "linear", (scale) => this.#setLog(scale)).group);
    this.whole = wayBack(() => this.#whole());
    card.head.append(this.whole);
  }

  /**
   * @param {PlotData} trace
   * @param {Theme} theme
   */
  themedTrace(trace, theme) {
    const isGhost = GHOSTS.includes(trace.meta.role);
    return { ...super.themedTrace(trace, theme), "line.width": theme.size / (isGhost ? 10 : 6) };
  }

  /** @param {Theme} theme */
  themedLayout(theme) {
    const titles = LossView.axes.map((axis) => [`${axis}.title.font.size`, theme.size]);
    return { ...super.themedLayout(theme), ...Object.fromEntries(titles) };
  }

  /**
   * @param {PlotData[]} data
   * @param {Record<string, any>} layout
   */
  prepare(data, layout) {
    this.low = this.#isLow();
    put(layout, divided(this.low));
    for (const trace of data) if (ACCURACIES.includes(trace.meta.role)) trace.visible = !this.low;
  }

  created() {
    this.element.append(this.line);
    this.element.on("plotly_relayout", (change) => this.#relayouted(change));
    this.element.on("plotly_doubleclick", () => this.#whole());
  }

  /** @param {object} change */
  #relayouted(change) {
    this.#point();
    if (!isZoom(change)) return;
    this.zoomed = true;
    this.whole.hidden = false;
  }

  #whole() {
    this.zoomed = false;
    this.whole.hidden = true;
    this.#scale(true);
  }

  /** @param {string} scale */
  #setLog(scale) {
    this.log = scale === "log";
    this.#whole();
  }

  /**
   * Draw `history`, float32 (5, m): epoch and the four curves, (7, m) with a validation part; and
   * `best`, float32 (2, 1): the best epoch and its loss, or (2, 0).
   *
   * @param {Arrays} arrays
   */
  draw({ history, best }) {
    this.history = history;
    this.#haunt();
    this.#scale(false);
    const x = row(history, 0);
    /** @type {[string, {x: ArrayLike<number>, y: ArrayLike<number>}][]} */
    const curves = CURVES.map((role, i) => [
      role,
      i + 1 < history.shape[0] ? { x, y: row(history, i + 1) } : { x: NONE, y: NONE },
    ]);
    this.#put([...curves, ["best", { x: row(best, 0), y: row(best, 1) }]]);
    this.#point();
  }

  /**
   * Put numbers into the traces by their roles, but for those that stay empty: each costs.
   *
   * @param {[string, {x: ArrayLike<number>, y: ArrayLike<number>}][]} numbers
   */
  #put(numbers) {
    const told = numbers.filter(([role, { x }]) => x.length || this.filled.has(role));
    this.filled = new Set(told.flatMap(([role, { x }]) => (x.length ? [role] : [])));
    const traces = told.flatMap(([role]) => this.indices(role));
    this.feed(
      told.map(([, data]) => data),
      traces,
    );
  }

  // Draw the curve of the kept run to compare with, when it is another.
  #haunt() {
    const { ghost } = this.context.latest;
    if (ghost === this.ghost) return;
    this.ghost = ghost;
    const curve = ghost?.curve ? curveOf(ghost.curve) : null;
    this.before = curve;
    this.end = 0;
    const rows = GHOSTS.map((_, i) => (curve ? row(curve, i + 1) : NONE));
    const changes = { x: rows.map(() => (curve ? row(curve, 0) : NONE)), y: rows };
    Plotly.restyle(
      this.element,
      changes,
      GHOSTS.flatMap((role) => this.indices(role)),
    );
  }

  // Put the line to the epoch that is shown, when it is an earlier one.
  #point() {
    const { about } = this.context.latest;
    const frame = about?.past ? axes(this.element) : null;
    const share = frame && about ? (about.epoch - frame.x[0]) / (frame.x[1] - frame.x[0]) : -1;
    this.line.hidden = share < 0 || share > 1;
    if (!frame || this.line.hidden) return;
    const [low, high] = this.element.layout.yaxis.domain;
    this.line.style.height = `${frame.height / (high - low)}px`;
    const [left, top] = [frame.left + share * frame.width, frame.top].map(Math.round);
    this.line.style.transform = `translate(${left}px, ${top}px)`;
  }

  /** The line at the epoch that is shown is part of a picture. */
  still() {
    const { about } = this.context.latest;
    if (!about?.past) return {};
    const line = { color: this.theme?.accent, width: 2 };
    const ends = { x0: about.epoch, x1: about.epoch, yref: "y domain", y0: 0, y1: 1 };
    return { shapes: [{ type: "line", ...ends, line }] };
  }

  #isLow() {
    const root = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    return this.element.clientHeight < LOW * root;
  }

  resize() {
    const low = this.#isLow();
    if (this.text && low !== this.low) {
      this.low = low;
      const traces = ACCURACIES.flatMap((role) => this.indices(role));
      Plotly.update(this.element, { visible: !low }, divided(low), traces);
    }
    super.resize();
    this.#point();
  }

  /** @param {boolean} always */
  #scale(always) {
    if (!this.history || (this.zoomed && !always)) return;
    const { history, before } = this;
    const shown = before ? [history, before] : [history];
    const last = Math.max(...shown.map((curve) => row(curve, 0).at(-1) ?? 0));
    const end = ending(last, always ? 0 : this.end);
    const ends = shown.map(losses);
    const reach = /** @type {[number, number]} */ ([
      Math.min(...ends.map(([low]) => low)),
      Math.max(...ends.map(([, high]) => high)),
    ]);
    const span = stretched(reach, this.log, always ? null : this.span);
    /** @type {Record<string, unknown>} */
    const changes = always ? { "yaxis2.range": [0, 1.02] } : {};
    if (always || end !== this.end) changes["xaxis.range"] = [0, end];
    if (always || span !== this.span) changes["yaxis.range"] = span;
    const type = this.log ? "log" : "linear";
    if (type !== (this.element.layout.yaxis.type ?? "linear")) changes["yaxis.type"] = type;
    Object.assign(this, { end, span });
    if (Object.keys(changes).length) Plotly.relayout(this.element, changes);
  }
}

/**
 * Return the layout of the loss above the accuracy, or alone.
 *
 * @param {boolean} isAlone
 * @returns {Record<string, unknown>}
 */
const divided = (isAlone) => ({
  "yaxis.domain": [isAlone ? 0 : 0.4, 1],
  "yaxis2.visible": !isAlone,
  "xaxis.anchor": isAlone ? "y" : "y2",
});
