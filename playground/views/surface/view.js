// Surface: the probability of a class over the plane in space; a click pins the place below.

import { Chart } from "../../browser/chart.js";
import { element, radios } from "../../browser/dom.js";
import { brief, plain } from "../../browser/numbers.js";
import { FINENESS, stepBack } from "../../browser/space.js";
import { isMultilabel } from "../../browser/tooltip.js";
import { hasWebGL, withoutWebGL } from "../../browser/webgl.js";
import { centres, heightAt, scale } from "./shades.js";

const LINE =
  "A single feature spans no plane: the decision boundary draws its probabilities as curves.";
const INSTEAD = "The decision boundary shows the same numbers as colours.";

const REST = 2; // times as long as a picture took nothing is drawn: a third of the time at most

export default class SurfaceView extends Chart {
  static axes = ["scene.xaxis", "scene.yaxis", "scene.zaxis"];

  /**
   * @param {Card} card
   * @param {Context} context
   */
  constructor(card, context) {
    super(card, context, FINENESS);
    this.given = { label: -1, height: "proba" };
    this.rested = 0; // when the next picture may be drawn, milliseconds
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.later = undefined;
    this.held = false; // the camera is being turned: Plotly would put it back
    this.styled = this.laid = this.offered = this.marked = "";
    /** @type {Tensor | null} */
    this.heights = null;
    this.label = element("select", { "aria-label": "Class" });
    this.label.onchange = () => this.#ask({ label: Number(this.label.value) });
    /** @type {[string, string][]} */
    const kinds = [
      ["proba", "probability"],
      ["margin", "margin"],
    ];
    const { group } = radios("Height", kinds, "proba", (height) => this.#ask({ height }));
    group.title = "The margin is what the class leads the likeliest other by";
    this.said = element("p", { class: "instead", hidden: "" });
    this.note = element("p", { class: "note", hidden: "" });
    card.head.append(this.label, group);
    card.plot.before(this.said);
    card.plot.after(this.note);
    /** @param {boolean} held */
    const hold = (held) => () => this.#hold(held);
    card.plot.addEventListener("pointerdown", hold(true), true);
    this.release = hold(false);
    for (const end of ["pointerup", "pointercancel"]) window.addEventListener(end, this.release);
  }

  /** @param {boolean} held */
  #hold(held) {
    const isOver = this.held && !held;
    this.held = held;
    if (isOver) this.context.refresh();
  }

