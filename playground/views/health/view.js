// Health: layers in rows, the first one on top, or the learning rate over the epochs.

import { Chart } from "../../browser/chart.js";
import { element, radios } from "../../browser/dom.js";
import { column, row } from "../../browser/frame.js";
import { axes as frameOf } from "../../browser/plotly.js";
import { reach } from "../hidden/places.js";
import { ending } from "../loss/scale.js";
import { ridges, said, sentence } from "./ridges.js";

const NOWHERE = { x: [null], y: [null] };
const TAIL = 4; // powers of ten below the smallest norm that are still shown
const [ABOVE, BELOW] = [0.95, 0.4]; // room over the first row and under the last, in rows
const THUMB = 1e-3; // of the weights' size that an update may well have

/** @type {[string, string][]} */
const SHOWN = [
  ["gradients", "gradients"],
  ["weights", "weights"],
  ["activations", "activations"],
  ["ratio", "update ÷ weight"],
  ["rate", "rate"],
];

/** @type {Record<string, string>} */
const TITLES = {
  gradients: "|gradient|",
  weights: "Weight",
  activations: "Activation",
  ratio: "‖Δw‖ / ‖w‖",
  rate: "Epoch",
};

const LOGARITHMIC = ["gradients", "ratio"];

export default class HealthView extends Chart {
  /**
   * @param {Card} card
   * @param {Context} context
   */
  constructor(card, context) {
    super(card, context);
    this.axes = ""; // what the axes are set for
    /** @type {[number, number] | null} */
    this.range = null;
    this.end = 0;
    const show = radios("Shown", SHOWN, "gradients", (value) => this.context.ask({ show: value }));
    this.facts = element("ol", { class: "facts" });
    this.note = element("p", { class: "note" });
    const body = element("div", { class: "rows" });
    card.head.append(show.group);
    card.plot.replaceWith(body);
    body.append(card.plot, this.facts);
    body.after(this.note);
  }

