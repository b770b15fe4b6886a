// Warnings: a line below the charts that says what goes wrong, each with the control that may help.

import { element } from "./dom.js";
import { wayTo } from "./labs.js";
import { controlOf, showControl } from "./page.js";

const LASTING = 1000; // milliseconds that a warning must have lasted to come or to go
const REWORD = 1000; // milliseconds between two wordings of a warning that stays

/**
 * @typedef {object} Known
 * @property {string} text
 * @property {string} field
 * @property {boolean} present
 * @property {boolean} shown
 * @property {number} since
 * @property {number} worded
 */

export class Warnings {
  /**
   * @param {HTMLElement} made
   * @param {() => BoardData} names the controls' by field, and the classes'
   */
  constructor(made, names) {
    this.element = made;
    this.names = names;
    /** @type {Map<string, Known>} */
    this.known = new Map();
    /** @type {Set<string>} */
    this.dismissed = new Set();
    this.expanded = false;
    this.drawn = "";
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    made.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.expanded) this.#expand(false);
    });
  }

  /**
   * Take what a frame warns of.
   *
   * @param {Warning[]} warnings
   */
  take(warnings) {
    const now = performance.now();
    const present = new Set(warnings.map(({ key }) => key));
    const { classes } = this.names();
    for (const warning of warnings) this.#note(named(warning, classes), now);
    for (const [key, one] of this.known) {
      if (!present.has(key) && one.present) Object.assign(one, { present: false, since: now });
    }
    this.#settle();
  }

  /**
   * @param {Warning} warning
   * @param {number} now
   */
  #note({ key, text, field }, now) {
    const one = this.known.get(key) ?? {
      text,
      field,
      present: false,
      shown: false,
      since: now,
      worded: now,
    };
    if (!one.present) Object.assign(one, { present: true, since: now });
    if (now - one.worded >= REWORD || !one.shown) Object.assign(one, { text, worded: now });
    one.field = field;
    this.known.set(key, one);
  }

  /** Forget everything: another run has begun. */
  forget() {
    clearTimeout(this.timer);
    this.known.clear();
    this.dismissed.clear();
    this.expanded = false;
    this.#draw();
  }

  // Show what has lasted, hide what has been gone, and come back when the next one is due.
  #settle() {
    clearTimeout(this.timer);
    const now = performance.now();
    let wait = Number.POSITIVE_INFINITY;
    for (const [key, one] of this.known) {
      const left = one.since + LASTING - now;
      if (left <= 0) one.shown = one.present;
      else if (one.shown !== one.present) wait = Math.min(wait, left);
      if (!one.present && !one.shown) this.known.delete(key);
    }
    if (Number.isFinite(wait)) this.timer = setTimeout(() => this.#settle(), wait);
    this.#draw();
  }

  #shown() {
    return [...this.known].filter(([key, one]) => one.shown && !this.dismissed.has(key));
  }

  #draw() {
    const shown = this.#shown();
    const wording = JSON.stringify([this.expanded, shown.map(([key, { text }]) => [key, text])]);
    if (wording === this.drawn) return;
    this.drawn = wording;
    const held = this.#held();
    this.element.hidden = shown.length === 0;
    this.element.replaceChildren(...(shown.length ? [this.#line(shown), this.#list(shown)] : []));
    /** @type {HTMLElement | null} */
    const again = held ? this.element.querySelector(`[data-does="${held}"]`) : null;
    again?.focus();
  }

  // A new wording must not take the keyboard's focus away.
  #held() {
    const { activeElement: active } = document;
    return active instanceof HTMLElement && this.element.contains(active) && active.dataset.does;
  }

  /** @param {[string, Known][]} shown */
  #line(shown) {
    const [[key, one]] = shown;
    const n = shown.length;
    const count = element("span", { class: "count", "data-testid": "warning-count" }, String(n));
    const more = element("button", {
      type: "button",
      class: "more",
      "aria-expanded": this.expanded,
      "aria-label": n === 1 ? "1 warning" : `${n} warnings`,
      "data-does": "more",
    });
    more.append(count, element("span", { class: "arrow", "aria-hidden": "true" }, "▴"));
    more.onclick = () => this.#expand(!this.expanded);
    const text = element("span", { class: "text", title: one.text }, one.text);
    text.onclick = more.onclick;
    return element("div", { class: "line" }, more, text, ...this.#ways(key, one, "line"));
  }

  /** @param {[string, Known][]} shown */
  #list(shown) {
    const list = element("ul", { class: "popover" });
    list.hidden = !this.expanded;
    for (const [key, one] of shown) {
      const text = element("span", { class: "text" }, one.text);
      list.append(element("li", {}, text, ...this.#ways(key, one, "list")));
    }
    return list;
  }

  /**
   * The links to control and lab, and the way to be rid of the warning.
   *
   * @param {string} key
   * @param {Known} warning
   * @param {string} where
   */
  #ways(key, { field }, where) {
    const close = element("button", { type: "button", class: "close", "aria-label": "Dismiss" });
    close.append("×");
    close.dataset.does = `close ${where} ${key}`;
    close.onclick = () => this.#dismiss(key);
    const ends = [...wayTo(this.names().labs[key]), close];
    if (this.names().side === "B" || !controlOf(field)) return ends;
    const show = element("button", { type: "button", class: "link" });
    show.append(this.names().labels[field] ?? field);
    show.dataset.does = `show ${where} ${key}`;
    show.title = "Show this control";
    show.onclick = () => showControl(field);
    return [show, ...ends];
  }

  /** @param {string} key */
  #dismiss(key) {
    this.dismissed.add(key);
    this.expanded &&= this.#shown().length > 0;
    this.#draw();
  }

  /** @param {boolean} on */
  #expand(on) {
    this.expanded = on;
    this.#draw();
  }
}

/**
 * Return a warning with the names of the classes that it is about.
 *
 * @param {Warning} warning
 * @param {string[]} names
 */
export function named(warning, names) {
  const { text, classes } = warning;
  if (!classes.length) return warning;
  return {
    ...warning,
    text: text.replace("{classes}", () => classes.map((k) => names[k]).join(", ")),
  };
}
