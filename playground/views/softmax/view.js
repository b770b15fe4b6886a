// Outputs: class probabilities at the probed place, p and logit beside each bar.

import { Chart } from "./chart.js";

export class OutputsChart extends Chart {
  /** Draw `proba` (n_classes,) and `logits` (n_outputs,); `moving` while more is to come. */
  draw(proba, logits, moving) {
    const [bars, p, logit] = ["proba", "p", "logit"].flatMap((role) => this.indices(role));
    const n = this.element.data[bars].y.length;
    if (proba.length !== n) return; // the figure of another number of classes is on its way
    const missing = Array(n - logits.length).fill("–");
    const x = Array.from(proba, (share) => share || 0);
    const ps = Array.from(proba, (share) => decimal(share, 3));
    const zs = [...missing, ...Array.from(logits, (z) => decimal(z, 2))];
    if (moving && this.#patch(x, [ps, zs])) {
      Object.assign(this.element.data[bars], { x });
      this.element.data[p].text = ps;
      this.element.data[logit].text = zs;
    } else {
      const fixed = (i) => this.element.data[i].x;
      const text = [Array(n).fill(""), ps, zs];
      Plotly.restyle(this.element, { x: [x, fixed(p), fixed(logit)], text }, [bars, p, logit]);
    }
  }

  // Put the numbers into what Plotly has drawn: 0.3 ms where a restyle takes 9. Plotly's own data
  // are kept in step, so that whatever makes it draw again draws the same. False: not all is there.
  #patch(x, columns) {
    const bars = this.element.querySelectorAll(".bars .point path");
    const texts = [...this.element.querySelectorAll(".scatterlayer .trace")].map((trace) =>
      trace.querySelectorAll("text"),
    );
    const complete = columns.every((column, i) => texts[i]?.length === column.length);
    if (bars.length !== x.length || !complete) return false;
    const { xaxis } = this.element._fullLayout;
    bars.forEach((bar, k) => {
      const [, top, bottom] = /^M[^,]+,([^V]+)V([^H]+)H/.exec(bar.getAttribute("d"));
      bar.setAttribute("d", `M0,${top}V${bottom}H${xaxis.d2p(x[k])}V${top}Z`);
    });
    columns.forEach((column, i) => column.forEach((t, k) => (texts[i][k].textContent = t)));
    return true;
  }
}

/** Return the name of an axis without what stands in brackets behind it. */
export const brief = (name) => name.replace(/ \([^)]*\)$/, "");

/** Return `number` with a true minus sign; words for what is not a number. */
export function decimal(number, digits) {
  if (number === null || number === undefined) return "–";
  if (!Number.isFinite(number)) return String(number).replace("Infinity", "∞").replace("-", "−");
  const text = Math.abs(number) < 1e5 ? number.toFixed(digits) : number.toExponential(1);
  return text.replace("-", "−");
}
