// Inspector: the bias and the weights of one unit, to be read and set by hand.

import { element } from "../../browser/dom.js";
import { brief } from "./table.js";

/**
 * One number of the network: its name, where it is, what it is, and its gradient.
 *
 * @typedef {object} Entry
 * @property {string} name
 * @property {number} parameter
 * @property {number[]} place
 * @property {number} value
 * @property {number | undefined} gradient
 */

export class Inspector {
  /**
   * @param {(message: object) => void} send
   * @param {() => void} closed
   */
  constructor(send, closed) {
    this.send = send;
    this.title = element("strong");
    const close = element("button", { type: "button", "aria-label": "Close" }, "×");
    close.onclick = closed;
    this.undo = element("button", { type: "button", title: "Put back the last edit" }, "Undo");
    this.undo.onclick = () => send({ op: "undo" });
    const head = element("div", { class: "inspected" }, this.title, this.undo, close);
    this.body = element("tbody");
    const names = element("tr");
    for (const name of ["", "value", "gradient"]) {
      names.append(element("th", { scope: "col" }, name));
    }
    const table = element("table", {}, element("thead", {}, names), this.body);
    this.rest = element("p", { class: "note" });
    this.element = element("aside", { class: "inspector", hidden: "" }, head, table, this.rest);
    this.element.setAttribute("aria-label", "Weights of a unit");
    this.element.onkeydown = ({ key }) => {
      if (key === "Escape") closed();
    };
    /** @type {{row: HTMLElement, input: HTMLInputElement, gradient: HTMLElement}[]} */
    this.lines = [];
    /** @type {Entry[]} */
    this.entries = [];
    this.key = "";
  }

  /**
   * Show the numbers of a unit; only those of the run as it is can be set.
   *
   * @param {string} name
   * @param {Entry[]} entries
   * @param {{rest: number, undo: number, isPast: boolean}} told
   */
  draw(name, entries, { rest, undo, isPast }) {
    this.entries = entries;
    this.title.textContent = name;
    this.undo.disabled = isPast || undo === 0;
    this.rest.textContent = rest ? `and ${rest} more weights` : "";
    this.rest.hidden = !rest;
    const key = JSON.stringify(entries.map((entry) => [entry.name, entry.parameter, entry.place]));
    if (key !== this.key) this.#build();
    this.key = key;
    this.lines.forEach(({ input, gradient }, i) => {
      input.disabled = isPast;
      if (input.dataset.state === "sent") show(input, entries[i].value, true);
      else if (document.activeElement !== input) show(input, entries[i].value, false);
      gradient.textContent = brief(entries[i].gradient);
    });
  }

  #build() {
    this.lines = this.entries.map(({ name }, i) => this.#line(name, i));
    this.body.replaceChildren(...this.lines.map(({ row }) => row));
  }

  /**
   * @param {string} name
   * @param {number} i
   */
  #line(name, i) {
    const label = `${name} of ${this.title.textContent}`;
    const input = element("input", { type: "text", inputmode: "decimal", "aria-label": label });
    input.onfocus = () => input.select();
    input.oninput = () => {
      input.dataset.state = "typed";
    };
    input.onkeydown = (event) => {
      if (event.key === "Enter") this.#set(input, i);
      if (event.key !== "Escape" || input.dataset.state !== "typed") return;
      event.stopPropagation();
      input.dataset.state = "";
      show(input, this.entries[i].value, true);
    };
    input.onblur = () => {
      this.#set(input, i);
      input.dataset.state = "";
    };
    const gradient = element("td");
    const head = element("th", { scope: "row", title: name }, name);
    const row = element("tr", {}, head, element("td", {}, input), gradient);
    return { row, input, gradient };
  }

  /**
   * Set a number to what was typed, if that is another; the run judges it.
   *
   * @param {HTMLInputElement} input
   * @param {number} i
   */
  #set(input, i) {
    if (input.dataset.state !== "typed") return;
    const { parameter, place, value } = this.entries[i];
    const text = input.value.replace("−", "-").trim();
    input.dataset.state = "sent";
    show(input, value, true); // until the run has taken it
    this.send({ op: "edit", parameter, place, value: text });
  }

  /**
   * Let a number be typed.
   *
   * @param {string} name
   */
  focus(name) {
    const at = Math.max(
      this.entries.findIndex((entry) => entry.name === name),
      0,
    );
    this.lines[at]?.input.focus();
  }
}

/**
 * @param {HTMLInputElement} input
 * @param {number} value
 * @param {boolean} isReady whether it is to be typed over
 */
function show(input, value, isReady) {
  const text = typed(value);
  if (input.value === text) return;
  input.value = text;
  if (isReady) input.select();
}

/**
 * Return a number as it can be typed.
 *
 * @param {number} value
 */
function typed(value) {
  return Number.isFinite(value) ? String(Number(value.toPrecision(5))) : String(value);
}
