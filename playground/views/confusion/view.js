// Confusion: counts or shares of one part; one cell may be lit, one under the keyboard's cursor.

import { Chart } from "./chart.js";
import { element } from "./dom.js";
import { luminance, rgb } from "./theme.js";

const MANY = 6; // classes above which the cells are narrow
const GAP = 2; // pixels between cells, as in the figure
const LIGHT = 0.2865; // luminance at which Plotly's two inks for text stand out equally

export class ConfusionChart extends Chart {
  constructor(plot) {
    super(plot);
    this.shares = false;
    this.split = 1; // 0 train, 1 test
    this.lit = null; // [true label, predicted label]
    this.cursor = null;
    this.canvas = element("canvas");
  }

  /**
   * Draw `confusion`, int32 (2, K, K): train and test counts, rows true labels; `moving` while more
   * is to come.
   */
  draw(confusion, moving) {
    this.confusion = confusion;
    const counts = this.counts();
    const z = counts.map((row) => row.map((count) => count / (sum(row) || 1)));
    const share = this.size > MANY ? rounded : percent;
    const text = this.shares ? z.map((row) => row.map(share)) : counts;
    if (moving && this.#patch(z, text)) {
      Object.assign(this.element.data[0], { z, text, customdata: counts });
    } else {
      Plotly.restyle(this.element, { z: [z], text: [text], customdata: [counts] });
    }
  }

  // Paint into what Plotly has drawn, as it would: 1 ms where a restyle takes 7 (2 classes) to 15
  // (10). Not while a pointer may read a cell's hover text, which only Plotly keeps. False: not all
  // is there.
  #patch(z, text) {
    const image = this.element.querySelector(".hm image");
    const labels = this.element.querySelectorAll(".hm .heatmap-label text");
    const { xaxis, yaxis } = this.element._fullLayout;
    if (!image || labels.length !== z.length ** 2 || this.element.matches(":hover")) return false;
    const [width, height] = [image.width.baseVal.value, image.height.baseVal.value];
    const [left, top] = [image.x.baseVal.value, image.y.baseVal.value];
    this.canvas.width = width; // which empties it, too
    this.canvas.height = height;
    const context = this.canvas.getContext("2d");
    const edges = (axis, start) => [...z, 0].map((_, k) => Math.round(axis.c2p(k - 0.5)) - start);
    const [across, down] = [edges(xaxis, left), edges(yaxis, top)];
    z.flat().forEach((share, i) => {
      const [row, column] = [Math.floor(i / z.length), i % z.length];
      const colour = mixed(...this.scale, share);
      const size = [across[column + 1] - across[column] - GAP, down[row + 1] - down[row] - GAP];
      context.fillStyle = written(colour);
      context.fillRect(across[column] + GAP / 2, down[row] + GAP / 2, ...size);
      labels[i].textContent = text[row][column];
      labels[i].style.fill = luminance(colour) < LIGHT ? "#fff" : "#444";
    });
    image.getAttributeNode("href").value = this.canvas.toDataURL(); // in Plotly's namespace
    return true;
  }

  /** Return the counts of the part that is shown, a list of rows. */
  counts() {
    const { data, shape } = this.confusion;
    const n = shape[1];
    const rows = Array.from({ length: n }, (_, i) => (this.split * n + i) * n);
    return rows.map((start) => Array.from(data.subarray(start, start + n)));
  }

  get size() {
    return this.confusion?.shape[1] ?? 0;
  }

  /** Outline the lit cell and the cursor's. */
  outline() {
    const shapes = [];
    if (this.lit) shapes.push(frame(this.lit, this.theme.accent, 3, "solid"));
    if (this.cursor) shapes.push(frame(this.cursor, this.theme.text, 1.5, "dot"));
    Plotly.relayout(this.element, { shapes });
  }

  themedTrace(trace, theme) {
    const [ground, accent] = [rgb(theme.ground), rgb(theme.accent)];
    this.scale = [0.06, 0.78].map((share) => mixed(ground, accent, share));
    const size = trace.z.length > MANY ? 0.86 * theme.size : theme.size;
    const colorscale = this.scale.map((colour, end) => [end, written(colour)]);
    return { colorscale, "textfont.size": size };
  }
}

function frame([label, predicted], color, width, dash) {
  const [x0, x1] = [predicted - 0.49, predicted + 0.49];
  const [y0, y1] = [label - 0.49, label + 0.49];
  return { type: "rect", x0, x1, y0, y1, line: { color, width, dash } };
}

const mixed = (from, to, share) => from.map((a, i) => Math.round(a + (to[i] - a) * share));
const written = (colour) => `rgb(${colour.join(",")})`;
const sum = (row) => row.reduce((total, count) => total + count, 0);
const percent = (share) => `${(100 * share).toFixed(1)} %`;
const rounded = (share) => `${Math.round(100 * share)} %`;
