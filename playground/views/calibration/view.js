// Calibration: how often what is said with a probability comes true, and how often it is said.

import { Curves } from "../../browser/curves.js";

const STEPS = [1, 2, 5];

export default class CalibrationView extends Curves {
  static axes = ["xaxis", "yaxis", "yaxis2"];
  static area = "calibration error";

  /**
   * Draw `bins`, float32 (m, n, 3): count, mean probability, share that is true.
   *
   * @param {Arrays} arrays
   */
  draw({ bins, areas }) {
    const traces = this.indices("curve");
    const [m, n] = bins.shape;
    if (m !== traces.length) return; // other classes are on their way
    const counts = Array(n).fill(0);
    const lines = traces.map((_, k) => {
      const rows = Array.from({ length: n }, (_, i) => bins.data.subarray((k * n + i) * 3));
      rows.forEach(([count], i) => {
        counts[i] += count;
      });
      const filled = rows.filter(([count]) => count > 0);
      const [customdata, x, y] = [0, 1, 2].map((at) => filled.map((row) => row[at]));
      return { x, y, customdata };
    });
    const edges = Array.from({ length: n + 1 }, (_, i) => i / n);
    const steps = { x: edges, y: [...counts, counts[n - 1]] };
    this.feed([...lines, steps], [...traces, ...this.indices("count")]);
    this.#reach(Math.max(...counts));
    this.tell(areas);
  }

  /**
   * Let the axis of counts reach the next of 1, 2, 5, 10, 20, …: it moves seldom.
   *
   * @param {number} most
   */
  #reach(most) {
    const power = 10 ** Math.floor(Math.log10(Math.max(most, 1)));
    const top = (STEPS.find((step) => step * power >= most) ?? 10) * power;
    if (this.element.layout.yaxis2.range[1] === top) return;
    Plotly.relayout(this.element, { "yaxis2.range": [0, top] });
  }
}
