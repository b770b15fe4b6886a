// Menu: which views are open, and in which order. The script decides: the menu only asks.

import { element } from "./dom.js";
import { wayTo } from "./labs.js";

/** @typedef {import("./board.js").Board} Board */

/**
 * Return `names` with `name` open at the end, or without it; the last one stays.
 *
 * @param {string[]} names
 * @param {string} name
 */
export function toggled(names, name) {
  if (!names.includes(name)) return [...names, name];
  return names.length > 1 ? names.filter((other) => other !== name) : names;
}

/**
 * Return `names` with `name` moved by `step` places, as far as there are any.
 *
 * @param {string[]} names
 * @param {string} name
 * @param {number} step
 */
export function moved(names, name, step) {
  const from = names.indexOf(name);
  const to = Math.min(Math.max(from + step, 0), names.length - 1);
  const left = names.filter((other) => other !== name);
  return from < 0 ? names : [...left.slice(0, to), name, ...left.slice(to)];
}

export class Menu {
  /** @param {Board} board */
  constructor(board) {
    this.board = board;
    const { views, menu } = board.parts;
    this.button = views;
    this.element = menu;
    /** @type {string[]} */
    this.names = [];
    this.drawn = "";
    views.onclick = () => this.show(Boolean(menu.hidden));
    /** @param {KeyboardEvent} event */
    this.escape = ({ key }) => {
      if (key === "Escape") this.show(false);
    };
    /** @param {PointerEvent} event */
    this.outside = ({ target }) => {
      const inside = /** @type {Node} */ (target);
      if (!menu.contains(inside) && !views.contains(inside)) this.show(false);
    };
    document.addEventListener("pointerdown", this.outside);
    document.addEventListener("keydown", this.escape);
  }

  /**
   * Open or close the menu.
   *
   * @param {boolean} on
   */
  show(on) {
    if (on !== this.element.hidden) return;
    const { activeElement: active } = document;
    const inside = active === document.body || this.element.contains(active);
    this.element.hidden = !on;
    this.button.setAttribute("aria-expanded", String(on));
    if (on) this.element.querySelector("input")?.focus();
    else if (inside) this.button.focus();
  }

  /**
   * Take what there is and what is open.
   *
   * @param {BoardData} data
   */
  take({ offered, views, defaults }) {
    this.button.disabled = false;
    this.names = views.map(({ name }) => name);
    const drawn = JSON.stringify([this.names, offered]);
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    const held = this.#held();
    const closed = offered.filter(({ name }) => !this.names.includes(name));
    const open = this.names.flatMap((name) => offered.filter((one) => one.name === name));
    this.element.replaceChildren(
      element("h2", {}, "Views"),
      element("ul", { class: "open" }, ...open.map((one) => this.#row(one, true))),
      element("ul", { class: "closed" }, ...closed.map((one) => this.#row(one, false))),
      this.#back(defaults),
    );
    if (held) this.#focus(held);
  }

  // Rows are made anew: the keyboard's focus goes to what now does the same.
  #held() {
    const { activeElement: active } = document;
    if (!(active instanceof HTMLElement) || !this.element.contains(active)) return "";
    return `[data-does="${active.dataset.does ?? ""}"]`;
  }

  /** @param {string} held a selector; what it finds may be disabled now */
  #focus(held) {
    /** @type {HTMLElement | null} */
    const again = this.element.querySelector(`${held}:enabled`);
    (again ?? this.element.querySelector("input"))?.focus();
  }

  /**
   * @param {Offered} one
   * @param {boolean} isOpen
   */
  #row({ name, label, help, lab }, isOpen) {
    const box = element("input", { type: "checkbox", "data-does": `toggle ${name}` });
    box.checked = isOpen;
    box.disabled = isOpen && this.names.length === 1;
    box.onchange = () => this.#ask(toggled(this.names, name));
    const words = element("span", {}, label, element("small", {}, help));
    const row = element("li", {}, element("label", {}, box, words), ...wayTo(lab));
    if (isOpen) row.append(this.#mover(name, label, -1), this.#mover(name, label, 1));
    return row;
  }

  /**
   * @param {string} name
   * @param {string} label
   * @param {number} step
   */
  #mover(name, label, step) {
    const way = step < 0 ? "earlier" : "later";
    const made = element("button", {
      type: "button",
      "aria-label": `${label}: ${way}`,
      title: `Show it ${way}`,
      "data-does": `${way} ${name}`,
    });
    made.append(step < 0 ? "↑" : "↓");
    const after = moved(this.names, name, step);
    made.disabled = String(after) === String(this.names);
    made.onclick = () => this.#ask(after);
    return made;
  }

  /** @param {string[]} defaults */
  #back(defaults) {
    const made = element("button", { type: "button", class: "back", "data-does": "back" });
    made.append("Back to the first four");
    made.disabled = String(defaults) === String(this.names);
    made.onclick = () => this.#ask(defaults);
    return made;
  }

  /** @param {string[]} names */
  #ask(names) {
    this.board.trigger("views", names);
  }

  close() {
    document.removeEventListener("pointerdown", this.outside);
    document.removeEventListener("keydown", this.escape);
  }
}
