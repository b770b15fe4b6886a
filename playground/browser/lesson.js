// Lesson: a question to answer before training, and steps that are ticked by what runs really did.

import { happened, holds } from "./conditions.js";
import { release } from "./connection.js";
import { element } from "./dom.js";
import { keep, recall } from "./progress.js";
import { shown } from "./shown.js";

const EVERY = 200; // milliseconds between two looks at the runs

/** @typedef {import("./board.js").Board} Board */

/** How often a lesson had been begun when this document saw it last. */
let begun = 0;

/** @type {WeakMap<Element, Panel>} */
const panels = new WeakMap();

/**
 * @param {object} mount
 * @param {[LessonData]} mount.data
 * @param {Element} mount.parentElement
 */
export default function ({ data: [data], parentElement }) {
  const panel = panels.get(parentElement) ?? new Panel(parentElement, data);
  panels.set(parentElement, panel);
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
    /** @type {Map<string, number>} letters of boards that are to be reset → the epoch they were at */
    this.afresh = new Map();
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
    this.data = data;
    if (begun && data.begun !== begun) {
      for (const letter of Object.keys(data.boards)) this.afresh.set(letter, -1);
      if (this.#isSeen(data)) this.progress = { guess: null, came: null, done: 0 };
    }
    begun = data.begun;
    if (!data.boards.b) release("lesson-b");
    this.#show();
  }

  /**
   * Tell whether this very panel was there before: its lesson is begun again.
   *
   * @param {LessonData} data
   */
  #isSeen(data) {
    return this.root.dataset.begun !== undefined && this.root.dataset.begun !== String(data.begun);
  }

  #look() {
    const runs = Object.fromEntries(
      Object.entries(this.data.boards).map(([letter, name]) => [
        letter,
        this.#known(letter, shown.get(name)),
      ]),
    );
    if (Object.values(runs).includes(null)) return;
    const { guess, came, done } = this.progress;
    if (guess === null) return;
    if (came === null && holds(this.data.answer, runs))
      this.#move({ came: happened(this.data.guesses, runs) });
    else if (done < this.data.steps.length && holds(this.data.steps[done].until, runs))
      this.#move({ done: done + 1 });
  }

  /**
   * Return the quantities of a run; null while they are not those of the run that is wanted.
   *
   * @param {string} letter
   * @param {Board | undefined} board
   */
  #known(letter, board) {
    const about = board?.latest.about;
    if (!board || !about || about.past || about.generation !== board.data.generation) return null;
    if (this.#isStale(letter, board, about)) return null;
    const fields = Object.entries(board.data.fields).map(([name, [spelt]]) => [name, spelt]);
    return { ...Object.fromEntries(fields), ...about, epoch: about.present };
  }

  /**
   * Reset a run that another lesson has left; tell whether it has yet to happen.
   *
   * @param {string} letter
   * @param {Board} board
   * @param {About} about
   */
  #isStale(letter, board, about) {
    const before = this.afresh.get(letter);
    if (before === undefined) return false;
    if (about.present === 0 || (before >= 0 && about.present < before)) {
      this.afresh.delete(letter);
      return false;
    }
    if (before < 0 && board.connection.stream.open) {
      board.send({ op: "reset" });
      this.afresh.set(letter, about.present);
    }
    return true;
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
    this.root.dataset.begun = String(this.data.begun);
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