  /** @param {object} given */
  #ask(given) {
    Object.assign(this.given, given);
    this.context.ask({ ...this.given });
  }

  /**
   * @param {string} text
   * @param {Theme} theme
   */
  async show(text, theme) {
    if (!hasWebGL()) {
      this.#say(withoutWebGL(INSTEAD));
      return false;
    }
    return super.show(text, theme);
  }

  /** @param {Theme} theme */
  async recolour(theme) {
    if (!this.text) return;
    this.styled = "";
    await super.recolour(theme);
  }

  /**
   * @param {PlotData[]} _data
   * @param {Record<string, any>} layout
   */
  prepare(_data, layout) {
    this.styled = this.laid = this.marked = "";
    stepBack(layout, this.element);
  }

  created() {
    this.element.on("plotly_click", ({ points: [{ x, y }] }) => {
      this.context.selection.move({ x, y });
    });
  }

  /** @param {string} sentence in place of the surface, empty for none */
  #say(sentence) {
    this.said.textContent = sentence;
    this.said.hidden = !sentence;
    this.element.hidden = Boolean(sentence);
  }

  get #told() {
    return /** @type {any} */ (this.context.latest.told.surface ?? {});
  }

  /**
   * Tell whether it is too early for another picture, which then comes later.
   */
  #resting() {
    const rest = this.rested - performance.now();
    clearTimeout(this.later);
    if (rest > 0) this.later = setTimeout(() => this.context.refresh(), rest);
    return rest > 0;
  }

  // Without a graphics card a picture takes the processor that the other views are drawn by.
  #rest(started = performance.now()) {
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        const now = performance.now();
        this.rested = now + REST * (now - started);
      }),
    );
  }

  /** @param {Arrays} arrays `heights` (rows, side) of the class that was asked for */
  draw({ heights }) {
    const { extent, note } = this.context.latest;
    if (!this.text || !heights || !extent || this.held || this.#told.is_line) return;
    if (this.#resting()) return;
    this.#say("");
    this.note.textContent = note;
    this.note.hidden = !note;
    this.heights = heights;
    this.#offer();
    const [rows, side] = heights.shape;
    const z = Array.from({ length: rows }, (_, i) => heights.data.slice(i * side, (i + 1) * side));
    const [places, axes] = this.#places(extent, rows, side);
    const [style, range] = this.#style();
    const changes = { z: [z], ...places, ...style };
    this.#rest();
    Plotly.update(this.element, changes, { ...axes, ...range }, this.indices("surface"));
    this.#pin();
  }

  /**
   * Return where the cells are, if elsewhere than before, as it has to change for trace and layout.
   *
   * @param {Float32Array} extent
   * @param {number} rows
   * @param {number} side
   */
  #places(extent, rows, side) {
    const [left, right, bottom, top] = Array.from(extent);
    const { axes } = this.context.latest;
    const laid = JSON.stringify([left, right, bottom, top, rows, side, axes]);
    if (laid === this.laid) return [{}, {}];
    this.laid = laid;
    const [across, up] = axes.map((name) => plain(brief(name)));
    const layout = {
      "scene.xaxis.title.text": across,
      "scene.yaxis.title.text": up,
      "scene.xaxis.range": [left, right],
      "scene.yaxis.range": [bottom, top],
    };
    return [{ x: [centres(left, right, side)], y: [centres(bottom, top, rows)] }, layout];
  }

  /** Return colours and range of what is shown, as it has to change for trace and layout. */
  #style() {
    const { label, height } = this.#told;
    const { names, latest } = this.context;
    const styled = JSON.stringify([label, height, names.outputs, this.theme?.panel]);
    if (label === undefined || styled === this.styled) return [{}, {}];
    this.styled = styled;
    const isMargin = height === "margin";
    const isPair = names.outputs.length === 2 && !isMultilabel(latest);
    const low = isMargin ? -1 : 0;
    const middle = isMargin ? 0 : 0.5;
    const trace = {
      cmin: low,
      colorscale: [scale(names.colours, label, isPair, this.theme?.panel ?? "#ffffff")],
      "contours.z.start": middle,
      "contours.z.end": middle,
    };
    const title = isMargin ? "margin" : "p";
    return [trace, { "scene.zaxis.range": [low, 1], "scene.zaxis.title.text": title }];
  }

  // The classes that there are, and which one is shown.
  #offer() {
    const { outputs } = this.context.names;
    const offered = JSON.stringify(outputs);
    if (offered !== this.offered) {
      const options = outputs.map((name, k) => element("option", { value: String(k) }, name));
      this.label.replaceChildren(...options);
    }
    this.offered = offered;
    this.label.value = String(this.#told.label ?? this.label.value);
  }

  // Put the mark on the surface above what is pinned.
  #pin() {
    const { selection, latest } = this.context;
    const { pinned } = selection;
    const { points, extent } = latest;
    if (!this.heights || !extent) return;
    const row = pinned && "point" in pinned ? pinned.point : null;
    const place =
      row !== null && points
        ? { x: points.x[row], y: points.y[row] }
        : /** @type {Place | null} */ (pinned);
    const z = place && heightAt(this.heights, extent, place);
    const mark = z === null ? { x: null, y: null } : { x: place?.x, y: place?.y };
    const key = JSON.stringify([mark, z]);
    if (key === this.marked) return;
    this.marked = key;
    Plotly.restyle(this.element, { x: [[mark.x]], y: [[mark.y]], z: [[z]] }, this.indices("pin"));
  }

  mark() {
    if (this.#told.is_line) this.#say(LINE);
    if (this.text && !this.held) this.#pin();
  }

  close() {
    clearTimeout(this.later);
    for (const end of ["pointerup", "pointercancel"]) window.removeEventListener(end, this.release);
    super.close();
  }
}
