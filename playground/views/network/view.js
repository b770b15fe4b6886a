// Network: the graph of its units, or the table of its parameters.

import { element, radios } from "../../browser/dom.js";
import { Graph, starting } from "./graph.js";
import { Inspector } from "./inspector.js";
import { brief, ParameterTable } from "./table.js";

const LEAST = 0.25; // the weight of a line of full width, where none is larger

/** @typedef {import("./graph.js").Unit} Unit */
/** @typedef {import("./layout.js").Line} Line */

/**
 * What a frame tells of the graph beside its arrays.
 *
 * @typedef {object} Told
 * @property {"graph" | "table"} show
 * @property {number[]} layers units of each
 * @property {number[]} counts of those that are shown
 * @property {number[][]} positions of each weight and bias among the parameters
 * @property {string[]} features what inputs are called
 * @property {number[]} places
 * @property {number[]} [picture]
 * @property {number} [dropped_for]
 */

/** @implements {View} */
export default class NetworkView {
  /**
   * @param {Card} card
   * @param {Context} context
   */
  constructor(card, context) {
    this.card = card;
    this.context = context;
    this.given = { show: "graph", x: 0, y: 0, point: -1 };
    this.lines = "weights";
    /** @type {Arrays | null} */
    this.arrays = null;
    /** @type {Unit | Line | null} */
    this.pointed = null;
    this.graph = new Graph(
      (of) => this.#point(of),
      (of) => this.#choose(of),
    );
    /** @type {Unit | null} whose numbers are listed */
    this.chosen = null;
    this.inspector = new Inspector(context.send, () => this.#leave());
    this.table = new ParameterTable();
    this.scroller = element("div", { class: "scroller", hidden: "" }, this.table.table);
    this.words = element("p", { class: "made", "data-testid": "network-words" });
    this.note = element("p", { class: "note" });
    /** @type {[string, string][]} */
    const shown = ["weights", "gradients", "table"].map((name) => [name, name]);
    card.head.append(radios("Shown", shown, "weights", (name) => this.#turn(name)).group);
    card.plot.append(this.graph.element, this.inspector.element, this.scroller);
    card.element.append(this.words, this.note);
  }

  /** @param {string} shown */
  #turn(shown) {
    const isTable = shown === "table";
    if (!isTable) this.lines = shown;
    this.graph.element.hidden = this.words.hidden = isTable;
    this.inspector.element.hidden = isTable || !this.chosen;
    this.graph.resize();
    this.scroller.hidden = !isTable;
    this.#ask({ show: isTable ? "table" : "graph" });
    if (this.arrays && !isTable) this.context.refresh();
  }

  /** @param {Partial<typeof this.given>} given */
  #ask(given) {
    const before = JSON.stringify(this.given);
    Object.assign(this.given, given);
    if (JSON.stringify(this.given) !== before) this.context.ask({ ...this.given });
  }

  /**
   * @param {string} _text
   * @param {Theme} theme
   */
  async show(_text, theme) {
    this.graph.dress(theme);
    return false;
  }

  /** @param {Theme} theme */
  async recolour(theme) {
    this.graph.dress(theme);
  }

  get #told() {
    return /** @type {Told | undefined} */ (
      /** @type {unknown} */ (this.context.latest.about?.views.network)
    );
  }

  /** @param {Arrays} arrays */
  draw(arrays) {
    const told = this.#told;
    if (told?.show === "table") {
      this.table.draw(arrays, /** @type {any} */ (told));
      this.note.textContent = "Gradients are what the last step left; sd is over all numbers.";
    } else if (told && this.given.show === "graph") {
      this.arrays = arrays;
      this.#draw(arrays, told);
    }
  }

