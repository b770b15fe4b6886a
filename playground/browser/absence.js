// Absence: what stands in the place of the charts when the experiment that is asked for can't be
// run, as that of a table that is no longer on this server.

import { element } from "./dom.js";

/** @typedef {import("./board.js").Board} Board */

export class Absence {
  /** @param {Board} board */
  constructor(board) {
    this.board = board;
    this.holds = false;
    this.asked = 0; // how often the panel for own data was asked for
    this.words = element("p");
    this.bring = element("button", { type: "button" }, "Bring it again");
    this.bring.onclick = () => {
      this.asked += 1;
      board.trigger("own", this.asked);
    };
    this.start = element("a", { href: "?" }, "Open the page's first experiment");
    this.element = element("section", { class: "absent", "data-testid": "absent", hidden: "" });
    this.element.append(this.words, element("p", { class: "ways" }, this.bring, this.start));
    board.parts.charts.append(this.element);
  }

  /**
   * Say why there is nothing to show.
   *
   * @param {string} message
   */
  begin(message) {
    const { parts, status, data } = this.board;
    this.holds = true;
    this.words.textContent = message;
    const isBeside = data.side === "B"; // the page's controls are another board's
    this.start.hidden = isBeside;
    this.bring.hidden = isBeside || new URLSearchParams(data.query).get("dataset") !== "own";
    this.element.hidden = false;
    parts.root.classList.remove("loading");
    parts.root.removeAttribute("aria-busy");
    status.quiet();
    status.absent();
    status.announce(message);
  }

  /** There is something to show again; true when there was not. */
  end() {
    if (!this.holds) return false;
    this.holds = false;
    this.element.hidden = true;
    return true;
  }
}
