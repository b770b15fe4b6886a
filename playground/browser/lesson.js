// Lesson: a question to answer before training, and steps that are ticked by what runs really did.

import { happened, holds } from "./conditions.js";
import { element } from "./dom.js";
import { keep, recall } from "./progress.js";
import { Runs } from "./runs.js";
import { Trials } from "./trials.js";

const EVERY = 200; // milliseconds between two looks at the runs

/** @type {WeakMap<Element, Panel>} */
const panels = new WeakMap();

/**
 * @param {object} mount
 * @param {[LessonData]} mount.data
 * @param {Element} mount.parentElement
 * @param {(name: string, value: unknown) => void} mount.setTriggerValue
 */
export default function ({ data: [data], parentElement, setTriggerValue }) {
  const panel = panels.get(parentElement) ?? new Panel(parentElement, data);
  panels.set(parentElement, panel);
  panel.trigger = setTriggerValue;
  panel.take(data);
  return () => {
    panels.delete(parentElement);
    panel.close();
  };
}

class Panel {
  /**
   * @param {Element} parent
   * @param {LessonData} data
   */
  constructor(parent, data) {
    this.data = data;
    this.progress = recall(data.name, { guesses: data.guesses.length, steps: data.steps.length });
    this.runs = new Runs();
    /** @type {(name: string, value: unknown) => void} */
    this.trigger = () => {};
    this.trials = data.trials.length
      ? new Trials(data, (line) => this.trigger("trial", line))
      : null;
    this.inputs = data.guesses.map((_, i) => this.#input(i));
    const choices = data.guesses.map(({ text }, i) =>
      element("label", {}, this.inputs[i], element("span", {}, text)),
    );
    this.question = element(
      "fieldset",
      { class: "guesses" },
      element("legend", {}, data.question),
      ...choices,
    );
    this.verdict = element("p", { class: "verdict", role: "status", "data-testid": "verdict" });
    const words = ["Make a prediction.", ...data.steps.map(({ text }) => text)];
    this.steps = words.map((text) => element("li", { "data-testid": "lesson-step" }, text));
    this.end = element("p", { class: "lesson-end", "data-testid": "lesson-end" });
    this.root = element(
      "section",
      { class: "lesson", "aria-label": "Prediction and steps" },
      this.question,
      this.verdict,
      ...(this.trials ? [this.trials.element] : []),
      element("ol", {}, ...this.steps),
      this.end,
    );
    parent.append(this.root);
    this.timer = setInterval(() => this.#look(), EVERY);
  }

  /** @param {number} i */
  #input(i) {
    const input = element("input", { type: "radio", name: `guess-${this.data.name}` });
    input.onchange = () => this.#move({ guess: i });
    return input;
  }

  /**
   * Take what the script says; a lesson that was begun anew starts its runs and its steps anew.
   *
   * @param {LessonData} data
   */
  take(data) {
    const isAgain = this.data.opened !== data.opened; // this very panel was there before
    if (this.data.begun !== data.begun) this.trials?.begin();
    this.data = data;
    this.runs.take(data);
    if (isAgain) {
      this.trials?.clear();
      this.#move({ guess: null, came: null, done: 0 });
    }
    this.#show();
  }

  #look() {
    const runs = this.runs.look();
    if (!runs) return;
    Object.assign(runs.a, this.trials?.look(runs.a));
    const { guess, came, done } = this.progress;
    if (guess === null) return;
    if (came === null && holds(this.data.answer, runs))
      this.#move({ came: happened(this.data.guesses, runs) });
    else if (done < this.data.steps.length && holds(this.data.steps[done].until, runs))
      this.#move({ done: done + 1 });
  }

  /** @param {Partial<Progress>} change */
  #move(change) {
    this.progress = { ...this.progress, ...change };
    keep(this.data.name, this.progress);
    this.#show();
  }

  #show() {
    const { guess, came, done } = this.progress;
    const { guesses, steps } = this.data;
    this.inputs.forEach((input, i) => {
      input.checked = i === guess;
      input.disabled = came !== null;
    });
    const ticked = guess === null ? 0 : 1 + done;
    this.steps.forEach((step, i) => {
      step.dataset.done = String(i < ticked);
      if (i === ticked) step.setAttribute("aria-current", "step");
      else step.removeAttribute("aria-current");
    });
    this.verdict.hidden = guess === null || came === null;
    this.verdict.dataset.right = String(guess === came);
    if (guess !== null && came !== null)
      this.verdict.textContent =
        guess === came
          ? "It happened as you predicted."
          : `You predicted: ${guesses[guess].text} What happened: ${guesses[came].text}`;
    const isOver = guess !== null && done === steps.length;
    this.end.hidden = !isOver;
    this.end.textContent = isOver ? "All steps are done. Read why, below." : "";
  }

  close() {
    clearInterval(this.timer);
    this.root.remove();
  }
}
