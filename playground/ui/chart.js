// Chart: one Plotly figure in one element, created once and then only patched.

import { ink, themedLayout } from "./theme.js";

const COARSE = matchMedia("(pointer: coarse)").matches;

/** Animation options that put new numbers into traces without building the chart again. */
const AT_ONCE = {
  mode: "immediate",
  transition: { duration: 0 },
  frame: { duration: 0, redraw: false },
};

export class Chart {
  static axes = ["xaxis", "yaxis"];

  constructor(element, config = {}) {
    this.element = element;
    this.config = { displayModeBar: false, showTips: false, doubleClick: false, ...config };
    this.text = "";
  }

  /** Show the base figure, a JSON text; a no-op when it is the one already shown. */
  async show(text, theme) {
    if (text === this.text) return false;
    const { data, layout } = JSON.parse(text);
    if (COARSE) layout.dragmode = false; // a finger scrolls the page
    const first = this.text === "";
    this.text = text;
    this.roles = data.map((trace) => trace.meta?.role);
    if (first) await Plotly.newPlot(this.element, data, layout, this.config);
    else await Plotly.react(this.element, data, layout, this.config);
    await this.recolour(theme);
    return true;
  }

  /** Take the colours and sizes of `theme`. */
  async recolour(theme) {
    const traces = this.element.data;
    const inked = traces.flatMap((trace, i) => (ink(theme, trace.meta?.ink) ? [i] : []));
    const colours = inked.map((i) => ink(theme, traces[i].meta.ink));
    const fills = inked.map((i, n) => (traces[i].meta.ink === "hollow" ? theme.ground : colours[n]));
    const style = { "marker.color": fills, "marker.line.color": colours, "line.color": colours };
    const layout = themedLayout(theme, this.constructor.axes);
    if (inked.length) await Plotly.update(this.element, style, layout, inked);
    else await Plotly.relayout(this.element, layout);
  }

  indices(role) {
    return this.roles.flatMap((name, i) => (name === role ? [i] : []));
  }

  /** Put new arrays ({x, y} or more) into the traces of the given indices. */
  feed(data, traces) {
    return Plotly.animate(this.element, { data, traces }, AT_ONCE).catch(() => {}); // overtaken
  }

  resize() {
    if (this.text && this.element.offsetParent) Plotly.Plots.resize(this.element);
  }
}
