// Outputs: class probabilities at the probed place, p and logit beside each bar.

import { Chart } from "./chart.js";

export class OutputsChart extends Chart {
  /** Draw `proba` (n_classes,) and `logits` (n_outputs,). */
  draw(proba, logits) {
    const n = this.element.data[0].y.length;
    if (proba.length !== n) return; // the figure of another number of classes is on its way
    const missing = Array(n - logits.length).fill("–");
    const texts = {
      proba: Array(n).fill(""),
      p: Array.from(proba, (p) => decimal(p, 3)),
      logit: [...missing, ...Array.from(logits, (z) => decimal(z, 2))],
    };
    const x = this.roles.map((role, i) =>
      role === "proba" ? Array.from(proba, (p) => p || 0) : this.element.data[i].x,
    );
    Plotly.restyle(this.element, { x, text: this.roles.map((role) => texts[role]) });
  }
}

/** Return `number` with a true minus sign; words for what is not a number. */
export function decimal(number, digits) {
  if (number === null || number === undefined) return "–";
  if (!Number.isFinite(number)) return String(number).replace("Infinity", "∞").replace("-", "−");
  return number.toFixed(digits).replace("-", "−");
}
