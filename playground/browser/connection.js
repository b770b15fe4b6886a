// Connection: a run as this tab holds it, by its key. It outlives the board that shows it: while the
// tab shows another page of the app, the run goes on, and the board that comes back finds it.

import { runKey } from "./runkey.js";
import { relative, Stream } from "./stream.js";

/** @typedef {import("./board.js").Board} Board */

const MAIN = "main"; // the board whose run goes on while another page is shown

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

export class Connection {
  /** @param {string} name */
  constructor(name) {
    this.name = name;
    this.key = "";
    this.known = false; // whether this tab had the run before
    /** Settles when the key is there. */
    this.ready = runKey(name).then((held) => Object.assign(this, held));
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
    if (this.name !== MAIN) this.stream.close();
  }

  onopen() {
    const { key, known, wanted } = this;
    this.stream.send({ op: "open", key, known, ...wanted });
    this.known = true;
    this.board?.opened();
  }

  /** @param {Frame} frame */
  onframe(frame) {
    this.board?.received(frame);
  }

  /** @param {{event: string, text: string}} event */
  onevent({ event, text }) {
    if (event === "refused") this.stream.close();
    this.board?.heard(event, text);
  }

  onlost() {
    this.board?.lost();
  }
}
