// Warnings: a line below the charts that says what goes wrong, each with the control that may help.

import { element } from "./dom.js";
import { controlOf, showControl } from "./page.js";

const LASTING = 1000; // milliseconds that a warning must have lasted to come or to go
const REWORD = 1000; // milliseconds between two wordings of a warning that stays

export class Warnings {
  /** `parts` are the board's; `labels()` returns the controls' names by field. */
  constructor({ warnings, announce }, labels) {
    this.element = warnings;
    this.labels = labels;
    this.announce = announce;
    this.known = new Map(); // key → {text, field, present, since, shown, worded}
    this.dismissed = new Set();
    this.expanded = false;
    this.drawn = "";
    warnings.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.expanded) this.#expand(false);
    });
  }

  /** Take what a frame warns of: a list of {key, text, field}. */
  take(warnings) {
    const now = performance.now();
    const present = new Set(warnings.map(({ key }) => key));
    for (const { key, text, field } of warnings) this.#note(key, text, field, now);
    for (const [key, one] of this.known) {
      if (!present.has(key) && one.present) Object.assign(one, { present: false, since: now });
    }
    this.#settle();
  }

  #note(key, text, field, now) {
    const one = this.known.get(key) ?? { text, present: false, shown: false, worded: now };
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
    let wait = Infinity;
    for (const [key, one] of this.known) {
      const left = one.since + LASTING - now;
      if (left <= 0) one.shown = one.present;
      else if (one.shown !== one.present) wait = Math.min(wait, left);
      if (!one.present && !one.shown) this.known.delete(key);
    }
    if (wait < Infinity) this.timer = setTimeout(() => this.#settle(), wait);
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
    if (held) this.element.querySelector(`[data-does="${held}"]`)?.focus();
  }

  // A new wording must not take the keyboard's focus away.
  #held() {
    return this.element.contains(document.activeElement) && document.activeElement.dataset.does;
  }

  #line(shown) {
    const [[key, one]] = shown;
    const count = element("span", { class: "count", "data-testid": "warning-count" }, shown.length);
    const more = element("button", {
      type: "button",
      class: "more",
      "aria-expanded": this.expanded,
      "aria-label": shown.length === 1 ? "1 warning" : `${shown.length} warnings`,
      "data-does": "more",
    });
    more.append(count, element("span", { class: "arrow", "aria-hidden": "true" }, "▴"));
    more.onclick = () => this.#expand(!this.expanded);
    const text = element("span", { class: "text", title: one.text }, one.text);
    text.onclick = more.onclick;
    return element("div", { class: "line" }, more, text, ...this.#ways(key, one, "line"));
  }

  #list(shown) {
    const list = element("ul", { class: "popover" });
    list.hidden = !this.expanded;
    for (const [key, one] of shown) {
      const text = element("span", { class: "text" }, one.text);
      list.append(element("li", {}, text, ...this.#ways(key, one, "list")));
    }
    return list;
  }

  // The link to the control, and the way to be rid of the warning.
  #ways(key, { field }, where) {
    const close = element("button", { type: "button", class: "close", "aria-label": "Dismiss" });
    close.append("×");
    close.dataset.does = `close ${where} ${key}`;
    close.onclick = () => this.#dismiss(key);
    if (!controlOf(field)) return [close];
    const show = element("button", { type: "button", class: "link" });
    show.append(this.labels()[field] ?? field);
    show.dataset.does = `show ${where} ${key}`;
    show.title = "Show this control";
    show.onclick = () => showControl(field);
    return [show, close];
  }

  #dismiss(key) {
    this.dismissed.add(key);
    this.expanded &&= this.#shown().length > 0;
    this.#draw();
  }

  #expand(on) {
    this.expanded = on;
    this.#draw();
  }
}