  get #told() {
    const { about } = this.context.latest;
    return /** @type {import("./ridges.js").Told & {next: number}} */ (about?.views.health ?? {});
  }

  /** @param {Arrays} arrays */
  draw(arrays) {
    const told = this.#told;
    if (!told.show) return;
    this.note.textContent = sentence(
      told,
      arrays.facts?.data.some((fact) => !Number.isNaN(fact)) ?? true,
    );
    this.#say(arrays);
    if (told.show === "rate") this.#follow(arrays.rates);
    else this.#lay(arrays);
  }

  /** @param {Arrays} arrays */
  #say({ facts }) {
    const told = this.#told;
    const words = facts ? said(told, facts) : [];
    if (this.facts.children.length !== words.length) {
      this.facts.replaceChildren(...words.map(() => element("li")));
    }
    words.forEach((text, i) => {
      this.facts.children[i].textContent = text;
      this.facts.children[i].setAttribute("aria-label", `${told.labels[i]}: ${text}`);
    });
    this.#align();
  }

  // Put each line of words beside its row.
  #align() {
    const frame = this.text ? frameOf(this.element) : null;
    const lines = /** @type {HTMLElement[]} */ ([...this.facts.children]);
    if (!frame || !lines.length) return;
    const step = frame.height / (lines.length - 1 + ABOVE + BELOW);
    lines.forEach((line, i) => {
      line.style.top = `${Math.round(frame.top + (i + ABOVE - 0.3) * step)}px`;
    });
  }

  resize() {
    super.resize();
    this.#align();
  }

  /**
   * Draw a row for each layer.
   *
   * @param {Arrays} arrays
   */
  #lay({ counts, edges, facts }) {
    const { show, labels } = this.#told;
    const isLog = LOGARITHMIC.includes(show);
    const sizes = isLog ? Array.from(column(facts, 0)) : [];
    const powers = sizes.map(Math.log10).filter(Number.isFinite);
    const least = isLog ? Math.min(...powers) - TAIL : Number.NEGATIVE_INFINITY;
    const ends = Array.from(edges?.data ?? [], (end) => Math.max(end, least));
    const marks = show === "ratio" ? [Math.log10(THUMB)] : [];
    this.#row(show, labels, [...ends, ...powers, ...marks].filter(Number.isFinite));
    const dots = sizes.map((size) => (size > 0 ? size : null));
    const across = isLog ? (/** @type {number} */ value) => 10 ** value : Number;
    const reference = { x: [THUMB, THUMB], y: [-ABOVE, labels.length - 1 + BELOW] };
    this.#feed({
      ridges: counts ? ridges(counts, edges, across) : NOWHERE,
      reference: show === "ratio" ? reference : NOWHERE,
      dots: dots.length ? { x: dots, y: dots.map((_, i) => i) } : NOWHERE,
    });
  }

  /**
   * Set the axes for rows, if they are not.
   *
   * @param {string} show
   * @param {string[]} labels
   * @param {number[]} values along the axis, of a logarithmic one the powers of ten
   */
  #row(show, labels, values) {
    const axes = JSON.stringify([show, labels]);
    const range = reach(values, axes === this.axes ? this.range : null);
    if (axes === this.axes && range === this.range) return;
    Object.assign(this, { axes, range });
    const isLog = LOGARITHMIC.includes(show);
    Plotly.relayout(this.element, {
      "xaxis.type": isLog ? "log" : "linear",
      "xaxis.dtick": isLog ? Math.ceil((range[1] - range[0]) / 5) : null,
      "xaxis.exponentformat": "power",
      "xaxis.range": range,
      "xaxis.title.text": TITLES[show],
      "yaxis.type": "linear",
      "yaxis.range": [labels.length - 1 + BELOW, -ABOVE],
      "yaxis.tickvals": labels.map((_, i) => i),
      "yaxis.ticktext": labels,
      "yaxis.showgrid": false,
      "yaxis.title.text": "",
    });
  }

  /**
   * Draw the learning rate.
   *
   * @param {Tensor} rates
   */
  #follow(rates) {
    const { about } = this.context.latest;
    const { next } = this.#told;
    const [epochs, sizes] = [0, 1].map((i) => Array.from(row(rates, i)));
    const [epoch, last] = [about?.epoch ?? 0, about?.present ?? 0];
    const all = [...sizes, next];
    const [low, high] = [Math.min(...all), Math.max(...all)];
    const isLog = low > 0 && high / low > 30;
    const end = ending(last, this.end);
    const top = isLog ? [Math.log10(low) - 0.2, Math.log10(high) + 0.2] : [0, high * 1.15];
    const axes = JSON.stringify(["rate", end, top]);
    if (axes !== this.axes) this.#span(axes, end, isLog, top);
    const start = sizes.length ? [sizes[0]] : [next]; // of the first epoch's steps
    this.#feed({
      rate: { x: [0, ...epochs], y: [...start, ...sizes] },
      next: { x: [epoch], y: [next] },
    });
  }

  /**
   * Set the axes for the learning rate.
   *
   * @param {string} axes
   * @param {number} end
   * @param {boolean} isLog
   * @param {number[]} range
   */
  #span(axes, end, isLog, range) {
    Object.assign(this, { axes, end, range: null });
    Plotly.relayout(this.element, {
      "xaxis.type": "linear",
      "xaxis.dtick": null,
      "xaxis.range": [0, end],
      "xaxis.title.text": TITLES.rate,
      "yaxis.type": isLog ? "log" : "linear",
      "yaxis.exponentformat": "power",
      "yaxis.range": range,
      "yaxis.tickvals": null,
      "yaxis.ticktext": null,
      "yaxis.showgrid": true,
      "yaxis.title.text": "Learning rate",
    });
  }

  /**
   * Put numbers into traces, and empty the others.
   *
   * @param {Record<string, object>} data by role
   */
  #feed(data) {
    const traces = this.roles.map((_, i) => i);
    this.feed(
      this.roles.map((name) => data[name] ?? NOWHERE),
      traces,
    );
  }
}
