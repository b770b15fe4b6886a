// Selection: what of a run is pointed at, pinned or chosen. Views change it and show it; it knows
// none of them.

/** Both parts as one, where 0 is train and 1 is test. */
export const BOTH = 2;

export class Selection {
  constructor() {
    /** @type {(Place & {point: number | null}) | null} */
    this.hovered = null;
    /** @type {Place | null} where the pointer was last */
    this.left = null;
    /** @type {Place | {point: number} | null} */
    this.pinned = null;
    /** @type {Cell | null} */
    this.cell = null;
    /** Part whose matrix is shown: 0 train, 1 test, BOTH. */
    this.split = 1;
    /** @type {number | null} class whose hits and misses are named */
    this.positive = null;
    /** @type {number[]} rows of the batch that a step takes */
    this.batch = [];
    /** @type {Set<() => void>} */
    this.listeners = new Set();
  }

  /**
   * Have `listener` called after each change that moves marks.
   *
   * @param {() => void} listener
   */
  listen(listener) {
    this.listeners.add(listener);
  }

  #changed() {
    for (const listener of this.listeners) listener();
  }

  /**
   * Point at a place, and at the visible point near it, if there is one; null: at nothing.
   *
   * @param {Place | null} place
   * @param {number | null} point
   */
  hover(place, point = null) {
    if (!place) this.left = this.hovered ?? this.left;
    this.hovered = place && { ...place, point };
  }

  /**
   * Pin a place, or the point near it, which belongs to the part `split`; again: let go.
   *
   * @param {Place} place
   * @param {number | null} point
   * @param {number} split
   */
  pin(place, point, split) {
    const again = point === null ? this.pinned && !("point" in this.pinned) : this.isPinned(point);
    this.pinned = again ? null : point === null ? place : { point };
    this.cell = null;
    if (this.pinned && point !== null) this.split = split;
    this.#changed();
  }

  /**
   * Pin a place instead of what was pinned.
   *
   * @param {Place} place
   */
  move(place) {
    this.pinned = place;
    this.#changed();
  }

  /** @param {number} point */
  isPinned(point) {
    return this.point === point;
  }

  /** The row of the pinned point, null for none. */
  get point() {
    return this.pinned && "point" in this.pinned ? this.pinned.point : null;
  }

  /**
   * Pin a point of the chosen cell, which stays chosen; again: let go.
   *
   * @param {number} point
   */
  pick(point) {
    this.pinned = this.isPinned(point) ? null : { point };
    this.#changed();
  }

  /**
   * Choose a cell of the matrix that is shown, or a whole row or column of it, where the other
   * label is null; again: none.
   *
   * @param {number | null} label
   * @param {number | null} predicted
   */
  choose(label, predicted) {
    const { cell, split } = this;
    const again = cell?.split === split && cell.label === label && cell.predicted === predicted;
    this.cell = again ? null : { split, label, predicted };
    if (this.point !== null) this.pinned = null;
    this.#changed();
  }

  /**
   * Show the matrix of another part.
   *
   * @param {number} split
   */
  turn(split) {
    this.split = split;
    this.#changed();
  }

  /**
   * Name the hits and misses of a class, null: of none.
   *
   * @param {number | null} positive
   */
  call(positive) {
    this.positive = positive;
    this.#changed();
  }

  /**
   * Show the rows of a batch, as long as nothing is pinned or chosen.
   *
   * @param {number[]} rows
   */
  gather(rows) {
    if (String(rows) === String(this.batch)) return;
    this.batch = rows;
    this.#changed();
  }

  /** Let go of what is pinned and chosen. */
  clear() {
    this.pinned = this.cell = null;
    this.#changed();
  }

  /**
   * Forget what no longer exists after the points changed: `n` points of `classes` classes.
   *
   * @param {number} n
   * @param {number} classes
   */
  renew(n, classes) {
    if (this.point !== null && this.point >= n) this.pinned = null;
    this.batch = [];
    const { label, predicted } = this.cell ?? {};
    if (Math.max(label ?? 0, predicted ?? 0) >= classes) this.cell = null;
    if ((this.positive ?? 0) >= classes) this.positive = null;
  }

  /**
   * Return what the run is asked about. On a slice of a larger space, a point under the pointer
   * answers for itself: it lies off the plane.
   *
   * @param {boolean} isSlice
   * @returns {Place | {point: number} | null}
   */
  asked(isSlice) {
    const { hovered } = this;
    if (!hovered) return this.pinned;
    if (isSlice && hovered.point !== null) return { point: hovered.point };
    return { x: hovered.x, y: hovered.y };
  }

  /**
   * Return the rows to ring: the pinned point, or those in the chosen cell.
   *
   * @param {Points | null} points
   * @param {Uint8Array | null} predicted
   */
  rung(points, predicted) {
    if (this.point !== null) return [this.point];
    const { cell } = this;
    if (!cell) return this.batch.filter((row) => row < (points?.label.length ?? 0));
    if (!points || predicted?.length !== points.label.length) return [];
    const { split, label } = cell;
    return Array.from(points.label.keys()).filter(
      (i) =>
        (split === BOTH ? points.part[i] < BOTH : points.part[i] === split) &&
        (label === null || points.label[i] === label) &&
        (cell.predicted === null || predicted[i] === cell.predicted),
    );
  }

  /**
   * Return the matrix's cell to light, [label, predicted]: the chosen one, or the pinned point's.
   *
   * @param {Points | null} points
   * @param {Uint8Array | null} predicted
   * @returns {[number | null, number | null] | null} null for all of a row or column
   */
  lit(points, predicted) {
    const { cell, split, point } = this;
    if (cell) return cell.split === split ? [cell.label, cell.predicted] : null;
    if (point === null || !points) return null;
    if (split === BOTH ? points.part[point] >= BOTH : points.part[point] !== split) return null;
    return predicted && [points.label[point], predicted[point]];
  }

  /**
   * Tell whether a place, or the point there, was under the pointer last.
   *
   * @param {Place & {point?: number | null}} place
   */
  #isLeft({ x, y, point = null }) {
    const { left } = this;
    if (point !== null || left === null) return point !== null;
    return Math.fround(left.x) === Math.fround(x) && Math.fround(left.y) === Math.fround(y);
  }

  /**
   * Return the place that carries the cross, null for none: the pointer is one itself, and where
   * it was is none once it has gone.
   *
   * @param {(Place & {point?: number | null}) | null} probe what the numbers shown are about
   * @returns {Place | null}
   */
  crossed(probe) {
    if (this.hovered) return null;
    if (!this.pinned) return !probe || this.#isLeft(probe) ? null : probe;
    return "point" in this.pinned ? null : this.pinned;
  }
}
