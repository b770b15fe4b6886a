// Lab: what Streamlit calls for a lab's component. Its fields and its picture; the numbers come over
// a socket of its own, one question at a time: what was moved meanwhile goes into the next one.

import { Chart } from "./chart.js";
import { card, element } from "./dom.js";
import { Fields } from "./fields.js";
import { graspable } from "./grasp.js";
import { plotted } from "./preload.js";
import { relative, Stream } from "./stream.js";
import { readTheme } from "./theme.js";

const REST = 300; // milliseconds without a move after which the address is brought up to date
const LOST = "The server can't be reached; the picture waits for it.";

/** @type {WeakMap<Element, Lab>} */
const all = new WeakMap();

/**
 * @param {object} mount
 * @param {[LabData]} mount.data
 * @param {Element} mount.parentElement
 */
export default function ({ data: [data], parentElement }) {
  const lab = all.get(parentElement) ?? new Lab(parentElement, data);
  all.set(parentElement, lab);
  lab.recolour();
  return () => {
    all.delete(parentElement);
    lab.close();
  };
}

/** Draws what a lab computes: arrays go into the traces that have their roles. */
class LabChart extends Chart {
  /**
   * @param {Card} card
   * @param {Record<string, any>} layout of the base figure
   */
  constructor(card, layout) {
    super(card, /** @type {Context} */ (/** @type {unknown} */ ({})));
    this.axes = Object.keys(layout).filter((name) => /^[xy]axis/.test(name));
    this.fixed = new Set(this.axes.filter((axis) => layout[axis].range && !layout[axis].type));
    const typed = this.axes.filter((axis) => layout[axis].type);
    /** Plotly guesses an axis' type anew with other numbers unless it is told again. */
    this.types = Object.fromEntries(typed.map((axis) => [`${axis}.type`, layout[axis].type]));
    /** @type {Record<string, string>} */
    this.drawn = {};
  }

