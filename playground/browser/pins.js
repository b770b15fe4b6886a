// Pins: the button that keeps the run as a card, and the strip below the charts with all cards.

import {
  coarser,
  differences,
  isOfClasses,
  MOST,
  NUMBERS,
  packed,
  thinned,
  toCsv,
  toJson,
} from "./cards.js";
import { contextOf } from "./context.js";
import { element } from "./dom.js";
import { grouped, loss, percent } from "./numbers.js";
import { saved } from "./page.js";
import { shelf } from "./shelf.js";

const SIDE = 72; // pixels of a card's picture
const NOTHING = "There is no run to keep yet.";

/** @typedef {import("./board.js").Board} Board */

export class Pins {
  /** @param {Board} board */
  constructor(board) {
    this.board = board;
    const { side, name } = board.data;
    this.isBeside = side === "B" || name !== "main"; // the workbench has the strip
    this.asked = 0; // how often the script was asked for something
    /** @type {Map<string, Row>} rows of the strip by their cards */
    this.rows = new Map();
    const { pin, timeline, more } = board.parts;
    pin.onclick = () => this.pin();
    this.toggle = element("button", { type: "button", class: "kept-runs", hidden: "" });
    this.toggle.onclick = () => this.show(Boolean(this.strip.hidden));
    this.list = element("ul");
    this.count = element("small");
    this.strip = element("section", {
      class: "pins",
      "aria-label": "Kept runs",
      "data-testid": "pins",
      hidden: "",
    });
    this.strip.append(this.#head(), this.list);
    timeline.after(this.strip);
    more.before(this.toggle);
    this.listener = () => this.#draw();
    shelf.listeners.add(this.listener);
    this.#draw();
  }

  #head() {
    const files = /** @type {[string, string, (cards: PinCard[]) => string][]} */ ([
      ["CSV", "text/csv", toCsv],
      ["JSON", "application/json", toJson],
    ]).map(([name, type, written]) => {
      const made = element("button", { type: "button", title: `All cards as ${name}` }, name);
      made.onclick = () =>
        saved(new Blob([written(shelf.cards)], { type }), `runs.${name.toLowerCase()}`);
      return made;
    });
    const close = element("button", { type: "button", title: "The cards stay" }, "Hide");
    close.onclick = () => this.show(false);
    const ways = element("div", { class: "ways" }, ...files, close);
    return element("div", { class: "about" }, element("h2", {}, "Kept runs"), this.count, ways);
  }

  /**
   * Take what the script wants: the cards differ from another experiment now.
   *
   * @param {BoardData} data
   */
  take(data) {
    this.board.parts.pin.disabled = false;
    for (const row of this.rows.values()) row.compare(data);
  }

  /** Keep the run, as it is shown, as a card. */
  pin() {
    const { board } = this;
    const { about } = board.latest;
    if (board.absence.holds || about?.generation !== board.data.generation) {
      board.status.notice(NOTHING);
      return;
    }
    const sentence = shelf.add(made(board, about));
    if (sentence) board.status.notice(sentence);
    else board.status.announce(`Kept as run ${shelf.cards.at(-1)?.number}`);
    this.show(true);
    this.list.lastElementChild?.scrollIntoView({ block: "nearest", inline: "end" });
  }

  /**
   * Open or close the strip.
   *
   * @param {boolean} on
   */
  show(on) {
    const inside = this.strip.contains(document.activeElement);
    this.strip.hidden = !on || !shelf.cards.length || this.isBeside;
    this.toggle.setAttribute("aria-expanded", String(!this.strip.hidden));
    if (inside && this.strip.hidden) this.toggle.focus();
  }

  #draw() {
    const { cards, hidden } = shelf;
    for (const [id, row] of this.rows) {
      if (cards.some((card) => card.id === id)) continue;
      if (this.board.latest.ghost?.id === id) this.haunt(null);
      row.element.remove();
      this.rows.delete(id);
    }
    for (const card of cards) {
      if (this.rows.has(card.id)) continue;
      const row = new Row(card, this);
      row.compare(this.board.data);
      this.rows.set(card.id, row);
    }
    this.list.append(...cards.map(({ id }) => /** @type {Row} */ (this.rows.get(id)).element));
    this.toggle.textContent = `Kept runs ${cards.length}`;
    this.toggle.hidden = !cards.length || this.isBeside;
    const others = hidden ? `; ${hidden} more appear as these are removed` : "";
    this.count.textContent = `${cards.length} of at most ${MOST}${others}`;
    this.show(!this.strip.hidden);
  }

  /** @param {PinCard} card */
  remove({ id }) {
    const { element: row } = /** @type {Row} */ (this.rows.get(id));
    const next = row.nextElementSibling ?? row.previousElementSibling;
    const inside = row.contains(document.activeElement);
    shelf.remove(id);
    /** @type {HTMLElement | undefined | null} */
    const again = next?.querySelector(".remove");
    if (inside) (again ?? this.board.parts.pin).focus();
  }

  /**
   * Compare with a kept run, or no longer.
   *
   * @param {PinCard | null} card
   */
  haunt(card) {
    const { latest } = this.board;
    latest.ghost = card?.id === latest.ghost?.id ? null : card;
    for (const row of this.rows.values()) row.mark(latest.ghost);
    if (!latest.about) return;
    this.board.one("loss", performance.now());
    this.board.remark();
  }

  /**
   * Ask the script for something with a card's experiment.
   *
   * @param {string} what
   * @param {PinCard} card
   */
  ask(what, { query, number }) {
    this.asked += 1;
    if (what === "compare") this.show(false); // two boards need the room
    this.board.trigger(what, { query, number, asked: this.asked });
  }

  close() {
    shelf.listeners.delete(this.listener);
  }
}

