// Inspector: the way of one pinned place or point, from its inputs to probabilities and loss.

import { listen } from "../../browser/arrows.js";
import { radios } from "../../browser/dom.js";
import { ARROWS } from "../../browser/keys.js";
import { decimal } from "../../browser/numbers.js";
import { paint } from "../../browser/portrait.js";
import { spelt } from "../../browser/tooltip.js";
import { Curve } from "./curve.js";
import { build, put } from "./elements.js";
import { Route } from "./route.js";
import { remark, saturated, sigmoid, softmax, terms, worked } from "./steps.js";
import { Steps } from "./table.js";

const KEYS =
  "What is inspected: arrow keys move the place, with Shift farther, or go from point to point";
const PARTS = ["train", "test", "validation"];

/**
 * What the worker tells beside the arrays.
 *
 * @typedef {object} Told
 * @property {[number, number, number, number]} asked row (-1: a place), x, y, temperature
 * @property {import("./route.js").Layer[]} layers
 * @property {number | number[]} [y] class, or a zero or one for each label
 * @property {import("./steps.js").Loss} [loss]
 */

/** @implements {View} */
export default class InspectorView {
  /**
   * @param {Card} card
   * @param {Context} context
   */
  constructor(card, context) {
    this.context = context;
    this.temperature = 1;
    this.isBook = true;
    this.wanted = "{}";
    /** @type {Theme | null} */
    this.theme = null;
    this.parts = build(card);
    this.route = new Route();
    this.steps = new Steps();
    this.curve = new Curve();
    const { top, body, remark, loss, controls } = this.parts;
    top.append(this.route.element);
    body.append(top, this.steps.element, remark, this.curve.element, loss);
    this.ways = this.#ways();
    controls.append(this.ways);
    this.#listen();
  }

