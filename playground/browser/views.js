// Views: those that a board has open, in order, each in its card.

import { card } from "./dom.js";
import { pictures } from "./picture.js";
import { styled } from "./preload.js";

/** @typedef {{data: ViewData, card: Card, view: View}} Open */

export class OpenViews {
  /**
   * @param {HTMLElement} place where the views that a board has at first stand together
   * @param {HTMLElement} extra where others stand beside all of them
   * @param {Latest} latest
   * @param {(name: string) => Context} context
   * @param {(error: unknown) => void} failed told why a view can't be drawn
   */
  constructor(place, extra, latest, context, failed) {
    this.place = place;
    this.extra = extra;
    this.latest = latest;
    this.context = context;
    this.failed = failed;
    /** @type {unknown[]} why views could not be opened or shown, the last time */
    this.failures = [];
    /** @type {Map<string, Open>} */
    this.all = new Map();
    this.closed = false;
    this.resizing = 0;
    this.sizes = new ResizeObserver(() => this.#resize());
  }

  /**
   * Open the views of the given names in their order, and close the others; true when one is new.
   * Those that a board has at first keep their places as long as all of them are open.
   *
   * @param {ViewData[]} views
   * @param {string[]} defaults
   */
  async open(views, defaults) {
    const names = views.map(({ name }) => name);
    this.#reduce(names);
    const isOther = names.some((name) => !this.all.has(name));
    const made = await this.#made(views);
    if (this.closed) return false;
    const { place } = this;
    const isCalm = defaults.every((name) => names.includes(name));
    place.dataset.layout = isCalm ? "calm" : "free";
    place.dataset.views = names.join(" ");
    const [first, others] = [true, false].map((isFirst) =>
      made.filter(({ data }) => isFirst === (!isCalm || defaults.includes(data.name))),
    );
    const isBefore = this.all.size > 0; // others were open
    arrange(place, first);
    arrange(this.extra, others);
    const latest = made.findLast(({ data }) => !this.all.has(data.name));
    if (isBefore) latest?.card.element.scrollIntoView({ block: "nearest", behavior: "smooth" });
    this.all = new Map(made.map((one) => [one.data.name, one]));
    return isOther;
  }

  /**
   * Close the views that are not among `names`.
   *
   * @param {string[]} names
   */
  #reduce(names) {
    for (const name of this.all.keys()) if (!names.includes(name)) this.#dismiss(name);
  }

  /** @param {string} name of an open view */
  #dismiss(name) {
    const one = this.all.get(name);
    if (!one) return;
    one.view.close();
    this.sizes.unobserve(one.card.plot);
    one.card.element.remove();
    this.all.delete(name);
    delete this.latest.views[name];
    delete this.latest.told[name];
  }

  /**
   * Return the views of `views` that are open or can be made.
   *
   * @param {ViewData[]} views
   */
  async #made(views) {
    this.failures = [];
    const made = views.map(async (data) => {
      try {
        return { ...(this.all.get(data.name) ?? (await this.#make(data))), data };
      } catch (error) {
        this.failures.push(error);
        return [];
      }
    });
    return (await Promise.all(made)).flat();
  }

  /**
   * @param {ViewData} data
   * @returns {Promise<Open>}
   */
  async #make(data) {
    const { script, styles } = data.files;
    const [{ default: Made }] = await Promise.all([
      /** @type {Promise<{default: ViewClass}>} */ (import(script)),
      styles && styled(styles).catch(() => {}),
    ]);
    const place = card(data.name, data.label);
    const view = new Made(place, this.context(data.name));
    this.sizes.observe(place.plot);
    const made = { data, card: place, view };
    if (data.figure) place.element.append(pictures(made, this.latest, this.failed));
    return made;
  }

  /**
   * Show the views' base figures in `theme`; true when numbers drawn before are gone. A view that
   * fails is closed, so that it is made anew.
   *
   * @param {Theme} theme
   * @param {boolean} recolour
   */
  async show(theme, recolour) {
    let isBare = false;
    for (const [name, { data, view }] of this.all) {
      try {
        if (await view.show(data.figure, theme)) isBare = true;
        else if (recolour) await view.recolour(theme);
      } catch (error) {
        this.failures.push(error);
        this.#dismiss(name);
      }
    }
    return isBare;
  }

  /**
   * Mark the views that could not be computed.
   *
   * @param {Record<string, Record<string, unknown>>} told what a frame tells of each
   */
  fail(told) {
    for (const [name, { card }] of this.all) {
      if (told[name]) card.element.toggleAttribute("data-failed", "failed" in told[name]);
    }
  }

  /**
   * Draw the latest numbers of one view.
   *
   * @param {string} name
   * @param {Latest} latest
   */
  draw(name, { about, views }) {
    const one = this.all.get(name);
    const arrays = views[name];
    const moving = about?.status === "running" || about?.past === true;
    if (one && (arrays || !one.data.computed)) {
      this.#safely(() => one.view.draw(arrays ?? {}, moving));
    }
  }

  /**
   * Let a view draw: what fails is told, and the others go on.
   *
   * @param {() => void} draw
   */
  #safely(draw) {
    try {
      draw();
    } catch (error) {
      this.failed(error);
    }
  }

  /** There are other points. */
  take() {
    for (const { view } of this.all.values()) this.#safely(() => view.take?.());
  }

  /** The selection or the predicted classes changed. */
  mark() {
    for (const { view } of this.all.values()) this.#safely(() => view.mark?.());
  }

  /** What is pointed at, or answered for, may have changed. */
  point() {
    for (const { view } of this.all.values()) view.point?.();
  }

  #resize() {
    cancelAnimationFrame(this.resizing);
    this.resizing = requestAnimationFrame(() => {
      for (const { view } of this.all.values()) view.resize();
    });
  }

  close() {
    this.closed = true;
    this.sizes.disconnect();
    cancelAnimationFrame(this.resizing);
    for (const { view } of this.all.values()) view.close();
  }
}

/**
 * Put cards into `place` in their order; those that stand right stay as they are.
 *
 * @param {HTMLElement} place
 * @param {Open[]} views
 */
function arrange(place, views) {
  views.forEach(({ card: { element } }, i) => {
    if (place.children[i] !== element) place.insertBefore(element, place.children[i] ?? null);
  });
}
