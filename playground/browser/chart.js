// Chart: one Plotly figure in one element, created once and then only patched.

import { themedLayout, themedTrace } from "./theme.js";

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

  /** Show the base figure, a JSON text, in `theme`; false when it is the one already shown. */
  async show(text, theme) {
    if (text === this.text) return false;
    const { data, layout } = JSON.parse(text);
    this.roles = data.map((trace) => trace.meta?.role);
    if (COARSE) layout.dragmode = false; // a finger scrolls the page
    this.prepare?.(data, layout);
    for (const trace of data) put(trace, this.themedTrace(trace, theme));
    put(layout, this.themedLayout(theme));
    const draw = this.text === "" ? Plotly.newPlot : Plotly.react;
    this.text = text;
    this.theme = theme;
    await draw(this.element, data, layout, this.config);
    return true;
  }

  /** Take the colours and sizes of another theme. */
  async recolour(theme) {
    this.theme = theme;
    for (const [i, trace] of this.element.data.entries()) {
      const style = Object.entries(this.themedTrace(trace, theme));
      const wrapped = Object.fromEntries(style.map(([path, value]) => [path, [value]]));
      if (style.length) await Plotly.restyle(this.element, wrapped, [i]);
    }
    await Plotly.relayout(this.element, this.themedLayout(theme));
  }

  themedLayout(theme) {
    return themedLayout(theme, this.constructor.axes);
  }

  themedTrace(trace, theme) {
    return themedTrace(theme, trace.meta?.ink);
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

// Set values under dotted paths, as Plotly's relayout would.
function put(target, values) {
  for (const [path, value] of Object.entries(values)) {
    const names = path.split(".");
    const last = names.pop();
    const inner = names.reduce((object, name) => (object[name] ??= {}), target);
    inner[last] = value;
  }
}
