// Trials: the table of a lesson that changes one thing at a time. It fills itself: a run that went
// from its first weights to its end, all as one line says, gives that line a number for its seed.

import { element } from "./dom.js";
import { percent } from "./numbers.js";
import { shown } from "./shown.js";

const REPEATED = 3; // seeds from which on a spread says something

/** @typedef {import("./runs.js").Known} Known */

/** Results of each lesson's lines, by seed, as long as the document lives.
 *
 * @type {Map<string, Map<string, number>[]>}
 */
const results = new Map();

/**
 * Return mean and standard deviation (n − 1) in words; the mean alone of one value.
 *
 * @param {number[]} values
 */
export function spread(values) {
  const n = values.length;
  if (!n) return "–";
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  if (n === 1) return percent(mean);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return `${percent(mean)} ± ${percent(Math.sqrt(squares / (n - 1)))}`;
}

/**
 * Return the number of the line that an experiment is, whatever its seed; −1 for none.
 *
 * @param {Record<string, string>[]} lines fields as they are spelt
 * @param {Record<string, string>} fields
 */
export function lineOf(lines, fields) {
  const names = Object.keys(fields).filter((name) => name !== "seed");
  return lines.findIndex((line) => names.every((name) => line[name] === fields[name]));
}

export class Trials {
  /**
   * @param {LessonData} data
   * @param {(line: number) => void} ask
   */
  constructor({ name, trials, boards }, ask) {
    this.board = boards.a;
    this.lines = trials.map(({ fields }) => fields);
    /** @type {number | null} the line that the script was asked for */
    this.asked = null;
    /** @type {number | null} the line whose run is begun anew and has yet to be trained */
    this.wanted = null;
    this.fresh = "";
    this.found = results.get(name) ?? trials.map(() => new Map());
    results.set(name, this.found);
    this.cells = trials.map(() => [element("td"), element("td")]);
    const rows = trials.map(({ text }, i) => {
      const run = element("button", { type: "button", title: "Train it with this seed" }, text);
      run.onclick = () => {
        this.asked = i;
        ask(i);
      };
      return element("tr", {}, element("th", { scope: "row" }, run), ...this.cells[i]);
    });
    const head = ["change", "seeds", "test accuracy"];
    this.element = element(
      "table",
      { class: "trials", "data-testid": "trials" },
      element("thead", {}, element("tr", {}, ...head.map((word) => element("th", {}, word)))),
      element("tbody", {}, ...rows),
    );
    this.#show();
  }

  /**
   * Take how a run is; train one that was asked for. Return how many lines are filled, and how
   * many of them have REPEATED seeds.
   *
   * @param {Known} run
   */
  look(run) {
    const board = shown.get(this.board);
    if (board) this.#note(board, run);
    const counts = this.found.map(({ size }) => size);
    return {
      filled: counts.filter(Boolean).length,
      repeated: counts.filter((n) => n >= REPEATED).length,
    };
  }

  /**
   * @param {import("./board.js").Board} board
   * @param {Known} run
   */
  #note(board, run) {
    const fields = Object.fromEntries(
      Object.entries(board.data.fields).map(([name, [spelt]]) => [name, spelt]),
    );
    const line = lineOf(this.lines, fields);
    const key = JSON.stringify(fields);
    if (run.present === 0) this.fresh = key; // it is all of one experiment as long as that stays
    if (run.status === "idle" && line === this.wanted) {
      this.wanted = null;
      board.parts.play.click();
    }
    if (run.status !== "finished" || run.edits || line < 0 || this.fresh !== key) return;
    this.found[line].set(fields.seed, Number(run.test_accuracy));
    this.#show();
  }

  #show() {
    this.found.forEach((found, i) => {
      const values = [...found.values()];
      [String(values.length || "–"), spread(values)].forEach((text, k) => {
        if (this.cells[i][k].textContent !== text) this.cells[i][k].textContent = text;
      });
    });
  }

  /** Note that the script has begun the run anew: it is reset first, and trained then. */
  begin() {
    this.wanted = this.asked;
    this.asked = null;
  }

  /** Forget what was found. */
  clear() {
    this.asked = this.wanted = null;
    for (const found of this.found) found.clear();
    this.#show();
  }
}