  #ways() {
    /** @type {[string, string][]} */
    const ways = [
      ["book", "by the book"],
      ["torch", "as torch does"],
    ];
    return radios("Steps", ways, "book", (way) => {
      this.isBook = way === "book";
      this.context.refresh();
    }).group;
  }

  #listen() {
    const { where, pin, slider } = this.parts;
    where.addEventListener("keydown", (event) => this.#step(event), true);
    listen(where, KEYS, this.context, () => this.#ranges());
    pin.onclick = () => this.#pin();
    slider.oninput = () => this.#warm(10 ** slider.valueAsNumber);
  }

  /** Return the ranges of the shown plane. */
  #ranges() {
    const [left, right, bottom, top] = Array.from(this.context.latest.extent ?? [-1, 1, -1, 1]);
    return /** @type {[number, number][]} */ ([
      [left, right],
      [bottom, top],
    ]);
  }

  /**
   * While a point is pinned, arrow keys go to the one before or after it.
   *
   * @param {KeyboardEvent} event
   */
  #step(event) {
    const { selection, latest, announce } = this.context;
    const arrow = ARROWS[event.key];
    if (!arrow || selection.point === null || !latest.points) return;
    const n = latest.points.label.length;
    const point = (selection.point + arrow[0] + arrow[1] + n) % n;
    selection.pick(point);
    announce(`Point ${point}`);
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  // Pin the place that the outputs are for, or let go of what is pinned.
  #pin() {
    const { selection, latest } = this.context;
    if (selection.pinned) {
      selection.clear();
    } else if (latest.about) {
      const { x, y } = latest.about.probe;
      selection.move({ x, y });
      this.parts.where.focus();
    }
  }

  /** @param {number} temperature */
  #warm(temperature) {
    this.temperature = Number(temperature.toPrecision(3));
    put(this.parts.degree, decimal(this.temperature, 2));
    this.#want();
  }

  /** Ask for what is pinned, once; the worker brings it from then on. */
  #want() {
    const { pinned } = this.context.selection;
    const given = pinned ? { pinned: true, ...pinned, temperature: this.temperature } : {};
    const wanted = JSON.stringify(given);
    if (wanted === this.wanted) return;
    this.wanted = wanted;
    this.context.ask(given);
  }

  /**
   * @param {string} _figure
   * @param {Theme} theme
   */
  async show(_figure, theme) {
    this.theme = theme;
    return false;
  }

  /** @param {Theme} theme */
  async recolour(theme) {
    this.theme = theme;
    if (this.context.latest.views.inspector) this.context.refresh();
  }

  /** @param {Arrays} arrays the steps, as `compute.py` makes them */
  draw(arrays) {
    const { latest, names } = this.context;
    const told = /** @type {Told | undefined} */ (latest.told.inspector);
    if (!told?.asked || !this.#isPinned(told.asked) || !this.theme) return;
    if (arrays.proba.shape[0] !== names.outputs.length) return; // of another number of classes
    this.#head(told);
    this.route.show(told.layers, arrays.route.data, this.theme);
    this.parts.picture.hidden = !arrays.picture;
    if (arrays.picture) paint(this.parts.picture, arrays.picture, this.theme.text);
    this.#tabulate(arrays, told);
    this.#judge(told.loss);
  }

  /**
   * Tell whether this is what is pinned.
   *
   * @param {[number, number, number, number]} asked
   */
  #isPinned([row, x, y, temperature]) {
    const { pinned } = this.context.selection;
    if (!pinned || temperature !== this.temperature) return false;
    if ("point" in pinned) return pinned.point === row;
    return row < 0 && pinned.x === x && pinned.y === y;
  }

  /** @param {Told} told */
  #head({ asked: [row, x, y], y: label }) {
    const { latest, names } = this.context;
    const part = PARTS[latest.points?.part[row] ?? 0];
    const labels = Array.isArray(label) ? label.flatMap((on, k) => (on ? [k] : [])) : [label ?? 0];
    const called = labels.map((k) => names.outputs[k]).join(", ") || "no label";
    const place = `Place ${spelt({ x, y }, latest.axes)}`;
    put(this.parts.where, row < 0 ? place : `Point ${row}, ${part}, y = ${called}`);
  }

  /**
   * @param {Arrays} arrays
   * @param {Told} told
   */
  #tabulate(arrays, { y, loss }) {
    const { names, latest } = this.context;
    const isSoftmax = Boolean(arrays.sums);
    const table = isSoftmax
      ? softmax(arrays, this.temperature, this.isBook)
      : sigmoid(arrays, this.temperature);
    const isTrue = names.outputs.map((_, k) => (Array.isArray(y) ? y[k] === 1 : y === k));
    const proba = arrays.proba.data;
    this.steps.show(terms(table, loss?.each, arrays.terms), proba, names, isTrue);
    this.ways.toggleAttribute("hidden", !isSoftmax);
    this.curve.element.toggleAttribute("hidden", isSoftmax);
    const said = isSoftmax ? remark(arrays.sums.data[0], this.isBook) : saturated(proba);
    put(this.parts.remark, said);
    if (isSoftmax) return;
    const logits = arrays.scaled.data;
    const colours = names.colours.slice(names.outputs.length - logits.length); // one is of class 1
    this.curve.show(logits, colours, latest.about?.threshold ?? 0.5);
  }

  /** @param {import("./steps.js").Loss} [loss] */
  #judge(loss) {
    const aside = this.temperature === 1 ? "" : " (at T = 1)";
    const said = loss ? worked(loss, aside) : "A place has no label, so no loss: pin a point.";
    put(this.parts.loss, said);
  }

  /** Something else may be pinned. */
  mark() {
    const { where, pin, empty, body, controls } = this.parts;
    const isPinned = this.context.selection.pinned !== null;
    this.#want();
    empty.hidden = isPinned;
    body.hidden = controls.hidden = !isPinned;
    put(pin, isPinned ? "Unpin" : "Pin a place");
    if (!isPinned) put(where, "");
  }

  resize() {}

  close() {}
}
