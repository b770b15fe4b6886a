// Calibration: how often what is said with a probability comes true, and how often it is said.

import { Curves } from "../../browser/curves.js";

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
    const middles = counts.map((_, i) => (i + 0.5) / n);
    Plotly.restyle(this.element, { x: [middles], y: [counts] }, this.indices("count"));
    this.feed(lines, traces);
    this.tell(areas);
  }
}
