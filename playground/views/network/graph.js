// Graph: units as buttons over a canvas with the lines between them. Knows nothing of runs.

import { element } from "../../browser/dom.js";
import { ARROWS } from "../../browser/keys.js";
import { bend, layout, lines, nearest } from "./layout.js";
import { cross, drawLines, inks, Strip } from "./paint.js";

const CROWDED = 6; // layers beyond which there is little room for words

/** @typedef {import("./layout.js").Line} Line */
/** @typedef {{layer: number, index: number}} Unit one that is shown */

/**
 * What is drawn: `counts` shown of `sizes` units, their `names`, `numbers` of the lines.
 *
 * @typedef {object} Picture
 * @property {number[]} sizes
 * @property {number[]} counts
 * @property {number[]} places rows and columns of a map
 * @property {number[]} [picture] rows and columns of a picture
 * @property {Tensor} maps
 * @property {Tensor} [pictures]
 * @property {ArrayLike<number>} numbers
 * @property {ArrayLike<number>} [dropped]
 * @property {string[][]} names
 */

export class Graph {
  /**
   * @param {(of: Unit | Line | null) => void} pointed told what is pointed at
   * @param {(of: Unit | Line) => void} chosen told what is clicked
   */
  constructor(pointed, chosen) {
    this.pointed = pointed;
    this.chosen = chosen;
    this.canvas = element("canvas", { "aria-hidden": "true" });
    this.units = element("div", { class: "units" });
    this.element = element("div", { class: "graph" }, this.canvas, this.units);
    /** @type {HTMLButtonElement[][]} by layer */
    this.buttons = [];
    /** @type {HTMLElement[]} */
    this.heads = [];
    /** @type {HTMLElement[]} how many more units there are than are shown */
    this.more = [];
    /** @type {Line[]} */
    this.lines = [];
    this.maps = new Strip();
    this.pictures = new Strip();
    this.at = layout([1], 1, 1);
    this.key = "";
    this.scale = 1;
    this.lit = -1; // the line that is pointed at
    /** @type {Picture | null} */
    this.picture = null;
    /** @type {Theme | null} */
    this.theme = null;
    this.#listen();
  }

