// Hidden: the points where a hidden layer puts them; a click pins one, as in the plane.

import { Chart } from "../../browser/chart.js";
import { element, radios } from "../../browser/dom.js";
import { column } from "../../browser/frame.js";
import { brief, percent } from "../../browser/numbers.js";
import { FINENESS, stepBack } from "../../browser/space.js";
import { hasWebGL, withoutWebGL } from "../../browser/webgl.js";
import { byClass, reach } from "./places.js";

/** @type {("x" | "y" | "z")[]} */
const AXES = ["x", "y", "z"];

const SOLID = ["solid", "halo"]; // what is drawn in space

export default class HiddenView extends Chart {
  /**
   * @param {Card} card
   * @param {Context} context
   */
  constructor(card, context) {
    super(card, context, FINENESS);
    this.given = { layer: 1, axes: "pca" };
    this.isSolid = false;
    this.offered = -1;
    /** @type {Arrays | null} */
    this.arrays = null;
    /** @type {([number, number] | null)[]} */
    this.ranges = [null, null];
    this.titles = this.solidTitles = "";
    this.layer = element("select", { "aria-label": "Layer" });
    this.layer.onchange = () => this.#ask({ layer: Number(this.layer.value) });
    /** @type {[string, string][]} */
    const axes = [
      ["pca", "PCA"],
      ["units", "units"],
    ];
    /** @type {[string, string][]} */
    const kinds = [
      ["flat", "2-D"],
      ["solid", "3-D"],
    ];
    const dimensions = radios("Dimensions", kinds, "flat", (kind) => this.#turn(kind === "solid"));
    if (!hasWebGL()) {
      dimensions.group.hidden = true;
      card.head.title = withoutWebGL("2-D does not need it.");
    }
    card.head.append(
      this.layer,
      radios("Axes", axes, "pca", (value) => this.#ask({ axes: value })).group,
      dimensions.group,
    );
  }

  /**
   * A new base figure is flat and has no titles.
   *
   * @param {PlotData[]} data
   * @param {Record<string, any>} layout
   */
  prepare(data, layout) {
    this.titles = this.solidTitles = "";
    this.ranges = [null, null];
    if (!hasWebGL()) {
      // Plotly would cover the plane, too, with the news that there is none.
      data.splice(data.findIndex(({ meta }) => SOLID.includes(meta.role)));
      return;
    }
    for (const trace of data) trace.visible = SOLID.includes(trace.meta.role) === this.isSolid;
    layout.xaxis.visible = layout.yaxis.visible = !this.isSolid;
    stepBack(layout, this.element);
  }

  created() {
    this.element.on("plotly_click", ({ points: [{ data, pointNumber }] }) => {
      this.#pin(data.meta.label, pointNumber);
    });
  }

  /**
   * @param {number} label
   * @param {number} i
   */
  #pin(label, i) {
    const { selection, latest } = this.context;
    const { points } = latest;
    const at = this.#classes()?.[label]?.[i];
    if (at === undefined || !points || !this.arrays) return;
    const point = this.arrays.rows.data[at];
    selection.pin({ x: points.x[point], y: points.y[point] }, point, points.part[point]);
  }

  /** @param {object} given */
  #ask(given) {
    Object.assign(this.given, given);
    this.ranges = [null, null];
    this.context.ask({ ...this.given });
  }

