// Arrivals: frames of a running run that came before the display took the one before them. Each
// waits for a picture of its own: of two that come close together, none is lost.

/** Most frames of a running run that are asked for or wait for the display. */
export const AHEAD = 2;

export class Arrivals {
  /** @param {(frame: Frame) => boolean} take tells whether the display is to show it */
  constructor(take) {
    this.take = take;
    /** @type {Frame[]} */
    this.frames = [];
    this.isTaken = false; // a frame was taken that the display has not shown
  }

  /**
   * Return how many frames may be asked for at most.
   *
   * @param {boolean} running
   */
  room(running) {
    const waiting = this.frames.length + Number(this.isTaken);
    return running ? AHEAD - waiting : Math.min(1, 2 - waiting);
  }

  /**
   * Take a frame, or let it wait for its turn. What steers the run is not kept waiting.
   *
   * @param {Frame} frame
   * @param {About | null} before what the frame before it told
   */
  come(frame, before) {
    const { status, past, generation } = frame.about;
    const goesOn = status === "running" && !past && generation === before?.generation;
    if (this.isTaken && goesOn) this.frames.push(frame);
    else for (const one of [...this.frames.splice(0), frame]) this.#pass(one);
  }

  /** The display shows what was taken. */
  shown() {
    this.isTaken = false;
  }

  /** Take the next one, if there is one. */
  next() {
    const frame = this.frames.shift();
    if (frame) this.#pass(frame);
  }

  /** @param {Frame} frame */
  #pass(frame) {
    this.isTaken = false; // if it can't be taken
    this.isTaken = this.take(frame);
  }

  /** Let go of what waits. */
  forget() {
    this.frames = [];
  }
}
