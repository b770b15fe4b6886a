// Divergence: the ways out of a run whose numbers left the finite.

import { element } from "./dom.js";

/** @typedef {import("./board.js").Board} Board */

export class Divergence {
  /** @param {Board} board */
  constructor(board) {
    this.board = board;
    this.asked = 0; // how often halving was asked for
    this.waiting = false; // for the script's answer
  }

  /**
   * Say what happened and offer the start, or an earlier epoch with half the learning rate.
   *
   * @param {string} message
   */
  offer(message) {
    const { board } = this;
    const halve = element("button", { type: "button", class: "way" }, "Rewind and halve the rate");
    halve.onclick = () => this.#halve(halve);
    const reset = { name: "Reset", act: () => board.send({ op: "reset" }) };
    board.status.notice(message, "error", reset, halve);
  }

  /**
   * The page owns the learning rate: the run goes on when the halved one has come back.
   *
   * @param {HTMLButtonElement} button
   */
  #halve(button) {
    button.disabled = true;
    this.waiting = true;
    this.board.send({ op: "rewind" });
    this.asked += 1;
    this.board.trigger("halve", this.asked);
  }

  /** Go on with what the script has answered, if it was asked. */
  settle() {
    if (!this.waiting) return;
    this.waiting = false;
    this.board.send({ op: "play" });
    this.board.said = ""; // should it diverge again, that is said again
  }
}
