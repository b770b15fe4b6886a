// Boundary: the picture of the class regions, the points, and the marks on them.

import { Chart } from "../../browser/chart.js";
import { element } from "../../browser/dom.js";
import { column } from "../../browser/frame.js";
import { plain } from "../../browser/numbers.js";
import { PART_NAMES } from "../../browser/parts.js";
import { axes, isTrue, pixels, place } from "../../browser/plotly.js";
import { rgb } from "../../browser/theme.js";
import { isZoom, wayBack } from "../../browser/zoom.js";
import { listen } from "./arrows.js";
import { Ghost } from "./ghost.js";
import { lay, put } from "./layer.js";
import { arrange, MANY } from "./legends.js";
import { extent, inks, paint } from "./regions.js";
import { equal } from "./same.js";
import { Ways } from "./ways.js";

const FONT_SIZE = 12; // pixels for which the figure's sizes are meant
const NOWHERE = { x: [null], y: [null] }; // Plotly forgets a trace without any coordinate
const NEAR = 10; // pixels within which a click means the point
const STILL = 4; // pixels a pointer may move between down and up and still mean a click
const KEPT_EVERY = 500; // milliseconds between two pictures that Plotly gets
const TRIES = 5; // of having the axes laid out with one scale, one after another
const ZOOMING = "(pointer: fine) and (min-width: 821px)";

export default class BoundaryView extends Chart {
  /**
   * @param {Card} card
   * @param {Context} context
   */
  constructor(card, context) {
    super(card, context, { scrollZoom: matchMedia(ZOOMING).matches });
    /** @type {Set<string>} legend entries that are switched off */
    this.off = new Set();
    /** @type {ArrayLike<number>} x1 min, x1 max, x2 min, x2 max */
    this.extent = [-1, 1, -1, 1];
    /** @type {Points | null} */
    this.points = null;
    this.axes = "";
    this.evening = 0; // the request to do that with the next frame
    this.kept = false; // the picture was handed to Plotly since the figure was made
    this.keeping = 0; // the timer that hands the picture to Plotly
    this.tries = 0; // of having the axes laid out again, since they last had one scale
    this.painted = false;
    this.canvas = element("canvas", { "aria-hidden": "true" });
    this.ways = new Ways(card, context);
    this.under = element("div", { class: "under" }, this.canvas, this.ways.overlay);
    this.ghost = new Ghost(card, this.under, context);
    this.note = element("p", { class: "note", "data-testid": "note", hidden: "" });
    card.plot.before(this.under);
    this.whole = wayBack(() => this.#whole());
    this.crossed = ""; // where the cross is
    card.plot.after(this.note, this.whole);
    /** @type {PointerEvent | null} the press that may become a click */
    this.pressed = null;
    /** @param {PointerEvent} event */
    this.onpointerup = (event) => this.#release(event);
    this.#listen(card.plot);
    listen(card.plot, context);
  }

  /** @param {HTMLElement} plot */
  #listen(plot) {
    plot.addEventListener("pointermove", (event) => this.#hover(event));
    plot.addEventListener("pointerleave", () => this.#leave());
    const onpress = (/** @type {PointerEvent} */ event) => {
      this.pressed = event;
    };
    plot.addEventListener("pointerdown", onpress, true);
    window.addEventListener("pointerup", this.onpointerup, true);
  }

  /** @param {PointerEvent} event */
  #release(event) {
    const from = this.pressed;
    this.pressed = null;
    if (!from || event.button !== 0) return;
    const moved = Math.hypot(event.clientX - from.clientX, event.clientY - from.clientY);
    if (moved <= STILL) this.#click(event);
  }

  close() {
    cancelAnimationFrame(this.evening);
    clearTimeout(this.keeping);
    window.removeEventListener("pointerup", this.onpointerup, true);
    this.ghost.close();
    super.close();
  }

  /** @param {PointerEvent} event */
  #hover(event) {
    const here = event.pointerType === "touch" ? null : this.place(event);
    this.context.selection.hover(here, here && this.nearest(here));
    this.context.redraw();
  }

