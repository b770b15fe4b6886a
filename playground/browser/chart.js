// Chart: one Plotly figure in one element, created once and then only patched.

import { themedLayout, themedTrace } from "./theme.js";

/** Animation options that put new numbers into traces without building the chart again. */
const AT_ONCE = {
  mode: "immediate",
  transition: { duration: 0 },
  frame: { duration: 0, redraw: false },
};

/** @implements {View} */
export class Chart {
  static axes = ["xaxis", "yaxis"];

  /**
   * @param {Card} card
   * @param {Context} context
   */
  constructor(card, context, config = {}) {
    this.card = card;
    this.element = card.plot;
    this.context = context;
    this.config = { displayModeBar: false, showTips: false, doubleClick: false, ...config };
    this.text = "";
    /** @type {string[]} */
    this.roles = [];
    /** @type {Theme | null} */
    this.theme = null;
  }

  /**
   * Show the base figure, a JSON text, in `theme`; true when numbers drawn before are gone.
   *
   * @param {string} text
   * @param {Theme} theme
   */
  async show(text, theme) {
    if (text === this.text) return false;
    const first = this.text === "";
    const { data, layout } = JSON.parse(text);
    this.roles = data.map((/** @type {PlotData} */ trace) => trace.meta?.role);
    if (matchMedia("(pointer: coarse)").matches) layout.dragmode = false; // a finger scrolls
    this.prepare(data, layout);
    for (const trace of data) put(trace, this.themedTrace(trace, theme));
    put(layout, { ...this.themedLayout(theme), ...this.#size() });
    this.theme = theme;
    await (first ? Plotly.newPlot : Plotly.react)(this.element, data, layout, this.config);
    this.text = text; // only now: what failed is shown anew when it is asked for again
    if (first) this.created();
    return !first;
  }

  /**
   * Change a base figure before it is drawn.
   *
   * @param {PlotData[]} _data
   * @param {Record<string, any>} _layout
   */
  prepare(_data, _layout) {}

  /** Listen to Plotly: the chart is there now. */
  created() {}

  /**
   * Draw its numbers; `moving` while more are to come.
   *
   * @param {Arrays} _arrays
   * @param {boolean} _moving
   */
  draw(_arrays, _moving) {}

  /**
   * Take the colours and sizes of another theme.
   *
   * @param {Theme} theme
   */
  async recolour(theme) {
    if (theme === this.theme) return; // it was shown so
    this.theme = theme;
    const styles = this.element.data.map((trace) => this.themedTrace(trace, theme));
    const paths = new Set(styles.flatMap((style) => Object.keys(style)));
    const changes = [...paths].map((path) => [path, styles.map((style) => style[path])]);
    const layout = this.themedLayout(theme);
    await Plotly.update(this.element, Object.fromEntries(changes), layout);
  }

  /** @param {Theme} theme */
  themedLayout(theme) {
    return themedLayout(theme, /** @type {typeof Chart} */ (this.constructor).axes);
  }

  /**
   * @param {PlotData} trace
   * @param {Theme} theme
   */
  themedTrace(trace, theme) {
    return themedTrace(theme, trace.meta?.ink);
  }

  /**
   * Return the places of the traces with a role.
   *
   * @param {string} role
   */
  indices(role) {
    return this.roles.flatMap((name, i) => (name === role ? [i] : []));
  }

  /**
   * Put new arrays ({x, y} or more) into the traces of the given indices.
   *
   * @param {object[]} data
   * @param {number[]} traces
   */
  feed(data, traces) {
    const overtaken = () => {};
    return Plotly.animate(this.element, { data, traces }, AT_ONCE).catch(overtaken);
  }

  /**
   * Take the size of the place. Once numbers were fed, Plotly lays out the axes with the margins of
   * the old size, and titles over ticks, when it is told a new one the first time.
   */
  resize() {
    if (!this.text) return;
    const { width, height } = this.element.layout;
    const size = this.#size();
    if (!("width" in size) || (size.width === width && size.height === height)) return;
    for (const _ of [1, 2]) Plotly.relayout(this.element, size);
  }

  /** @returns {{width?: number, height?: number}} pixels; nothing while it is not shown */
  #size() {
    const { clientWidth: width, clientHeight: height } = this.element;
    return width && height ? { width, height } : {};
  }

  close() {
    if (this.text) Plotly.purge(this.element);
  }
}

/**
 * Set values under dotted paths, as Plotly's relayout would.
 *
 * @param {Record<string, any>} target
 * @param {Record<string, unknown>} values
 */
export function put(target, values) {
  for (const [path, value] of Object.entries(values)) {
    const names = path.split(".");
    const last = /** @type {string} */ (names.pop());
    let inner = target;
    for (const name of names) inner = inner[name] ??= {};
    inner[last] = value;
  }
}
