// Schedule: which view is asked for and drawn when. Those that come with every frame are drawn with
// each; the others take turns, so that no frame of the display has to carry more than one of them:
// up to three where one has waited long, on a page that draws few frames.

/** Name of what the board itself needs now and then: the predicted classes, and the warnings. */
export const PREDICTIONS = "predictions";

const PREDICTIONS_EVERY = 200; // milliseconds between two drawings of the marks on points
const HUSH = 250; // milliseconds that Streamlit may take to draw its controls again
const SELDOM = 80; // milliseconds between two pictures in such a while
const TOGETHER = 3; // of those that take turns, in one frame at most
const LONG = 200; // milliseconds after which a view has waited long,
const DEAR = 5; // or, where drawing it takes more milliseconds than this,
const LONGER = 500; // as many

/** @typedef {{every: number, computed: boolean}} Turn */

export class Schedule {
  constructor() {
    /** @type {Map<string, Turn>} */
    this.turns = new Map();
    /** @type {Record<string, number>} */
    this.drawn = {};
    /** @type {Record<string, number>} */
    this.asked = {};
    /** @type {Record<string, number>} milliseconds that drawing takes, the last few times */
    this.costs = {};
    this.shown = 0; // when the last frame was drawn
    this.hushed = 0;
    this.forget();
  }

  /**
   * Take the open views, in order.
   *
   * @param {{name: string, every: number, computed: boolean}[]} views
   */
  open(views) {
    this.turns = new Map(views.map(({ name, every, computed }) => [name, { every, computed }]));
    this.turns.set(PREDICTIONS, { every: PREDICTIONS_EVERY, computed: true });
    for (const name of this.dirty) if (!this.turns.has(name)) this.dirty.delete(name);
  }

  /** Take nothing as drawn yet. */
  forget() {
    /** @type {Record<string, string>} */
    this.stamps = {};
    /** @type {Set<string>} */
    this.dirty = new Set();
    this.stamp = "";
  }

  /**
   * Note that a frame of the instant `stamp` brought numbers for `names`; at rest they may be finer
   * than those of the same instant that came while the run went on.
   *
   * @param {string[]} names
   * @param {string} stamp
   * @param {boolean} isStill
   * @returns {boolean} whether the instant is another than the last frame's
   */
  arrive(names, stamp, isStill = false) {
    const isNews = stamp !== this.stamp;
    const fine = `${stamp} still`;
    this.stamp = stamp;
    for (const [name, { computed }] of this.turns) {
      const known = this.stamps[name];
      const isKnown = known === fine || (known === stamp && !isStill);
      if (computed && (!names.includes(name) || isKnown)) continue;
      this.stamps[name] = isStill ? fine : stamp;
      this.dirty.add(name);
    }
    return isNews;
  }

  /**
   * Return what to ask for next: what comes with every frame, and what has waited longest.
   *
   * @param {number} now
   */
  request(now) {
    const waits = [...this.turns]
      .filter(([, { computed, every }]) => computed && every > 0)
      .map(([name, { every }]) => ({ name, every, since: now - (this.asked[name] ?? 0) }))
      .filter(({ every, since }) => since >= every)
      .sort((a, b) => b.since / b.every - a.since / a.every);
    const chosen = this.#together(
      waits.map(({ name }) => name),
      this.asked,
      now,
    );
    for (const name of chosen) this.asked[name] = now;
    return [...this.constant, ...chosen];
  }

  /**
   * Return the first of `names`, and of the others those that have waited long.
   *
   * @param {string[]} names
   * @param {Record<string, number>} last when each had its turn
   * @param {number} now
   */
  #together(names, last, now) {
    const isLong = (/** @type {string} */ name) =>
      now - (last[name] ?? now) >= ((this.costs[name] ?? 0) > DEAR ? LONGER : LONG);
    return names.filter((name, i) => i === 0 || isLong(name)).slice(0, TOGETHER);
  }

  /** Names of the views that come with every frame. */
  get constant() {
    return [...this.turns].filter(([, { every }]) => every === 0).map(([name]) => name);
  }

  /**
   * Return what to draw now: what comes with every frame, one of the others, and what needs no
   * numbers of its own if it is due.
   *
   * @param {number} now
   */
  due(now) {
    const changed = [...this.turns].filter(([name]) => this.dirty.has(name));
    const constant = changed.filter(([, { every }]) => every === 0);
    if (now < this.hushed) return constant.map(([name]) => name);
    const [heavy, light] = [true, false].map((kind) =>
      changed.filter(([, { every, computed }]) => every > 0 && computed === kind),
    );
    const ready = light.filter(([name, { every }]) => now - (this.drawn[name] ?? 0) >= every);
    const [always, turned, fed] = [constant, heavy, ready].map((turns) =>
      turns.map(([name]) => name),
    );
    return [...always, ...this.#together(turned, this.drawn, now), ...fed];
  }

  /** Whether something waits to be drawn. */
  get waiting() {
    return this.dirty.size > 0;
  }

  /**
   * For a while, draw nothing but now and then a picture: the browser has other work.
   *
   * @param {number} now
   */
  hush(now) {
    this.hushed = now + HUSH;
  }

  /** Draw as ever. */
  unhush() {
    this.hushed = 0;
  }

  /**
   * Tell whether it is too early for another picture.
   *
   * @param {number} now
   */
  resting(now) {
    return now < this.hushed && now - this.shown < SELDOM;
  }

  /**
   * Note that `name` was drawn.
   *
   * @param {string} name
   * @param {number} now
   * @param {number} cost milliseconds that it took
   */
  done(name, now, cost = 0) {
    this.dirty.delete(name);
    this.drawn[name] = now;
    this.costs[name] = 0.8 * (this.costs[name] ?? cost) + 0.2 * cost;
  }
}
