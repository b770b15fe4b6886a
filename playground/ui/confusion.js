// Confusion: counts or shares of one part; one cell may be lit, one under the keyboard's cursor.

import { Chart } from "./chart.js";
import { rgb } from "./theme.js";

const MANY = 6; // classes above which the cells are narrow

export class ConfusionChart extends Chart {
  constructor(element) {
    super(element);
    this.shares = false;
    this.split = 1; // 0 train, 1 test
    this.lit = null; // [true label, predicted label]
    this.cursor = null;
  }

  /** Draw `confusion`, int32 (2, K, K): train and test counts, rows true labels. */
  draw(confusion) {
    this.confusion = confusion;
    const drawn = `${[this.split, this.shares, ...confusion.data]}`;
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    const z = this.counts().map((row) => row.map((count) => count / (sum(row) || 1)));
    const share = this.size > MANY ? rounded : percent;
    const text = this.shares ? z.map((row) => row.map(share)) : this.counts();
    Plotly.restyle(this.element, { z: [z], text: [text], customdata: [this.counts()] });
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

  async show(text, theme) {
    const shown = await super.show(text, theme);
    if (shown) this.drawn = "";
    return shown;
  }

  themedTrace(trace, theme) {
    const mix = (share) => mixed(theme.ground, theme.accent, 0.06 + 0.72 * share);
    const size = trace.z.length > MANY ? 0.86 * theme.size : theme.size;
    return { colorscale: [0, 1].map((share) => [share, mix(share)]), "textfont.size": size };
  }
}

function frame([label, predicted], color, width, dash) {
  const [x0, x1] = [predicted - 0.49, predicted + 0.49];
  const [y0, y1] = [label - 0.49, label + 0.49];
  return { type: "rect", x0, x1, y0, y1, line: { color, width, dash } };
}

function mixed(from, to, share) {
  const [a, b] = [rgb(from), rgb(to)];
  return `rgb(${[0, 1, 2].map((i) => Math.round(a[i] + (b[i] - a[i]) * share)).join(",")})`;
}

const sum = (row) => row.reduce((total, count) => total + count, 0);
const percent = (share) => `${(100 * share).toFixed(1)} %`;
const rounded = (share) => `${Math.round(100 * share)} %`;
