// Retry: says what could not be fetched or drawn, and tries it again, ever less often.

const FIRST_WAIT = 1000; // milliseconds before the first new attempt
const LONGEST_WAIT = 30_000;

/** @typedef {import("./board.js").Board} Board */

export class Retry {
  /** @param {Board} board */
  constructor(board) {
    this.board = board;
    this.wait = FIRST_WAIT;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    this.said = "";
  }

  /**
   * Say that charts are missing or stand still, and why.
   *
   * @param {unknown} error
   */
  failed(error) {
    const reason = error instanceof Error ? error.message : String(error);
    const text = `A chart could not be shown and is tried again (${reason}).`;
    if (this.timer !== undefined && text === this.said) return;
    this.said = text;
    console.error(error);
    const again = () => this.#again();
    this.board.status.notice(text, "failure", { name: "Try again", act: again });
    clearTimeout(this.timer);
    this.timer = setTimeout(again, this.wait);
    this.wait = Math.min(2 * this.wait, LONGEST_WAIT);
  }

  /** All is shown. */
  succeeded() {
    this.close();
    this.wait = FIRST_WAIT;
    this.board.status.quiet("failure");
  }

  close() {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  #again() {
    this.close();
    this.board.again();
  }
}
