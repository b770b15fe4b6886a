// Stream: one WebSocket that keeps itself connected, and the frames that are asked for.

import { decode } from "./frame.js";

const FIRST_WAIT = 250; // milliseconds before the first new attempt
const LONGEST_WAIT = 8000;

/** Codes with which the server ends a connection for good: the run was taken over, or is another's. */
export const [TAKEN_OVER, HELD, REFUSED] = [4001, 4002, 1008];
const FINAL = [TAKEN_OVER, HELD, REFUSED];

/**
 * @typedef {object} Listener
 * @property {() => void} onopen
 * @property {(frame: Frame) => void} onframe
 * @property {(error: unknown) => void} onfailed a frame can't be read or taken
 * @property {(event: {event: string, text: string}) => void} onevent
 * @property {() => void} onlost
 * @property {(code: number) => void} onended
 */

export class Stream {
  /**
   * @param {string} address
   * @param {Listener} listener
   */
  constructor(address, listener) {
    this.address = address;
    this.listener = listener;
    this.wait = FIRST_WAIT;
    this.number = 0; // of the request sent last
    /** @type {number[]} the requests that are not answered */
    this.asked = [];
    this.closed = false;
    /** @type {WebSocket | null} */
    this.socket = null;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
  }

  /** Connect, and go on connecting whenever the connection is lost, until `close`. */
  connect() {
    this.close();
    this.closed = false;
    const socket = new WebSocket(this.address);
    socket.binaryType = "arraybuffer";
    socket.onopen = () => socket === this.socket && this.#opened();
    socket.onmessage = ({ data }) => socket === this.socket && this.#received(data);
    socket.onclose = ({ code }) => this.#lost(socket, code);
    this.socket = socket;
  }

  #opened() {
    this.forget();
    this.listener.onopen();
  }

  /** @param {string | ArrayBuffer} data */
  #received(data) {
    this.wait = FIRST_WAIT;
    if (typeof data === "string") {
      this.listener.onevent(JSON.parse(data));
      return;
    }
    try {
      const frame = decode(data);
      this.asked = this.asked.filter((number) => number > frame.about.number);
      this.listener.onframe(frame);
    } catch (error) {
      this.forget();
      this.listener.onfailed(error);
    }
  }

  /**
   * @param {WebSocket} socket
   * @param {number} code
   */
  #lost(socket, code) {
    if (this.closed || socket !== this.socket) return;
    if (FINAL.includes(code)) {
      this.close();
      this.listener.onended(code);
      return;
    }
    this.listener.onlost();
    this.timer = setTimeout(() => this.connect(), this.wait * (0.75 + Math.random() / 2));
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
  }

  get open() {
    return this.socket?.readyState === WebSocket.OPEN;
  }

  /** @param {object} message */
  send(message) {
    if (this.open) this.socket?.send(JSON.stringify(message));
  }

  /**
   * Ask for a frame, after those that are still to come.
   *
   * @param {object} wanted
   */
  ask(wanted) {
    if (!this.open) return;
    const ahead = this.asked.length > 0;
    this.number += 1;
    this.asked.push(this.number);
    this.send({ op: "frame", number: this.number, ahead, ...wanted });
  }

  /** Take nothing as asked for: the next request replaces those that wait. */
  forget() {
    this.asked = [];
  }

  close() {
    this.closed = true;
    clearTimeout(this.timer);
    this.socket?.close();
  }
}

/**
 * Return the WebSocket address of `path`, relative to the page.
 *
 * @param {string} path
 */
export function relative(path) {
  const address = new URL(path, document.baseURI);
  address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
  address.search = address.hash = "";
  return address.href;
}
