// What the browser does with it.

import { Chart } from "../../browser/chart.js";

export default class extends Chart {
  created() {
    this.card.head.onclick = () => this.context.ask({ beat: 7 });
  }

  draw({ norms }) {
    const y = Array.from(norms.data);
    Plotly.restyle(this.element, { x: [y.map((_, i) => i)], y: [y] });
    this.card.head.textContent = `beat ${this.context.latest.about.views.pulse?.beat}`;
  }
}
