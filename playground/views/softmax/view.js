// Softmax: the outputs at the probed place as bars, p and logit beside each.

import { Chart } from "../../browser/chart.js";
import { element } from "../../browser/dom.js";
import { decimal } from "../../browser/numbers.js";
import { axes, bars, pixels, stretch, texts } from "../../browser/plotly.js";
import { Portrait } from "../../browser/portrait.js";
import { isMultilabel, spelt } from "../../browser/tooltip.js";

// Plotly forgets an axis' type with its coordinates and guesses anew: names may look like numbers.
/** @param {number} n */
const named = (n) => ({ "yaxis.type": "category", "yaxis.range": [n - 0.5, -0.5] });

export default class SoftmaxView extends Chart {
  /**
   * @param {Card} card
   * @param {Context} context
   */
  constructor(card, context) {
    super(card, context);
    this.heading = element("span", { class: "heading" });
    this.portrait = new Portrait();
    card.head.append(this.heading);
    card.plot.after(this.portrait.element);
  }

  /**
   * @param {string} text
   * @param {Theme} theme
   */
  show(text, theme) {
    this.portrait.element.hidden = !this.context.pictured;
    return super.show(text, theme);
  }

  /**
   * Put the outputs at their numbers and their names beside: Plotly takes some names for numbers or
   * dates, others ("constructor") for what every object has.
   *
   * @param {PlotData[]} data
   * @param {Record<string, any>} layout
   */
  prepare(data, { yaxis }) {
    const places = [...yaxis.categoryarray.keys()];
    for (const trace of data) trace.y = places;
    Object.assign(yaxis, {
      ticktext: yaxis.categoryarray,
      tickvals: places,
      categoryarray: places,
    });
  }

  /**
   * @param {Arrays} _arrays
   * @param {boolean} moving
   */
  draw(_arrays, moving) {
    const { proba, logits, about } = this.context.latest;
    const [at, p, logit] = ["proba", "p", "logit"].flatMap((role) => this.indices(role));
    const n = this.element.data[at].y.length;
    if (!about || proba.length !== n) return; // another number of classes is on its way
    const x = Array.from(proba, (share) => share || 0);
    const columns = written(proba, logits);
    if (moving && this.#patch(x, columns)) {
      Object.assign(this.element.data[at], { x });
      this.element.data[p].text = columns[0];
      this.element.data[logit].text = columns[1];
    } else {
      const fixed = [p, logit].map((i) => this.element.data[i].x);
      const changes = { x: [x, ...fixed], text: [Array(n).fill(""), ...columns] };
      Plotly.update(this.element, changes, named(n), [at, p, logit]);
    }
    this.#head(about);
  }

  /** @param {About} about */
  #head({ probe }) {
    const { latest, pictured } = this.context;
    const what = probe.point === null ? "" : `point ${probe.point}, `;
    const kind = isMultilabel(latest) ? "Probabilities, each label for itself," : "Network output";
    this.heading.textContent = `${kind} at ${what}${spelt(probe, latest.axes)}`;
    this.heading.title = this.heading.textContent;
    if (!pictured) return;
    const isDrawn = this.portrait.show(this.context, probe.point, this.theme?.text ?? "");
    this.portrait.element.classList.toggle("empty", !isDrawn);
    if (!isDrawn) this.portrait.say(["point at a digit"]);
  }

  /**
   * Put the numbers into what Plotly has drawn: 0.3 ms where a restyle takes 9. Plotly's own data
   * are kept in step, so that whatever makes it draw again draws the same. False: not all is there.
   *
   * @param {number[]} x
   * @param {string[][]} columns
   */
  #patch(x, columns) {
    const frame = axes(this.element);
    const drawn = bars(this.element, x.length);
    const places = texts(this.element);
    const complete = columns.every((column, i) => places[i]?.length === column.length);
    if (!frame || !drawn || !complete) return false;
    drawn.forEach((bar, k) => {
      stretch(bar, pixels(frame, x[k], 0).across);
    });
    columns.forEach((column, i) => {
      column.forEach((text, k) => {
        places[i][k].textContent = text;
      });
    });
    return true;
  }
}

/**
 * Return p and logit of each class as texts; a single logit is that of the last class.
 *
 * @param {Float32Array} proba
 * @param {Float32Array} logits
 */
export function written(proba, logits) {
  const missing = Array(proba.length - logits.length).fill("–");
  return [
    Array.from(proba, (share) => decimal(share, 3)),
    [...missing, ...Array.from(logits, (z) => decimal(z, 2))],
  ];
}
