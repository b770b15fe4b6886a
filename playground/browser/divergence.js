// Rescue: the ways out of a run that diverged.

import { element } from "./dom.js";

export class Rescue {
  /** `board` has send, status and trigger, Streamlit's way to tell the script. */
  constructor(board) {
    this.board = board;
    this.asked = 0; // how often halving was asked for
    this.waiting = false; // for the script's answer
  }

  /** Say what happened and offer the start, or an earlier epoch with half the learning rate. */
  offer(message) {
    const { board } = this;
    const halve = element("button", { type: "button", class: "way" }, "Rewind and halve the rate");
    halve.onclick = () => this.#halve(halve);
    const reset = () => board.send({ op: "reset" });
    board.status.notice(message, "error", "Reset", reset, halve);
  }

  // The page owns the learning rate: the run goes on when the halved one has come back.
  #halve(button) {
    button.disabled = true;
    this.waiting = true;
    this.board.send({ op: "rewind" });
    this.board.trigger("halve", ++this.asked);
  }

  /** Go on with what the script has answered, if it was asked. */
  settle() {
    if (!this.waiting) return;
    this.waiting = false;
    this.board.send({ op: "play" });
    this.board.said = ""; // should it diverge again, that is said again
  }
}
