// Connection: a run as this tab holds it, by its key. It outlives the board that shows it: while the
// tab shows another page of the app, the run goes on, and the board that comes back finds it.

import { DOCUMENT, freshKey, runKey } from "./runkey.js";
import { HELD, relative, Stream, TAKEN_OVER } from "./stream.js";

/** @typedef {import("./board.js").Board} Board */

const GONE = "This run was opened in another tab or window, which has taken it over.";
const REFUSED = "The server has refused this page's connection.";
const KEPT = ["main", "lesson", "lesson-b"]; // boards whose runs go on while another page is shown

/** @type {Map<string, Connection>} */
const connections = new Map();

/**
 * Return the connection of this tab's board `name`.
 *
 * @param {string} name
 */
export function connect(name) {
  let made = connections.get(name);
  if (!made) {
    made = new Connection(name);
    connections.set(name, made);
  }
  return made;
}

/**
 * Let go of the run of the board `name`, if no board shows it.
 *
 * @param {string} name
 */
export function release(name) {
  const held = connections.get(name);
  if (held && !held.board) held.stream.close();
}

export class Connection {
  /** @param {string} name */
  constructor(name) {
    this.name = name;
    const { key, known } = runKey(name);
    this.key = key;
    this.known = known; // whether this tab had the run before
    this.over = false; // whether the run is to be taken over from another tab
    this.stream = new Stream(relative("playground/run"), this);
    /** @type {Board | null} */
    this.board = null;
    this.wanted = { session: "", query: "" };
  }

  /**
   * Let `board` show the run of what is `wanted`.
   *
   * @param {Board} board
   * @param {{session: string, query: string}} wanted
   */
  attach(board, { session, query }) {
    const isNew = this.board !== board;
    this.board = board;
    this.wanted = { session, query };
    if (!isNew) return;
    if (this.stream.open) board.opened();
    else if (!this.stream.socket || this.stream.closed) this.stream.connect();
  }

  /** @param {Board} board */
  detach(board) {
    if (this.board !== board) return;
    this.board = null;
    if (!KEPT.includes(this.name)) this.stream.close();
  }

  onopen() {
    const { key, known, over, wanted } = this;
    this.stream.send({ op: "open", key, known, over, document: DOCUMENT, ...wanted });
    this.known = true;
    this.over = false;
    this.board?.opened();
  }

  /** @param {Frame} frame */
  onframe(frame) {
    const { board } = this;
    if (!board?.timeline.film.take(frame)) board?.received(frame);
  }

  /** @param {unknown} error */
  onfailed(error) {
    this.board?.retry.failed(error);
  }

  /** @param {{event: string, text: string}} event */
  onevent({ event, text }) {
    if (event === "asked") this.stream.send({ op: "here" });
    if (event === "refused") this.stream.close();
    if (event === "admitted") this.board?.opened();
    this.board?.heard(event, text);
  }

  onlost() {
    this.board?.lost();
  }

  /**
   * The server has ended the connection for good, without a word that arrived.
   *
   * @param {number} code
   */
  onended(code) {
    if (code === HELD) this.startOwn();
    else this.board?.heard("refused", code === TAKEN_OVER ? GONE : REFUSED);
  }

  /** Take the run from whoever has it now. */
  takeOver() {
    this.over = true;
    this.stream.connect();
  }

  /** Leave the run to the other tab that has it, and start one of this tab's own. */
  startOwn() {
    Object.assign(this, freshKey(this.name));
    this.stream.connect();
  }
}
