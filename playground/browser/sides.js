// Sides: two boards beside each other, A and B; what tells them apart, and the ways of B.

import { differences } from "./cards.js";
import { element } from "./dom.js";
import { InStep } from "./step.js";

/** @typedef {import("./board.js").Board} Board */

/** @type {Map<string, Side>} by the boards' letters */
const sides = new Map();

/** @type {InStep | null} */
let step = null;

/** @param {boolean} on */
function turn(on) {
  const [a, b] = ["A", "B"].map((letter) => sides.get(letter)?.board);
  step?.close();
  step = on && a && b ? new InStep([a, b]) : null;
}

/** Let the page know whether two boards share it. */
function share() {
  document.documentElement.classList.toggle("playground-beside", sides.size > 1);
}

export class Side {
  /** @param {Board} board */
  constructor(board) {
    this.board = board;
    this.data = board.data;
    this.letter = "";
    this.asked = 0;
    this.name = element("b");
    this.words = element("span");
    this.box = element("input", { type: "checkbox" });
    this.box.onchange = () => turn(this.box.checked);
    const both = element("label", {}, this.box, "In step");
    both.title = "Epoch by epoch: the faster run waits for the slower one; buttons steer both";
    const close = element("button", { type: "button" }, "Close");
    close.onclick = () => {
      this.asked += 1;
      board.trigger("apart", this.asked);
    };
    this.apart = close;
    this.isOffered = false; // to go in step, where the company is given
    this.ways = element("span", { class: "ways" }, both, close);
    this.line = element("div", { class: "side", "data-testid": "side", hidden: "" });
    this.line.append(this.name, this.words, this.ways);
    board.parts.root.prepend(this.line);
  }

  /**
   * Take what the script wants.
   *
   * @param {BoardData} data
   */
  take(data) {
    const { side } = data;
    this.data = data;
    if (this.letter && this.letter !== side) this.#leave();
    this.letter = side;
    this.line.hidden = !side;
    const { root } = this.board.parts;
    root.dataset.side = side;
    if (!side) delete root.dataset.side;
    if (!side) return;
    sides.set(side, this);
    share();
    this.name.textContent = side;
    this.ways.hidden = side !== "B";
    this.apart.hidden = Boolean(data.words);
    for (const one of sides.values()) one.tell();
    if (sides.size > 1) sides.get("B")?.offer();
  }

  /** Go in step from the start where the company is given. */
  offer() {
    if (this.isOffered || !this.data.words) return;
    this.isOffered = this.box.checked = true;
    turn(true);
  }

  /** Say what the board is about. */
  tell() {
    const { fields, labels, kept_as: number, words } = this.data;
    const other = sides.get("A")?.data.fields ?? fields;
    const others = differences(fields, other, labels);
    const told = others.map(({ label, words }) => `${label} ${words}`).join(" · ");
    const ofB = `Run ${number} again · ${told || "the same experiment as A"}`;
    this.words.textContent = words || (this.letter === "A" ? "The workbench" : ofB);
    this.words.title = this.words.textContent;
  }

  #leave() {
    if (sides.get(this.letter) !== this) return;
    sides.delete(this.letter);
    share();
    turn(false);
  }

  close() {
    this.#leave();
  }
}
