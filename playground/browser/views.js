// Views: those that a board has open, in order, each in its card.

import { card } from "./dom.js";
import { styled } from "./preload.js";

/** @typedef {{data: ViewData, card: Card, view: View}} Open */

export class OpenViews {
  /**
   * @param {HTMLElement} place
   * @param {Latest} latest
   * @param {(name: string) => Context} context
   */
  constructor(place, latest, context) {
    this.place = place;
    this.latest = latest;
    this.context = context;
    /** @type {Map<string, Open>} */
    this.all = new Map();
    this.closed = false;
    this.resizing = 0;
    this.sizes = new ResizeObserver(() => this.#resize());
  }

  /**
   * Open the views of the given names in their order, and close the others; true when one is new.
   *
   * @param {ViewData[]} views
   */
  async open(views) {
    const names = views.map(({ name }) => name);
    this.#reduce(names);
    const isOther = names.some((name) => !this.all.has(name));
    const made = await Promise.all(
      views.map((data) => this.all.get(data.name) ?? this.#make(data)),
    );
    if (this.closed) return false;
    this.all = new Map(made.map((one, i) => [views[i].name, { ...one, data: views[i] }]));
    const { place } = this;
    place.dataset.views = names.join(" ");
    made.forEach(({ card: { element } }, i) => {
      if (place.children[i] !== element) place.insertBefore(element, place.children[i] ?? null);
    });
    return isOther;
  }

  /**
   * Close the views that are not among `names`.
   *
   * @param {string[]} names
   */
  #reduce(names) {
    for (const [name, { card, view }] of this.all) {
      if (names.includes(name)) continue;
      view.close();
      this.sizes.unobserve(card.plot);
      card.element.remove();
      this.all.delete(name);
      delete this.latest.views[name];
    }
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
    return { data, card: place, view };
  }

  /**
   * Show the views' base figures in `theme`; true when numbers drawn before are gone.
   *
   * @param {Theme} theme
   * @param {boolean} recolour
   */
  async show(theme, recolour) {
    let isBare = false;
    for (const { data, view } of this.all.values()) {
      if (await view.show(data.figure, theme)) isBare = true;
      else if (recolour) await view.recolour(theme);
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
    if (one && (arrays || !one.data.computed)) one.view.draw(arrays ?? {}, moving);
  }

  /** There are other points. */
  take() {
    for (const { view } of this.all.values()) view.take?.();
  }

  /** The selection or the predicted classes changed. */
  mark() {
    for (const { view } of this.all.values()) view.mark?.();
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
    for (const { view } of this.all.values()) view.close();
  }
}
