// Boundary: the picture of the class regions, the points, and the marks on them.

import { Chart } from "./chart.js";
import { element } from "./dom.js";
import { Regions } from "./regions.js";

const NOWHERE = { x: [null], y: [null] }; // Plotly forgets a trace without any coordinate
const MANY = 6; // classes above which the legend is set smaller
const NEAR = 10; // pixels within which a click means the point

export class BoundaryChart extends Chart {
  constructor(plot) {
    super(plot, { scrollZoom: matchMedia("(pointer: fine) and (min-width: 821px)").matches });
    this.off = new Set(); // legend entries that are switched off
    this.extent = [-1, 1, -1, 1]; // x1 min, x1 max, x2 min, x2 max
    this.canvas = element("canvas", { "aria-hidden": "true" });
    this.under = element("div", { class: "under" }, this.canvas);
    plot.before(this.under);
  }

  async show(text, theme) {
    const first = this.text === "";
    const shown = await super.show(text, theme);
    if (shown) {
      this.off.clear();
      this.axes = null;
      this.points = null;
      const entries = this.indices("class");
      this.regions = new Regions(
        this.canvas,
        entries.map((i) => this.element.data[i].marker.color),
      );
    }
    if (first) {
      for (const event of ["plotly_afterplot", "plotly_relayouting"]) {
        this.element.on(event, () => this.#place());
      }
      this.element.on("plotly_legendclick", ({ curveNumber }) => this.#toggle(curveNumber));
      this.element.on("plotly_doubleclick", () => this.#whole());
    }
    return shown;
  }

  themedLayout(theme) {
    const small = this.indices("class").length > MANY ? { "legend.font.size": 0.86 * theme.size } : {};
    return { ...super.themedLayout(theme), ...small };
  }

  // Many classes: a column of entries takes less of the plane than lines of them.
  prepare(data, layout) {
    if (data.filter(({ meta }) => meta.role === "class").length <= MANY) return;
    Object.assign(layout.legend, { orientation: "v", x: 1.01, y: 1, yanchor: "top" });
    layout.margin.t = 8;
  }

  // The picture lies on a canvas behind Plotly's drawing: were it part of that, every picture would
  // have all points drawn again. CPU per picture, all of Chromium: as a layout image 17 ms with 300
  // points, 68 with 5000; so 12 and 26. This keeps the canvas in step with the axes.
  #place() {
    const { xaxis, yaxis } = this.element._fullLayout;
    const { offsetLeft, offsetTop } = this.element;
    const [left, right, bottom, top] = this.extent;
    box(this.under, {
      left: offsetLeft + xaxis._offset,
      top: offsetTop + yaxis._offset,
      width: xaxis._length,
      height: yaxis._length,
    });
    const across = (x) => ((x - xaxis.range[0]) / (xaxis.range[1] - xaxis.range[0])) * xaxis._length;
    const down = (y) => ((yaxis.range[1] - y) / (yaxis.range[1] - yaxis.range[0])) * yaxis._length;
    box(this.canvas, {
      left: across(left),
      top: down(top),
      width: across(right) - across(left),
      height: down(bottom) - down(top),
    });
  }

  /** Take new points; axes are set only when they differ from those shown. */
  take({ X, y, is_test: isTest, extent, axes }) {
    const points = { x: column(X, 0), y: column(X, 1), label: y.data, test: isTest.data };
    const named = axes && String(axes) !== String(this.axes);
    const held = this.points && equal(points, this.points) && equal([extent.data], [this.extent]);
    const same = held && !named;
    this.axes = axes ?? this.axes;
    this.points = points;
    this.extent = extent.data;
    this.predicted = null;
    if (same) return;
    const traces = this.indices("points");
    const rows = traces.map((i) => this.#rows(this.element.data[i].meta));
    const [left, right, bottom, top] = this.extent;
    const picture = { x: left, y: top, sizex: right - left, sizey: top - bottom, opacity: 0 };
    const layout = { "xaxis.range": [left, right], "yaxis.range": [bottom, top] };
    for (const [name, value] of Object.entries(picture)) layout[`images[0].${name}`] = value;
    Object.assign(layout, this.#frame());
    const placed = rows.map((r) => this.#places(r));
    const places = { x: placed.map(({ x }) => x), y: placed.map(({ y }) => y) };
    Plotly.update(this.element, places, layout, traces);
  }

  // Names of the axes; one scale for both unless the extent is far from square.
  #frame() {
    const [left, right, bottom, top] = this.extent;
    const isSquare = Math.abs((right - left) / (top - bottom) - 1) < 1e-3;
    const layout = { "yaxis.scaleanchor": isSquare ? "x" : null };
    if (!this.axes) return layout;
    [layout["xaxis.title.text"], layout["yaxis.title.text"]] = this.axes.map(plain);
    return layout;
  }

  #rows({ label, test }) {
    const { label: labels, test: tests } = this.points;
    const rows = [];
    for (let i = 0; i < labels.length; i++) {
      if (labels[i] === label && Boolean(tests[i]) === test) rows.push(i);
    }
    return rows;
  }

  /** Draw the regions of `grid`; keeps the last picture when there is no number in it. */
  draw(grid) {
    this.regions.paint(grid);
  }

  /** Hand the picture to Plotly too, whose figure then is whole. */
  keep() {
    Plotly.relayout(this.element, { "images[0].source": this.canvas.toDataURL() });
  }

  /** Mark what `predicted` (n,) gets wrong, the rows `rung`, and the place `crossed` (or null). */
  mark(predicted, rung, crossed) {
    if (!this.points) return;
    const wrong = [];
    const fits = predicted?.length === this.points.label.length;
    const shown = fits && !this.off.has("misclassified");
    for (let i = 0; shown && i < predicted.length; i++) {
      if (predicted[i] !== this.points.label[i] && this.visible(i)) wrong.push(i);
    }
    const rings = rung.filter((i) => this.visible(i));
    const cross = crossed ? { x: [crossed.x], y: [crossed.y] } : NOWHERE;
    const traces = ["wrong", "ring", "probe"].flatMap((role) => this.indices(role));
    this.feed([this.#places(wrong), this.#places(rings), cross], traces);
  }

  #places(rows) {
    return rows.length ? { x: pick(this.points.x, rows), y: pick(this.points.y, rows) } : NOWHERE;
  }

  /** Tell whether the point in row `i` is switched on in the legend. */
  visible(i) {
    const { label, test } = this.points;
    return !this.off.has(`class ${label[i]}`) && !this.off.has(test[i] ? "test" : "train");
  }

  // Entries of the legend stand for classes and for parts: switch all their points.
  #toggle(curve) {
    const { role, label } = this.element.data[curve].meta;
    const name = role === "class" ? `class ${label}` : role;
    if (!this.off.delete(name)) this.off.add(name);
    const visible = this.element.data.map(({ meta }) => (this.#isOn(meta) ? true : "legendonly"));
    Plotly.restyle(this.element, { visible });
    this.ontoggle?.();
    return false;
  }

  #isOn({ role, label, test }) {
    if (role === "class") return !this.off.has(`class ${label}`);
    if (role !== "points") return !this.off.has(role);
    return !this.off.has(`class ${label}`) && !this.off.has(test ? "test" : "train");
  }

  #whole() {
    const [left, right, bottom, top] = this.extent;
    const ranges = { "xaxis.range": [left, right], "yaxis.range": [bottom, top] };
    Plotly.relayout(this.element, ranges);
  }

  /** Return the place {x, y} under a pointer event, null outside the axes. */
  place({ clientX, clientY }) {
    const box = this.element.getBoundingClientRect();
    const { xaxis, yaxis } = this.element._fullLayout;
    const across = clientX - box.left - xaxis._offset;
    const down = clientY - box.top - yaxis._offset;
    if (across < 0 || down < 0 || across > xaxis._length || down > yaxis._length) return null;
    return { x: xaxis.p2d(across), y: yaxis.p2d(down) };
  }

  /** Return the row of the visible point nearest to `place`, null when none is near. */
  nearest(place) {
    if (!this.points) return null;
    const { xaxis, yaxis } = this.element._fullLayout;
    const [px, py] = [xaxis.d2p(place.x), yaxis.d2p(place.y)];
    let best = null;
    let least = NEAR * NEAR;
    for (let i = 0; i < this.points.label.length; i++) {
      const across = xaxis.d2p(this.points.x[i]) - px;
      const down = yaxis.d2p(this.points.y[i]) - py;
      const distance = across * across + down * down;
      if (distance <= least && this.visible(i)) [best, least] = [i, distance];
    }
    return best;
  }
}

function box(element, sides) {
  for (const [side, pixels] of Object.entries(sides)) element.style[side] = `${pixels}px`;
}

function column({ data, shape: [rows, columns] }, index) {
  return Float32Array.from({ length: rows }, (_, i) => data[i * columns + index]);
}

// Plotly takes names for markup.
const plain = (name) => name.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
const pick = (values, rows) => rows.map((i) => values[i]);

function equal(one, other) {
  return Object.keys(one).every(
    (name) =>
      one[name].length === other[name].length &&
      one[name].every((value, i) => value === other[name][i]),
  );
}