  /**
   * Tell whether a trace, or the layout for no role, has other numbers than it shows.
   *
   * @param {string} role
   * @param {object} numbers
   */
  #isNew(role, numbers) {
    const text = JSON.stringify(numbers);
    if ((role && !this.roles.includes(role)) || this.drawn[role] === text) return false;
    this.drawn[role] = text;
    return true;
  }

  /**
   * @param {PlotData} trace
   * @param {Theme} theme
   */
  themedTrace(trace, theme) {
    if (trace.type === "heatmap") return { "textfont.color": theme.text };
    return super.themedTrace(trace, theme);
  }

  /** @param {Theme} theme */
  themedLayout(theme) {
    const layout = super.themedLayout(theme);
    for (const axis of this.axes) {
      for (const [part, name] of [
        ["color", "muted"],
        ["title.font.color", "text"],
        ["gridcolor", "faint"],
      ])
        layout[`${axis}.${part}`] = theme[/** @type {"muted" | "text" | "faint"} */ (name)];
      layout[`${axis}.linecolor`] = layout[`${axis}.tickcolor`] = theme.line;
      layout[`${axis}.zerolinecolor`] = theme.line;
    }
    return layout;
  }

  /** @param {LabAnswer} answer */
  feedAll({ traces, layout }) {
    const roles = Object.keys(traces).filter((role) => this.#isNew(role, traces[role]));
    const isLaidOut = !this.#isNew("", layout);
    if (isLaidOut && roles.length === 0) return;
    const places = roles.map((role) => this.roles.indexOf(role));
    if (isLaidOut && places.every((place) => this.#isLight(place)))
      return this.feed(
        roles.map((role) => traces[role]),
        places,
      );
    const names = new Set(roles.flatMap((role) => Object.keys(traces[role])));
    const changes = [...names].map((name) => [name, roles.map((role) => traces[role][name])]);
    const told = { ...this.types, ...layout };
    if (places.length === 0) return Plotly.relayout(this.element, told);
    return Plotly.update(this.element, Object.fromEntries(changes), told, places);
  }

  /**
   * Tell whether a trace can be drawn alone: a line or dots over axes that stay where they are.
   *
   * @param {number} place
   */
  #isLight(place) {
    const { type, xaxis = "x", yaxis = "y" } = this.element.data[place];
    const names = [xaxis, yaxis].map((axis) => `${axis[0]}axis${axis.slice(1)}`);
    return type === "scatter" && names.every((name) => this.fixed.has(name));
  }
}

class Lab {
  /**
   * @param {Element} parent
   * @param {LabData} data
   */
  constructor(parent, data) {
    this.data = data;
    this.isAsked = false;
    this.isMoved = false;
    this.pictures = 0;
    this.closed = false;
    this.card = card("lab", data.label);
    this.readings = element("dl", { class: "readings", "data-testid": "readings" });
    this.note = element("p", { class: "lab-note", role: "status", "data-testid": "lab-note" });
    this.code = element("pre", { "data-testid": "lab-code", tabindex: "0" });
    this.output = element("pre", { class: "output", "data-testid": "lab-output", tabindex: "0" });
    this.fields = new Fields(data, () => this.moved());
    this.root = this.#build();
    parent.append(this.root);
    this.chart = new LabChart(this.card, JSON.parse(data.figure).layout);
    this.resizing = new ResizeObserver(() => this.chart.resize());
    this.stream = new Stream(relative("playground/lab"), this);
    this.ready = this.#draw();
    this.stream.connect();
  }

  #build() {
    const heading = element("h3", {}, "In PyTorch");
    const code = element("section", { class: "in-pytorch", "aria-label": "In PyTorch" });
    code.append(heading, this.code, this.output);
    const side = element(
      "div",
      { class: "lab-side" },
      this.fields.element,
      this.note,
      this.readings,
    );
    const root = element("div", { class: "lab", "data-testid": "lab", "data-pictures": "0" });
    root.append(element("div", { class: "lab-top" }, this.card.element, side), code);
    return root;
  }

  async #draw() {
    await plotted();
    if (this.closed) return;
    await this.chart.show(this.data.figure, readTheme(this.root));
    this.resizing.observe(this.card.plot);
    graspable(this.chart.element, this.data, this.fields);
  }

  recolour() {
    this.ready.then(() => this.chart.recolour(readTheme(this.root)));
  }

  /** A field has another value. */
  moved() {
    this.isMoved = true;
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.#address(), REST);
    this.#ask();
  }

  #ask() {
    if (this.isAsked || !this.isMoved || !this.stream.open) return;
    this.isAsked = true;
    this.isMoved = false;
    this.stream.send({ lab: this.data.name, given: this.fields.values });
  }

  onopen() {
    this.isAsked = false;
    this.isMoved = true;
    this.#ask();
  }

  /** @param {object} told */
  async onevent(told) {
    const answer = /** @type {LabAnswer} */ (told);
    this.isAsked = false;
    this.#ask(); // before the drawing: the way there and back takes as long
    if (answer.event === "refused") this.stream.close();
    if (answer.complaints) this.fields.complain(answer.complaints);
    else if (answer.failed ?? answer.text)
      this.note.textContent = answer.failed ?? answer.text ?? "";
    else await this.#show(answer);
  }

  /** @param {LabAnswer} answer */
  async #show(answer) {
    await this.ready;
    if (this.closed) return;
    this.fields.complain({});
    if (this.note.textContent !== answer.note) this.note.textContent = answer.note;
    this.readings.replaceChildren(
      ...answer.readings.flatMap(([name, value]) => [
        element("dt", {}, name),
        element("dd", {}, value),
      ]),
    );
    this.code.textContent = answer.code.trimEnd();
    this.output.textContent = answer.output.trimEnd();
    await this.chart.feedAll(answer);
    this.pictures += 1;
    this.root.dataset.pictures = String(this.pictures);
  }

  onframe() {}

  onfailed() {}

  onlost() {
    this.note.textContent = LOST;
  }

  onended() {
    this.note.textContent = LOST;
  }

  /** The address holds what differs from the start; Streamlit need not hear of it. */
  #address() {
    if (this.closed || !this.fields.areRight) return;
    const address = new URL(location.href);
    const held = new URLSearchParams({ lab: this.data.name, ...this.fields.changed() });
    address.search = held.toString().replaceAll("%2C", ",");
    history.replaceState(history.state, "", address);
  }

  close() {
    this.closed = true;
    clearTimeout(this.resting);
    this.resizing.disconnect();
    this.stream.close();
    this.ready.then(() => this.chart.close());
  }

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  resting;
}
