// Update: the five words of one optimizer step, gone through one after the other. Up to the last one
// the step is only looked at; with the last it is taken.

import { element, radios } from "../../browser/dom.js";
import { brief } from "../network/table.js";

/** What a training loop says, in order. */
export const WORDS = ["zero_grad", "forward", "loss", "backward", "step"];

const LAST = WORDS.length - 1;
const PACE = 600; // milliseconds a word is lit

/**
 * @typedef {object} Told
 * @property {string[]} names of all parameters
 * @property {number} parameter
 * @property {boolean} is_there
 * @property {boolean} is_taken
 * @property {number} batch
 * @property {number} n_batches
 * @property {number} loss
 * @property {string} weight
 * @property {number} before
 * @property {number} gradient
 * @property {string[]} lines
 * @property {number} after
 */

/** @implements {View} */
export default class UpdateView {
  /**
   * @param {Card} card
   * @param {Context} context
   */
  constructor(card, context) {
    this.context = context;
    this.by = "epoch";
    this.stage = -1; // the word that is lit; -1: none
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    /** @type {Arrays | null} */
    this.arrays = null;
    /** @type {[string, string][]} */
    const ways = ["epoch", "batch"].map((by) => [by, `by ${by}`]);
    this.radios = radios("Step", ways, "epoch", (by) => this.#turn(by));
    const ask = element("span", { class: "heading" }, "Step");
    this.parameter = element("select", { "aria-label": "Parameter whose update is written out" });
    this.parameter.onchange = () => context.ask({ parameter: Number(this.parameter.value) });
    card.head.append(element("span", {}, ask, " ", this.radios.group), this.parameter);
    this.words = WORDS.map((word, i) => this.#word(word, i));
    const line = element("div", { class: "stages", role: "tablist", "aria-label": "One update" });
    line.append(...this.words);
    this.text = element("div", { class: "stage-text", "data-testid": "update-text" });
    card.plot.append(line, this.text);
    this.said = "";
    this.named = "";
  }

  /**
   * @param {string} word
   * @param {number} i
   */
  #word(word, i) {
    const made = element("button", { type: "button", role: "tab", "aria-selected": false }, word);
    made.onclick = () => this.#go(i);
    made.onkeydown = ({ key }) => {
      const to = { ArrowRight: i + 1, ArrowLeft: i - 1 }[key];
      if (to !== undefined) this.words[to]?.focus();
    };
    return made;
  }

  /** @param {string} by */
  #turn(by) {
    this.by = by;
    this.context.steps(by === "batch" ? () => this.#begin() : null);
    if (by === "epoch") this.#light(-1);
    this.#write();
  }

  get #told() {
    return /** @type {Told | undefined} */ (
      /** @type {unknown} */ (this.context.latest.about?.views.update)
    );
  }

  /** Whether the next step is looked at and not taken. */
  get #isPending() {
    const told = this.#told;
    return Boolean(told?.is_there && !told.is_taken);
  }

  // Step was pressed: look at the next step and go through it, or take it at once if under way.
  #begin() {
    if (this.stage >= 0 && this.stage < LAST) {
      this.#take();
      return;
    }
    this.context.send({ op: "look" });
    this.#light(0);
    this.#later();
  }

  #later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#next(), PACE);
  }

  #next() {
    if (!this.#isPending) return; // what was asked for is still to come: its frame goes on
    if (this.stage === LAST - 1) {
      this.#take();
      return;
    }
    this.#light(this.stage + 1);
    this.#later();
  }

  #take() {
    clearTimeout(this.timer);
    this.context.send({ op: "step", by: "batch" });
    this.#light(LAST);
  }

  /**
   * Go to a word, and stay there; the last one takes the step.
   *
   * @param {number} stage
   */
  #go(stage) {
    clearTimeout(this.timer);
    if (!this.#told?.is_there) return;
    if (stage === LAST && this.#isPending) this.#take();
    else this.#light(stage);
  }

  /** @param {number} stage */
  #light(stage) {
    if (stage < 0) clearTimeout(this.timer);
    this.stage = stage;
    this.words.forEach((word, i) => {
      word.classList.toggle("lit", i === stage);
      word.classList.toggle("done", i < stage);
      word.setAttribute("aria-selected", String(i === stage));
    });
    const rows = stage > 0 && this.#told?.is_there ? this.arrays?.rows.data : [];
    this.context.selection.gather(Array.from(rows ?? []));
    this.#write();
    if (stage >= 0) this.context.announce(WORDS[stage]);
  }

  async show() {
    return false;
  }

  async recolour() {}

  /** @param {Arrays} arrays */
  draw(arrays) {
    this.arrays = arrays;
    const told = this.#told;
    if (!told) return;
    this.#offer(told);
    const isOn = this.context.latest.about?.status === "running";
    const isOver = !told.is_there && (isOn || this.stage > 0); // the run has gone on
    if (isOver) this.#light(-1);
    else if (this.stage === 0 && this.#isPending && this.by === "batch") this.#later();
    this.#write();
  }

  /** @param {Told} told */
  #offer({ names, parameter }) {
    const key = names.join();
    if (key !== this.named) {
      this.parameter.replaceChildren(
        ...names.map((name, i) => element("option", { value: String(i) }, name)),
      );
    }
    this.named = key;
    this.parameter.value = String(parameter);
  }

  #write() {
    const lines = this.#lines();
    const said = lines.join("\n");
    if (said === this.said) return;
    this.said = said;
    this.text.replaceChildren(...lines.map((line) => element("p", {}, line)));
  }

  /** Return what there is to say of the word that is lit. */
  #lines() {
    const told = this.#told;
    if (this.stage < 0 || !told?.is_there) {
      return this.by === "batch"
        ? ["Press Step: the next batch goes through the five lines of a training loop."]
        : ["Choose “by batch”, then press Step to go through one update word by word."];
    }
    const { rows, norms } = /** @type {Arrays} */ (this.arrays);
    const sum = Math.hypot(...Array.from(norms.data));
    return [
      ["optimizer.zero_grad(): the gradients of the step before are cleared."],
      [
        `model(X): batch ${told.batch + 1} of ${told.n_batches}, its ${rows.data.length} points ` +
          "are ringed, goes through the network.",
      ],
      [`criterion(…): the loss of this batch is ${brief(told.loss)}.`],
      [
        `loss.backward(): each weight has its gradient now, ${brief(sum)} long all together.`,
        ...told.names.map((name, i) => `‖grad ${name}‖ = ${brief(norms.data[i])}`),
      ],
      this.#moved(told),
    ][this.stage];
  }

  /** @param {Told} told */
  #moved(told) {
    const batch = `batch ${told.batch + 1} of ${told.n_batches}`;
    const gradient = `with gradient ${brief(told.gradient)}`;
    const head = `optimizer.step(), ${batch}: ${told.weight}, ${gradient}`;
    if (!told.is_taken) return [`${head}…`];
    const outcome = `In the network it was ${brief(told.before)} and is ${brief(told.after)} now.`;
    return [`${head}:`, ...told.lines, outcome];
  }

  resize() {}

  close() {
    clearTimeout(this.timer);
    this.context.steps(null);
    this.context.selection.gather([]);
  }
}