/** One card of the strip. */
class Row {
  /**
   * @param {PinCard} card
   * @param {Pins} pins
   */
  constructor(card, pins) {
    this.card = card;
    this.pins = pins;
    this.others = element("p", { class: "others" });
    const picture = card.thumbnail
      ? element("img", { src: card.thumbnail, alt: "", width: SIDE, height: SIDE })
      : element("span", { class: "none" });
    const ways = element("div", { class: "ways" }, ...this.#ways());
    const words = element("div", { class: "words" }, ...this.#lines(), this.others, ways);
    this.element = element("li", { "data-testid": "pin-card" }, picture, words, this.#remove());
    this.element.setAttribute("aria-label", `Run ${card.number}`);
  }

  #lines() {
    const { number, numbers } = this.card;
    const { epoch, train_loss, test_loss, train_accuracy, test_accuracy } = numbers;
    const head = element("p", {}, element("b", {}, `Run ${number}`));
    head.append(epoch === null ? "" : ` · epoch ${grouped(epoch)}`);
    const tested = `${percent(test_accuracy)} · loss ${loss(test_loss)}`;
    const measured = element("p", { class: "measured" }, `Test ${tested}`);
    measured.title = `Train ${percent(train_accuracy)} · loss ${loss(train_loss)}`;
    return [head, measured];
  }

  #ways() {
    const restore = this.#way("Restore", "Take this experiment to the workbench", () =>
      this.pins.ask("restore", this.card),
    );
    const compare = this.#way("Compare", "Run this experiment on a second board", () =>
      this.pins.ask("compare", this.card),
    );
    this.ghost = this.#way(
      "Ghost",
      "Its curve behind the present one, its boundary to flip to",
      () => this.pins.haunt(this.card),
    );
    return [this.ghost, compare, restore];
  }

  #remove() {
    const remove = this.#way("×", "Remove this card", () => this.pins.remove(this.card));
    remove.classList.add("remove");
    remove.setAttribute("aria-label", `Remove run ${this.card.number}`);
    return remove;
  }

  /**
   * @param {string} name
   * @param {string} title
   * @param {() => void} act
   */
  #way(name, title, act) {
    const made = element("button", { type: "button", title }, name);
    made.onclick = act;
    return made;
  }

  /**
   * Show whether this is the run to compare with.
   *
   * @param {PinCard | null} ghost
   */
  mark(ghost) {
    const isIt = ghost?.id === this.card.id;
    this.element.toggleAttribute("data-ghost", isIt);
    this.ghost?.setAttribute("aria-pressed", String(isIt));
  }

  /**
   * Say in what the card's experiment is another than the present one.
   *
   * @param {BoardData} data
   */
  compare({ fields, labels }) {
    const others = differences(this.card.fields, fields, labels);
    const isKnown = Object.keys(this.card.fields).length > 0;
    const same = isKnown ? "The present experiment" : "";
    this.others.textContent =
      others.map(({ label, words }) => `${label} ${words}`).join(" · ") || same;
    this.others.title = others
      .map(({ label, words, present }) => `${label}: ${words} (now ${present ?? "without effect"})`)
      .join("\n");
  }
}

/**
 * Return what is kept of the run that `board` shows.
 *
 * @param {Board} board
 * @param {About} about
 * @returns {Omit<PinCard, "id" | "number">}
 */
function made(board, about) {
  const { data, latest, views } = board;
  const { history } = latest.views.loss ?? {};
  const { grid } = latest.views.boundary ?? {};
  const all = /** @type {Record<string, any>} */ (about);
  const { threshold } = about;
  const { dataset } = contextOf(board, "boundary");
  const place = { extent: Array.from(latest.extent ?? []), axes: latest.axes, dataset, threshold };
  return {
    query: data.query,
    pinned: new Date().toISOString(),
    numbers: Object.fromEntries(NUMBERS.map((name) => [name, all[name] ?? null])),
    fields: data.fields,
    thumbnail: thumbnail(views.all.get("boundary")?.card.element.querySelector(".under canvas")),
    curve: history ? packed(thinned(history)) : null,
    picture:
      grid && isOfClasses(about)
        ? { grid: packed(coarser(grid)), classes: data.classes, ...place }
        : null,
  };
}

/**
 * Return a small copy of a picture, as an address; empty when there is none.
 *
 * @param {Element | null | undefined} picture
 */
function thumbnail(picture) {
  if (!(picture instanceof HTMLCanvasElement)) return "";
  const small = element("canvas", { width: SIDE, height: SIDE });
  small.getContext("2d")?.drawImage(picture, 0, 0, SIDE, SIDE);
  return small.toDataURL("image/png");
}
