// In step: runs that wait for each other, so that none is ahead by more than one picture.

/** A run waits at no epoch. */
const NOWHERE = -1;

/** @typedef {import("./board.js").Board} Board */

/**
 * Return how far the faster run may be ahead, epochs: about as many as the slower one has `gained`
 * from one picture to the next.
 *
 * @param {number} stride as far as now
 * @param {number} gained
 */
export function paced(stride, gained) {
  return gained >= stride ? Math.ceil(1.5 * stride) : Math.max(1, gained);
}

/**
 * Return where the slowest run is that is still on its way; null when there are not two of them.
 *
 * @param {(Pick<About, "present" | "status"> | null)[]} runs
 */
export function slowest(runs) {
  const isOver = runs.some((run) => !run || run.status === "finished" || run.status === "diverged");
  return isOver ? null : Math.min(...runs.map((run) => run?.present ?? 0));
}

export class InStep {
  /** @param {Board[]} boards two */
  constructor(boards) {
    this.boards = boards;
    /** @type {number | null} */
    this.least = null;
    this.stride = 1;
    /** @type {number[]} */
    this.sent = boards.map(() => NOWHERE);
    this.waiting = 0;
    steps.push(this);
    this.#look();
  }

  #look() {
    this.waiting = requestAnimationFrame(() => this.#look());
    const least = slowest(this.boards.map(({ latest }) => latest.about));
    if (least !== null && this.least !== null && least > this.least)
      this.stride = paced(this.stride, least - this.least);
    if (least === null || (this.least ?? 0) > least) this.stride = 1;
    this.least = least;
    const reached = this.boards.map(({ latest }) => latest.about?.present ?? 0);
    this.#hold(reached.reverse().map((other) => (least === null ? NOWHERE : other + this.stride)));
  }

  /** @param {number[]} epochs at which each run is to wait, told by where the other one is */
  #hold(epochs) {
    this.boards.forEach((board, i) => {
      const epoch = epochs[i];
      const { open } = board.connection.stream;
      if (open && this.sent[i] !== epoch) board.send({ op: "horizon", epoch });
      this.sent[i] = open ? epoch : NOWHERE; // a run that is found again waits nowhere
    });
  }

  close() {
    cancelAnimationFrame(this.waiting);
    steps.splice(steps.indexOf(this), 1);
    this.#hold(this.boards.map(() => NOWHERE));
  }
}

/** @type {InStep[]} */
const steps = [];

/**
 * Return the boards whose runs go in step with that of `board`, itself the first.
 *
 * @param {Board} board
 * @returns {Board[]}
 */
export function together(board) {
  const step = steps.find(({ boards }) => boards.includes(board));
  return [board, ...(step?.boards ?? []).filter((other) => other !== board)];
}