  /** @param {boolean} isSolid */
  #turn(isSolid) {
    this.isSolid = isSolid;
    const flat = [...this.indices("points"), ...this.indices("ring")];
    Plotly.restyle(this.element, { visible: !isSolid }, flat);
    Plotly.restyle(
      this.element,
      { visible: isSolid },
      SOLID.flatMap((role) => this.indices(role)),
    );
    Plotly.relayout(this.element, { "xaxis.visible": !isSolid, "yaxis.visible": !isSolid });
    this.context.refresh();
  }

  /** Return the indices of the shown points by class; null while other points are on their way. */
  #classes() {
    const { points } = this.context.latest;
    const rows = this.arrays?.rows.data;
    if (!points || !rows || rows[rows.length - 1] >= points.label.length) return null;
    return byClass(rows, points.label, this.indices("points").length);
  }

  /** @param {Arrays} arrays `places` (n, 3), and the `rows` (n,) of the points that they are of */
  draw(arrays) {
    this.arrays = arrays;
    const classes = this.#classes();
    if (!classes) return;
    this.#offer();
    const columns = AXES.map((_, i) => column(arrays.places, i));
    const data = classes.map((members) =>
      Object.fromEntries(
        AXES.slice(0, this.isSolid ? 3 : 2).map((axis, i) => [
          axis,
          members.length ? members.map((at) => columns[i][at]) : [null],
        ]),
      ),
    );
    if (this.isSolid) this.#restyle([...data, this.#ring(columns)]);
    else this.#feed(data, columns);
  }

  /** @param {Record<string, unknown>[]} data */
  #restyle(data) {
    const changes = Object.fromEntries(AXES.map((axis) => [axis, data.map((one) => one[axis])]));
    const titles = this.#titles().map(brief);
    const isSame = titles.join() === this.solidTitles;
    this.solidTitles = titles.join();
    const named = isSame ? [] : AXES.map((axis, i) => [`scene.${axis}axis.title.text`, titles[i]]);
    const traces = SOLID.flatMap((role) => this.indices(role));
    Plotly.update(this.element, changes, Object.fromEntries(named), traces);
  }

  /**
   * @param {object[]} data
   * @param {Float32Array[]} columns
   */
  #feed(data, columns) {
    const ranges = [0, 1].map((i) => reach(columns[i], this.ranges[i]));
    const titles = this.#titles();
    if (ranges.some((range, i) => range !== this.ranges[i]) || titles.join() !== this.titles) {
      this.ranges = ranges;
      this.titles = titles.join();
      Plotly.relayout(this.element, {
        "xaxis.range": ranges[0],
        "yaxis.range": ranges[1],
        "xaxis.title.text": titles[0],
        "yaxis.title.text": titles[1],
      });
    }
    this.feed([...data, this.#ring(columns)], [...this.indices("points"), ...this.indices("ring")]);
  }

  /** @param {Float32Array[]} columns */
  #ring(columns) {
    const { selection, latest } = this.context;
    const rung = new Set(selection.rung(latest.points, latest.predicted));
    const shown = [...(this.arrays?.rows.data ?? [])].flatMap((row, i) =>
      rung.has(row) ? [i] : [],
    );
    const axes = AXES.slice(0, this.isSolid ? 3 : 2);
    return Object.fromEntries(
      axes.map((axis, k) => [axis, shown.length ? shown.map((i) => columns[k][i]) : [null]]),
    );
  }

  mark() {
    if (this.arrays) this.draw(this.arrays);
  }

  get #told() {
    return /** @type {any} */ (this.context.latest.told.hidden ?? {});
  }

  #titles() {
    const { axes, shares = [], n_units: nUnits } = this.#told;
    return [0, 1, 2].map((i) => {
      if (axes === "pca")
        return i < shares.length ? `component ${i + 1} (${percent(shares[i])})` : "";
      return i < nUnits ? `unit ${i + 1}` : "";
    });
  }

  // The layers that there are, and which one is shown.
  #offer() {
    const { n_layers: n, layer, n_points: all } = this.#told;
    if (n === undefined) return;
    if (n !== this.offered) {
      this.offered = n;
      const names = Array.from({ length: n + 1 }, (_, i) => (i ? `hidden layer ${i}` : "input"));
      this.layer.replaceChildren(
        ...names.map((name, i) => element("option", { value: String(i) }, name)),
      );
    }
    this.layer.value = String(layer);
    const shown = this.arrays?.rows.data.length ?? 0;
    this.card.head.title = shown < all ? `${shown} of ${all} points are shown` : "";
  }
}
