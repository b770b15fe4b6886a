// Shelf: where this browser keeps its cards, one entry each, so that one that is spoilt spoils no
// other. Every tab of this address reads and writes the same.

import { MOST, read, write } from "./cards.js";

const PREFIX = "playground-card-";
const FULL = `${MOST} cards are kept at most. Remove one to keep another.`;
const UNKEPT =
  "This browser keeps nothing more: the new card lasts as long as this page. Export it, or remove another.";

/** @typedef {Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">} Place */

export class Shelf {
  /** @param {() => Place} place throws where the browser forbids it */
  constructor(place) {
    this.place = place;
    /** @type {Map<string, PinCard>} cards that the browser has no place for */
    this.unkept = new Map();
    this.hidden = 0; // readable cards beyond those that are shown
    /** @type {PinCard[]} in the order in which they were pinned */
    this.cards = [];
    /** @type {Set<() => void>} */
    this.listeners = new Set();
    this.read();
  }

  /** Read the cards as they are kept now, also by other tabs. */
  read() {
    const kept = this.#texts()
      .map(read)
      .filter((card) => card !== null);
    const all = [...kept, ...this.unkept.values()];
    all.sort((a, b) => a.pinned.localeCompare(b.pinned) || a.number - b.number);
    this.hidden = Math.max(0, all.length - MOST);
    this.cards = all.slice(this.hidden);
    for (const listener of this.listeners) listener();
  }

  #texts() {
    try {
      const place = this.place();
      const names = Array.from({ length: place.length }, (_, i) => place.key(i) ?? "");
      return names.filter((name) => name.startsWith(PREFIX)).map((name) => place.getItem(name));
    } catch {
      return []; // storage may be forbidden
    }
  }

  /**
   * Keep a card; return a sentence when that is not possible, or not for long.
   *
   * @param {Omit<PinCard, "id" | "number">} made
   */
  add(made) {
    this.read();
    if (this.cards.length >= MOST) return FULL;
    const id = crypto.randomUUID().replaceAll("-", "");
    const number = 1 + Math.max(0, ...this.cards.map((card) => card.number));
    const card = { ...made, id, number };
    const isKept = this.#keep(card);
    if (!isKept) this.unkept.set(id, card);
    this.read();
    return isKept ? "" : UNKEPT;
  }

  /** @param {PinCard} card */
  #keep(card) {
    try {
      this.place().setItem(PREFIX + card.id, write(card));
      return true;
    } catch {
      return false;
    }
  }

  /** @param {string} id */
  remove(id) {
    this.unkept.delete(id);
    try {
      this.place().removeItem(PREFIX + id);
    } catch {
      // then there was nothing
    }
    this.read();
  }
}

/** The shelf of this browser. */
export const shelf = new Shelf(() => localStorage);

globalThis.window?.addEventListener("storage", ({ key }) => {
  if (key === null || key.startsWith(PREFIX)) shelf.read();
});
