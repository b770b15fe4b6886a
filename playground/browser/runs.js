// Runs: what is known of the boards' runs beside which a lesson or a challenge stands.

import { release } from "./connection.js";
import { shown } from "./shown.js";

/** @typedef {import("./board.js").Board} Board */
/** @typedef {Record<string, unknown>} Known quantities of one run, by name */

const UNSENT = -1;
const PATIENCE = 10; // looks after which a run that was not seen at rest was trained again at once

/** How often anything had been begun when this document saw it last. */
let begun = 0;

export class Runs {
  constructor() {
    /** @type {Record<string, string>} */
    this.boards = {};
    /** @type {Map<string, number>} letters of boards to be reset → looks to wait for that, or UNSENT */
    this.afresh = new Map();
  }

  /**
   * Take the names of the boards by their letters. What was begun anew starts its runs anew.
   *
   * @param {{begun: number, boards: Record<string, string>}} data
   */
  take(data) {
    this.boards = data.boards;
    if (begun && data.begun !== begun)
      for (const letter of Object.keys(data.boards)) this.afresh.set(letter, UNSENT);
    begun = data.begun;
    if (!data.boards.b) release("lesson-b");
  }

  /**
   * Return the quantities of each run; null while they are not all those of the runs wanted.
   *
   * @returns {Record<string, Known> | null}
   */
  look() {
    /** @type {Record<string, Known>} */
    const runs = {};
    for (const [letter, name] of Object.entries(this.boards)) {
      const known = this.#known(letter, shown.get(name));
      if (known) runs[letter] = known;
    }
    return Object.keys(runs).length === Object.keys(this.boards).length ? runs : null;
  }

  /**
   * @param {string} letter
   * @param {Board | undefined} board
   * @returns {Known | null}
   */
  #known(letter, board) {
    const about = board?.latest.about;
    if (!board || !about || about.past || about.generation !== board.data.generation) return null;
    if (this.#isStale(letter, board, about)) return null;
    const fields = Object.entries(board.data.fields).map(([name, [spelt]]) => [name, spelt]);
    const values = Object.fromEntries(fields);
    return { ...values, ...about, epoch: about.present, units: units(values.hidden) };
  }

  /**
   * Reset a run that was left by what was there before; tell whether that has yet to happen.
   *
   * @param {string} letter
   * @param {Board} board
   * @param {About} about
   */
  #isStale(letter, board, about) {
    const left = this.afresh.get(letter);
    if (left === undefined) return false;
    if (left === UNSENT) {
      if (!board.connection.stream.open) return true;
      board.send({ op: "reset" });
      this.afresh.set(letter, PATIENCE);
      return true;
    }
    if (about.status === "idle" || left === 0) return !this.afresh.delete(letter);
    this.afresh.set(letter, left - 1);
    return true;
  }
}

/**
 * Return how many units hidden layers of such sizes have.
 *
 * @param {string | undefined} sizes
 */
export const units = (sizes) =>
  (sizes ?? "")
    .split(",")
    .filter(Boolean)
    .reduce((sum, size) => sum + Number(size), 0);