  /**
   * @param {Arrays} arrays
   * @param {Told} told
   */
  #draw(arrays, told) {
    const numbers = arrays[this.lines === "gradients" ? "weight_gradients" : "weights"]?.data ?? [];
    const most = largest(numbers);
    this.graph.scale = this.lines === "gradients" ? most || 1 : Math.max(LEAST, most);
    this.graph.draw({
      sizes: told.layers,
      counts: told.counts,
      places: told.places,
      picture: told.picture,
      maps: arrays.maps,
      pictures: arrays.pictures,
      numbers,
      dropped: arrays.dropped?.data,
      names: this.#names(arrays, told),
    });
    this.#say();
    this.#inspect(told);
    this.note.textContent = this.#explained(told, numbers.length > 0);
  }

  /**
   * Return what the shown units are called, by layer.
   *
   * @param {Arrays} arrays
   * @param {Told} told
   */
  #names({ units }, { counts, layers, features }) {
    const { classes, outputs } = this.context.names;
    const starts = starting(counts);
    return counts.map((count, layer) =>
      Array.from({ length: count }, (_, index) => {
        const unit = units.data[starts[layer] + index];
        if (layer === 0) return `input ${features[index]}`;
        if (layer < counts.length - 1) return `hidden ${layer}, unit ${unit + 1}`;
        const name = layers[layer] === 1 ? classes[1] : outputs[unit];
        return `output ${name ?? unit + 1}`;
      }),
    );
  }

  /** @param {Unit | Line | null} of */
  #point(of) {
    this.pointed = of;
    if (of) this.#look();
    this.#say();
  }

  // Values are those at the place or point that all outputs are shown for.
  #look() {
    const probe = this.context.latest.about?.probe;
    if (!probe) return;
    const { x, y, point } = probe;
    this.#ask(point === null ? { x, y, point: -1 } : { point });
  }

  /**
   * List what a unit is made of; of a line, let its weight be typed.
   *
   * @param {Unit | Line} of
   */
  #choose(of) {
    const told = this.#told;
    if (!told || told.show !== "graph" || of.layer === 0) return;
    this.chosen = "index" in of ? of : { layer: of.layer, index: of.to };
    this.inspector.element.hidden = false;
    this.graph.resize(); // beside it there is less room
    this.graph.choose(this.chosen);
    this.#inspect(told);
    const line = "index" in of ? null : this.#names(/** @type {Arrays} */ (this.arrays), told);
    this.inspector.focus(line && "from" in of ? `from ${line[of.layer - 1][of.from]}` : "bias");
  }

  #leave() {
    this.inspector.element.hidden = true;
    if (this.chosen) this.graph.focus(this.chosen);
    this.chosen = null;
    this.graph.resize();
    this.graph.choose(null);
  }

  /** @param {Told} told */
  #inspect(told) {
    const { chosen, arrays } = this;
    const { about } = this.context.latest;
    if (!chosen || !arrays || !about) return;
    if (chosen.index >= (told.counts[chosen.layer] ?? 0)) {
      this.#leave(); // of another network
      return;
    }
    const names = this.#names(arrays, told);
    const rest = told.layers[chosen.layer - 1] - told.counts[chosen.layer - 1];
    this.inspector.draw(names[chosen.layer][chosen.index], entries(chosen, arrays, told, names), {
      rest,
      undo: about.undo,
      isPast: about.past,
    });
  }

  // Tell of what is pointed at.
  #say() {
    const { pointed, arrays } = this;
    const told = this.#told;
    if (!told || told.show !== "graph" || !arrays) return;
    let text = "Point at a unit or a line.";
    if (pointed && "index" in pointed) text = this.#ofUnit(pointed, arrays, told);
    else if (pointed) text = this.#ofLine(pointed, arrays, told);
    if (this.words.textContent !== text) this.words.textContent = text;
  }

  /**
   * @param {Unit} unit
   * @param {Arrays} arrays
   * @param {Told} told
   */
  #ofUnit({ layer, index }, arrays, told) {
    const name = this.#names(arrays, told)[layer]?.[index];
    if (!name) return "";
    const i = starting(told.counts)[layer] + index;
    const { x, y, point } = this.given;
    const where = point >= 0 ? `at point ${point}` : `at (${brief(x)}, ${brief(y)})`;
    const kind = layer === told.counts.length - 1 ? "logit" : "value";
    const parts = [`${name}: ${kind} ${brief(arrays.values.data[i])} ${where}`];
    const bias = arrays.biases.data[i];
    if (!Number.isNaN(bias)) {
      parts.push(`bias ${brief(bias)}`, `gradient ${brief(arrays.bias_gradients?.data[i])}`);
    }
    const share = arrays.dropped_share?.data[i];
    if (share) parts.push(`left out for ${Math.round(100 * share)} % of the last batch`);
    return `${parts.join(", ")}.`;
  }

  /**
   * @param {Line} line
   * @param {Arrays} arrays
   * @param {Told} told
   */
  #ofLine({ layer, to, from }, arrays, told) {
    const names = this.#names(arrays, told);
    const i = this.graph.lines.findIndex(
      (line) => line.layer === layer && line.to === to && line.from === from,
    );
    const gradient = brief(arrays.weight_gradients?.data[i]);
    const weight = brief(arrays.weights.data[i]);
    const [before, after] = [names[layer - 1][from], names[layer][to]];
    return `From ${before} to ${after}: weight ${weight}, gradient ${gradient}.`;
  }

  /**
   * @param {Told} told
   * @param {boolean} isThere
   */
  #explained(told, isThere) {
    const isWide = told.layers.some((n, i) => n > told.counts[i]);
    const parts = [];
    if (this.lines === "gradients" && !isThere)
      parts.push("No step yet, so there are no gradients");
    else parts.push(`Full width: ${brief(this.graph.scale)}`);
    parts.push("teal is positive, brown negative");
    if (told.picture) parts.push("hidden 1 as its weights from the pixels");
    if (isWide) parts.push("shown are the units that move the next layer most");
    if (told.dropped_for !== undefined) {
      parts.push(
        `crossed out is what dropout left out of the last step for point ${told.dropped_for}`,
      );
    }
    return `${parts.join("; ")}.`;
  }

  resize() {
    this.graph.resize();
  }

  close() {}
}

/**
 * Return the bias and the weights of a unit.
 *
 * @param {Unit} unit
 * @param {Arrays} arrays
 * @param {Told} told
 * @param {string[][]} names
 * @returns {import("./inspector.js").Entry[]}
 */
function entries({ layer, index }, arrays, { counts, positions }, names) {
  const starts = starting(counts);
  const [weight, bias] = positions[layer - 1];
  const to = arrays.units.data[starts[layer] + index];
  const width = counts[layer - 1];
  const first = starting(counts.slice(1).map((n, i) => n * counts[i]))[layer - 1] + index * width;
  const weights = Array.from({ length: width }, (_, i) => ({
    name: `from ${names[layer - 1][i]}`,
    parameter: weight,
    place: [to, arrays.units.data[starts[layer - 1] + i]],
    value: arrays.weights.data[first + i],
    gradient: arrays.weight_gradients?.data[first + i],
  }));
  if (bias < 0) return weights;
  const i = starts[layer] + index;
  const [value, gradient] = [arrays.biases.data[i], arrays.bias_gradients?.data[i]];
  return [{ name: "bias", parameter: bias, place: [to], value, gradient }, ...weights];
}

/** @param {ArrayLike<number>} numbers */
function largest(numbers) {
  let most = 0;
  for (let i = 0; i < numbers.length; i++) most = Math.max(most, Math.abs(numbers[i]) || 0);
  return Number.isFinite(most) ? most : 1;
}
