// Loss: the curve of both parts, accuracy below. Its axes grow in steps, so that they stay calm.

import { Chart } from "./chart.js";
import { row } from "./frame.js";

const CURVES = ["train_loss", "test_loss", "train_accuracy", "test_accuracy"];
const ENDS = [1, 1.5, 2, 3, 4, 5, 7.5, 10]; // of the epoch axis, times powers of ten
const ROOM = 1.15; // beyond the last epoch, at least, when the axis is set anew

export class LossChart extends Chart {
  static axes = ["xaxis", "yaxis", "yaxis2"];

  constructor(element) {
    super(element);
    this.log = false;
    this.zoomed = false;
    this.end = 0;
    this.span = null;
  }

  async show(text, theme) {
    const first = this.text === "";
    const shown = await super.show(text, theme);
    if (first) {
      this.element.on("plotly_relayout", (change) => this.#relayouted(change));
      this.element.on("plotly_doubleclick", () => this.#whole());
    }
    return shown;
  }

  // Only a visitor's zoom names the ends of a range one by one.
  #relayouted(change) {
    if (Object.keys(change).some((name) => name.includes("range["))) this.zoomed = true;
  }

  #whole() {
    this.zoomed = false;
    this.#scale(true);
  }

  setLog(log) {
    this.log = log;
    this.zoomed = false;
    this.#scale(true);
  }

  /** Draw `history`, float32 (5, m): epoch and the four curves. */
  draw(history) {
    this.history = history;
    this.#scale(false);
    const x = row(history, 0);
    const traces = CURVES.flatMap((role) => this.indices(role));
    this.feed(CURVES.map((_, i) => ({ x, y: row(history, i + 1) })), traces);
  }

  #scale(always) {
    if (!this.history || (this.zoomed && !always)) return;
    const epochs = row(this.history, 0);
    const last = epochs[epochs.length - 1];
    const fits = last <= this.end && last > this.end / 3;
    const end = fits && !always ? this.end : ending(last);
    const span = this.#stretch(losses(this.history), always);
    const changes = always ? { "yaxis2.range": [0, 1.02] } : {};
    if (always || end !== this.end) changes["xaxis.range"] = [0, end];
    if (always || span !== this.span) changes["yaxis.range"] = span;
    const type = this.log ? "log" : "linear";
    if (type !== this.element.layout.yaxis.type) changes["yaxis.type"] = type; // draws all again
    Object.assign(this, { end, span });
    if (Object.keys(changes).length) Plotly.relayout(this.element, changes);
  }

  // Return the range of the loss axis: the present one as long as it fits.
  #stretch([low, high], always) {
    if (!(high > 0)) return this.span ?? (this.log ? [-2, 0] : [0, 1]);
    const wanted = this.log ? decades(low, high) : [0, high * 1.05];
    const held = this.span;
    if (always || !held) return wanted;
    const inside = this.log
      ? Math.log10(low) >= held[0] && Math.log10(high) <= held[1]
      : high <= held[1];
    const filled = wanted[1] - wanted[0] > 0.6 * (held[1] - held[0]);
    return inside && filled ? held : wanted;
  }
}

function ending(last) {
  const wanted = Math.max(10, last * ROOM);
  const power = 10 ** Math.floor(Math.log10(wanted));
  return power * ENDS.find((end) => power * end >= wanted);
}

function decades(low, high) {
  const floor = Math.max(low, high * 1e-8);
  return [Math.log10(floor) - 0.25, Math.log10(high) + 0.08];
}

// Return the least positive and the greatest finite loss.
function losses(history) {
  let low = Infinity;
  let high = 0;
  for (const index of [1, 2]) {
    for (const value of row(history, index)) {
      if (!Number.isFinite(value)) continue;
      if (value > 0 && value < low) low = value;
      if (value > high) high = value;
    }
  }
  return [low, high];
}