  #listen() {
    const { element: place } = this;
    place.onpointermove = (event) => this.#hover(event);
    place.onpointerleave = () => this.#light(-1);
    place.onclick = (event) => {
      const at = this.#under(event);
      if (at >= 0) this.chosen(this.lines[at]);
    };
  }

  /** @param {MouseEvent} event */
  #under({ target, clientX, clientY }) {
    if (target instanceof Element && target.closest("button")) return -1;
    const box = this.canvas.getBoundingClientRect();
    return nearest(this.at, this.lines, clientX - box.left, clientY - box.top);
  }

  /** @param {PointerEvent} event */
  #hover(event) {
    if (event.target instanceof Element && event.target.closest("button")) return;
    this.#light(this.#under(event));
  }

  /** @param {number} line */
  #light(line) {
    if (line === this.lit) return;
    this.lit = line;
    this.element.classList.toggle("on-line", line >= 0);
    this.pointed(this.lines[line] ?? null);
    this.#paint();
  }

  /** @param {Theme} theme */
  dress(theme) {
    this.theme = theme;
    this.inks = inks(theme);
    if (this.picture) this.draw(this.picture);
  }

  /** @param {Picture} picture */
  draw(picture) {
    this.picture = picture;
    if (!this.inks) return;
    this.#build(picture);
    this.maps.take(picture.maps, picture.places, this.inks.levels, true);
    if (picture.pictures && picture.picture) {
      this.pictures.take(picture.pictures, picture.picture, this.inks.levels, false);
    }
    this.#paint();
  }

  /**
   * Mark the unit whose numbers are listed; null: none.
   *
   * @param {Unit | null} unit
   */
  choose(unit) {
    for (const button of this.buttons.flat()) button.classList.remove("chosen");
    if (unit) this.buttons[unit.layer]?.[unit.index]?.classList.add("chosen");
  }

  /** @param {Unit} unit */
  focus({ layer, index }) {
    this.buttons[layer]?.[index]?.focus();
  }

  /** The place may have another size. */
  resize() {
    const { counts } = this.picture ?? { counts: [1] };
    const { clientWidth: width, clientHeight: height } = this.element;
    this.at = layout(counts, width, height);
    this.at.spots.forEach((spots, layer) => {
      for (const { index, x, y } of spots) put(this.buttons[layer]?.[index], x, y, this.at.side);
      const [first, last] = [spots[0], spots[spots.length - 1]];
      if (this.heads[layer]) move(this.heads[layer], first.x, 0);
      if (this.more[layer]) move(this.more[layer], first.x, last.y + this.at.side / 2);
    });
    this.#paint();
  }

  /**
   * Make a button for each unit, when there are others than before.
   *
   * @param {Picture} picture
   */
  #build({ counts, sizes, names }) {
    const key = JSON.stringify([counts, sizes, names]);
    if (key === this.key) return;
    const isLaidOut = counts.join() === this.buttons.map((some) => some.length).join();
    this.key = key;
    if (!isLaidOut) this.#furnish(counts);
    this.heads.forEach((head, layer) => {
      head.textContent = ofLayer(layer, counts.length);
    });
    this.more.forEach((more, layer) => {
      const rest = sizes[layer] - counts[layer];
      const text = rest ? `and ${rest} more` : "";
      more.textContent = rest && counts.length > CROWDED ? `+${rest}` : text;
      more.title = text;
    });
    this.buttons.forEach((some, layer) => {
      some.forEach((button, index) => {
        button.setAttribute("aria-label", names[layer][index]);
        const isNamed = layer === 0 || layer === counts.length - 1;
        button.dataset.name = isNamed ? names[layer][index].replace(/^(input|output) /, "") : "";
      });
    });
    this.resize();
  }

  /** @param {number[]} counts */
  #furnish(counts) {
    this.lines = lines(counts);
    this.lit = -1;
    this.heads = counts.map(() => element("span", { class: "layer" }));
    this.more = counts.map(() => element("span", { class: "more-units" }));
    this.buttons = counts.map((count, layer) =>
      Array.from({ length: count }, (_, index) => this.#button({ layer, index })),
    );
    this.buttons[0]?.forEach((button) => {
      button.classList.add("in");
    });
    this.buttons.at(-1)?.forEach((button) => {
      button.classList.add("out");
    });
    const first = this.buttons[Math.min(1, counts.length - 1)][0];
    if (first) first.tabIndex = 0;
    this.units.replaceChildren(...this.heads, ...this.buttons.flat(), ...this.more);
  }

  /** @param {Unit} unit */
  #button(unit) {
    const made = element("button", { type: "button", tabindex: -1 });
    made.onpointerenter = made.onfocus = () => this.pointed(unit);
    made.onpointerleave = () => this.pointed(null);
    made.onclick = () => this.chosen(unit);
    made.onkeydown = (event) => this.#key(event, unit);
    return made;
  }

  /**
   * @param {KeyboardEvent} event
   * @param {Unit} unit
   */
  #key(event, { layer, index }) {
    const step = ARROWS[event.key];
    if (!step) return;
    const column = this.buttons[Math.min(Math.max(layer + step[1], 0), this.buttons.length - 1)];
    const next = column[Math.min(Math.max(index + step[0], 0), column.length - 1)];
    this.buttons[layer][index].tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
    event.preventDefault();
  }

  #paint() {
    const { canvas, element: place, picture, theme, inks: colours } = this;
    const context = canvas.getContext("2d");
    if (!context || !picture || !theme || !colours) return;
    const ratio = window.devicePixelRatio || 1;
    const [width, height] = [place.clientWidth * ratio, place.clientHeight * ratio].map(Math.round);
    if (canvas.width !== width || canvas.height !== height)
      Object.assign(canvas, { width, height });
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    const { numbers, dropped } = picture;
    const starts = starting(picture.counts);
    const isOut = (/** @type {number} */ layer, /** @type {number} */ index) =>
      Boolean(dropped?.[starts[layer] + index]);
    const isCut = (/** @type {Line} */ { layer, to, from }) =>
      isOut(layer, to) || isOut(layer - 1, from);
    drawLines(context, this.at, this.lines, numbers, this.scale, colours, isCut);
    this.#underline(context, theme);
    for (const { layer, index, x, y } of this.at.spots.flat()) {
      this.#unit(context, starts[layer] + index, layer, x, y);
      if (isOut(layer, index)) cross(context, theme, x, y, this.at.side);
    }
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {number} i
   * @param {number} layer
   * @param {number} x
   * @param {number} y
   */
  #unit(context, i, layer, x, y) {
    const { picture, pictures, maps, at, theme } = this;
    const isPicture = Boolean(picture?.pictures) && layer === 1;
    context.imageSmoothingEnabled = !isPicture;
    if (isPicture) pictures.draw(context, i - (picture?.counts[0] ?? 0), x, y, at.side);
    else maps.draw(context, i, x, y, at.side);
    context.strokeStyle = theme?.line ?? "";
    context.lineWidth = 1;
    context.strokeRect(x - at.side / 2, y - at.side / 2, at.side, at.side);
  }

  /**
   * Show which line is pointed at.
   *
   * @param {CanvasRenderingContext2D} context
   * @param {Theme} theme
   */
  #underline(context, { text }) {
    const line = this.lines[this.lit];
    if (!line) return;
    const [x, y, ...rest] = bend(this.at, line);
    context.strokeStyle = text;
    context.lineWidth = 1.5;
    context.beginPath();
    context.moveTo(x, y);
    context.bezierCurveTo(rest[0], rest[1], rest[2], rest[3], rest[4], rest[5]);
    context.stroke();
  }
}

/**
 * Return the number of the first unit of each layer among all that are shown.
 *
 * @param {number[]} counts
 */
export function starting(counts) {
  let sum = 0;
  return counts.map((count) => {
    sum += count;
    return sum - count;
  });
}

/**
 * @param {number} layer
 * @param {number} n
 */
function ofLayer(layer, n) {
  if (layer === 0) return "input";
  return layer === n - 1 ? "output" : String(n > CROWDED ? layer : `hidden ${layer}`);
}

/**
 * @param {HTMLElement | undefined} made
 * @param {number} x
 * @param {number} y
 * @param {number} side
 */
function put(made, x, y, side) {
  if (!made) return;
  Object.assign(made.style, { width: `${side}px`, height: `${side}px` });
  move(made, x - side / 2, y - side / 2);
}

/**
 * @param {HTMLElement} made
 * @param {number} x
 * @param {number} y
 */
function move(made, x, y) {
  Object.assign(made.style, { left: `${x}px`, top: `${y}px` });
}