  #leave() {
    this.context.selection.hover(null);
    this.context.redraw();
  }

  /** @param {PointerEvent} event */
  #click(event) {
    const here = this.place(event);
    if (!here) return;
    const point = this.nearest(here);
    const part = this.points?.part[point ?? -1] ?? 1;
    const { selection } = this.context;
    selection.pin(here, point, part === 2 ? selection.split : part); // no matrix of validation
  }

  /**
   * @param {string} text
   * @param {Theme} theme
   */
  async show(text, theme) {
    const isOther = text !== this.text;
    const again = await super.show(text, theme);
    if (isOther) {
      this.off.clear();
      this.axes = "";
      this.points = null;
      this.painted = this.kept = false;
      const colours = this.indices("class").map((i) => this.element.data[i].marker.color);
      this.colours = colours.map(rgb);
      this.ink = this.ghost.ink = inks(this.colours);
    }
    this.ghost.take(); // the page may tell of another dataset after its points have come
    return again;
  }

  created() {
    for (const event of ["plotly_afterplot", "plotly_relayouting", "plotly_relayout"]) {
      this.element.on(event, () => this.#place());
    }
    this.element.on("plotly_legendclick", ({ curveNumber }) => this.#toggle(curveNumber));
    this.element.on("plotly_doubleclick", () => this.#whole());
    this.element.on("plotly_relayout", (change) => {
      if (isZoom(change)) this.whole.hidden = false;
    });
  }

  /** @param {Theme} theme */
  themedLayout(theme) {
    const isSmall = this.indices("class").length > MANY;
    const size = 0.86 * theme.size;
    const small = isSmall ? { "legend.font.size": size, "legend2.font.size": size } : {};
    return { ...super.themedLayout(theme), ...small };
  }

  /**
   * Points and marks grow with the text.
   *
   * @param {PlotData} trace
   * @param {Theme} theme
   */
  themedTrace(trace, theme) {
    const style = super.themedTrace(trace, theme);
    if (!trace.meta.size) return style;
    const size = (trace.meta.size * theme.size) / FONT_SIZE;
    return { ...style, "marker.size": Math.round(2 * size) / 2 };
  }

  /**
   * @param {PlotData[]} data
   * @param {Record<string, any>} layout
   */
  prepare(data, layout) {
    arrange(data, layout, this.element.clientWidth);
  }

  // The picture lies on a canvas behind Plotly's drawing: were it part of that, every picture would
  // have all points drawn again. CPU per picture, all of Chromium: as a layout image 17 ms with 300
  // points, 68 with 5000; so 12 and 26. This keeps the canvas in step with the axes.
  #place() {
    const frame = axes(this.element);
    if (!frame) return;
    this.#even();
    const { offsetLeft, offsetTop } = this.element;
    const { width, height } = frame;
    put(this.under, { left: offsetLeft + frame.left, top: offsetTop + frame.top, width, height });
    for (const layer of [this.canvas, this.ways.overlay]) lay(layer, frame, this.extent);
    this.ghost.place(frame);
    const corner = { left: offsetLeft + frame.left + width, top: offsetTop + frame.top + height };
    put(this.ways.button, corner);
    put(this.whole, { left: offsetLeft + frame.left + width, top: offsetTop + frame.top });
  }

  /**
   * @param {object[]} data
   * @param {number[]} traces
   */
  async feed(data, traces) {
    await super.feed(data, traces);
    this.#even();
  }

  /**
   * Have the axes laid out again, once what goes on is done, when they lost their one scale: so they
   * do when Plotly works on a new size and on numbers at the same time.
   */
  #even() {
    if (isTrue(this.element)) this.tries = 0;
    else if (!this.evening && this.tries < TRIES) {
      this.tries++;
      this.evening = requestAnimationFrame(() => {
        this.evening = 0;
        const { width, height } = this.element.layout;
        Plotly.relayout(this.element, { width, height });
      });
    }
  }

  /** Take new points; axes are set only when they differ from those shown. */
  take() {
    const { points, extent: box, axes: names, note } = this.context.latest;
    this.note.textContent = note;
    this.note.hidden = !note;
    if (!points || !box) return;
    const held = this.points && equal(points, this.points) && equal([box], [this.extent]);
    const isSame = held && String(names) === this.axes;
    this.axes = String(names);
    this.points = points;
    this.extent = box;
    if (!isSame) this.#lay(names.map(plain));
  }

  /** @param {string[]} names of the axes */
  #lay([across, up = "Probability"]) {
    const [left, right, bottom, top] = Array.from(this.extent);
    const isLine = this.indices("curve").length > 0;
    const isSquare = !isLine && Math.abs((right - left) / (top - bottom) - 1) < 1e-3;
    const picture = { x: left, y: top, sizex: right - left, sizey: top - bottom, opacity: 0 };
    /** @type {Record<string, unknown>} */
    const layout = {
      "xaxis.range": [left, right],
      "yaxis.range": [bottom, top],
      "xaxis.title.text": across,
      "yaxis.title.text": up,
      "yaxis.scaleanchor": isSquare ? "x" : null, // one scale unless it is far from square
    };
    for (const [name, value] of Object.entries(picture)) layout[`images[0].${name}`] = value;
    const traces = this.indices("points");
    const placed = traces.map((i) => this.#places(this.#rows(this.element.data[i].meta)));
    const places = { x: placed.map(({ x }) => x), y: placed.map(({ y }) => y) };
    Plotly.update(this.element, places, layout, traces);
    this.whole.hidden = true;
  }

  /** @param {{label: number, part: number}} meta */
  #rows({ label, part }) {
    return this.#where((i, points) => points.label[i] === label && points.part[i] === part);
  }

  /** @param {(row: number, points: Points) => boolean} holds */
  #where(holds) {
    const { points } = this;
    const rows = [];
    for (let i = 0; points && i < points.label.length; i++) if (holds(i, points)) rows.push(i);
    return rows;
  }

  /**
   * Draw the regions; the last picture stays when there is no number in it, or the run diverged.
   *
   * @param {Arrays} arrays
   */
  draw({ grid, curve, ...lines }) {
    const { about } = this.context.latest;
    if (this.painted && about?.status === "diverged" && !about.past) return;
    if (curve) this.#bend(curve);
    const ink = this.ways.take(this.theme, this.colours ?? []) ?? this.ink;
    this.ways.draw(lines);
    const [[width, height], context] = [extent(grid), this.canvas.getContext("2d")];
    if (!context || !ink) return;
    if (!this.image || this.canvas.width !== width || this.canvas.height !== height) {
      Object.assign(this.canvas, { width, height });
      this.image = context.createImageData(width, height);
      this.words = new Uint32Array(this.image.data.buffer);
    }
    if (!this.words || !paint(grid, ink, this.words)) return;
    context.putImageData(this.image, 0, 0);
    this.painted = true;
    this.ghost.draw(grid);
  }

  /**
   * Draw the probability of each class over the single feature that there is.
   *
   * @param {Tensor} curve
   */
  #bend(curve) {
    const traces = this.indices("curve");
    const [n, classes] = curve.shape;
    if (traces.length !== classes) return; // of an earlier Config
    const [left, right] = Array.from(this.extent);
    const x = Array.from({ length: n }, (_, i) => left + ((i + 0.5) / n) * (right - left));
    const lines = traces.map((_, k) => ({ x, y: Array.from(column(curve, k)) }));
    this.feed(lines, traces);
  }

  /**
   * Mark what is misclassified once there was a step of training, the rows to ring, and the place
   * that the outputs are for.
   */
  mark() {
    const { points } = this;
    if (!points) return;
    this.ghost.take();
    const { selection, latest } = this.context;
    const predicted = latest.about?.step ? latest.predicted : null;
    if (this.kept) this.keeping ||= window.setTimeout(() => this.#keep(), KEPT_EVERY);
    else this.#keep();
    const fits = predicted?.length === points.label.length && !this.off.has("misclassified");
    const seen = fits ? this.#where((i) => this.visible(i)) : [];
    const wrong = seen.filter((i) => predicted?.[i] !== points.label[i]);
    const rings = selection.rung(points, latest.predicted).filter((i) => this.visible(i));
    const traces = ["wrong", "ring", "probe"].flatMap((role) => this.indices(role));
    this.feed([this.#places(wrong), this.#places(rings), this.#cross()], traces);
  }

  /** Return the place that the outputs are for, as it is drawn from now on. */
  #cross() {
    const { selection, latest } = this.context;
    const cross = selection.crossed(latest.about?.probe ?? null);
    this.crossed = JSON.stringify(cross);
    return cross ? { x: [cross.x], y: [cross.y] } : NOWHERE;
  }

  /** Put the cross where the outputs are for, if it is elsewhere. */
  point() {
    if (!this.points) return;
    const before = this.crossed;
    const cross = this.#cross();
    if (this.crossed !== before) this.feed([cross], this.indices("probe"));
  }

  // Hand the picture to Plotly too, whose figure then is whole.
  #keep() {
    this.keeping = 0;
    this.kept = true;
    Plotly.relayout(this.element, { "images[0].source": this.canvas.toDataURL() });
  }

  /** @param {number[]} rows */
  #places(rows) {
    const { points } = this;
    if (!points || !rows.length) return NOWHERE;
    return { x: rows.map((i) => points.x[i]), y: rows.map((i) => points.y[i]) };
  }

  /**
   * Tell whether the point in row `i` is switched on in the legend.
   *
   * @param {number} i
   */
  visible(i) {
    const { label, part } = /** @type {Points} */ (this.points);
    return !this.off.has(`class ${label[i]}`) && !this.off.has(PART_NAMES[part[i]]);
  }

  /**
   * Entries of the legend stand for classes and for parts: switch all their points.
   *
   * @param {number} curve
   */
  #toggle(curve) {
    const { role, label } = this.element.data[curve].meta;
    const name = role === "class" ? `class ${label}` : role;
    if (!this.off.delete(name)) this.off.add(name);
    const visible = this.element.data.map(({ meta }) => (this.#isOn(meta) ? true : "legendonly"));
    Plotly.restyle(this.element, { visible });
    this.context.remark();
    return false;
  }

  /** @param {{role: string, label: number, part: number}} meta */
  #isOn({ role, label, part }) {
    if (role === "class" || role === "curve") return !this.off.has(`class ${label}`);
    if (role !== "points") return !this.off.has(role);
    return !this.off.has(`class ${label}`) && !this.off.has(PART_NAMES[part]);
  }

  #whole() {
    const [left, right, bottom, top] = Array.from(this.extent);
    const ranges = { "xaxis.range": [left, right], "yaxis.range": [bottom, top] };
    Plotly.relayout(this.element, ranges);
    this.whole.hidden = true;
  }

  /**
   * Return the place under a pointer event, null outside the axes.
   *
   * @param {PointerEvent} event
   */
  place({ clientX, clientY }) {
    const frame = axes(this.element);
    if (!frame) return null;
    const box = this.element.getBoundingClientRect();
    const across = clientX - box.left - frame.left;
    const down = clientY - box.top - frame.top;
    if (across < 0 || down < 0 || across > frame.width || down > frame.height) return null;
    return place(frame, across, down);
  }

  /**
   * Return the row of the visible point nearest to a place, null when none is near.
   *
   * @param {Place} here
   */
  nearest({ x, y }) {
    const { points } = this;
    const frame = axes(this.element);
    if (!points || !frame) return null;
    const from = pixels(frame, x, y);
    let best = null;
    let least = NEAR * NEAR;
    for (let i = 0; i < points.label.length; i++) {
      const { across, down } = pixels(frame, points.x[i], points.y[i]);
      const distance = (across - from.across) ** 2 + (down - from.down) ** 2;
      if (distance > least || !this.visible(i)) continue;
      best = i;
      least = distance;
    }
    return best;
  }
}
