// Stream: the one WebSocket of a board. Keeps itself connected; at most one frame asked for.

import { decode } from "./frame.js";

const FIRST_WAIT = 250; // milliseconds before the first new attempt
const LONGEST_WAIT = 8000;

export class Stream {
  /** `heard` has onopen(), onframe(frame), onevent(event), onlost(). */
  constructor(address, heard) {
    this.address = address;
    this.heard = heard;
    this.wait = FIRST_WAIT;
    this.asked = false;
    this.closed = false;
  }

  /** Connect, and go on connecting whenever the connection is lost, until `close`. */
  connect() {
    clearTimeout(this.timer);
    this.closed = false;
    const socket = new WebSocket(this.address);
    socket.binaryType = "arraybuffer";
    socket.onopen = () => this.#opened();
    socket.onmessage = ({ data }) => this.#received(data);
    socket.onclose = () => this.#lost(socket);
    this.socket = socket;
  }

  #opened() {
    this.asked = false;
    this.heard.onopen();
  }

  #received(data) {
    this.wait = FIRST_WAIT;
    if (typeof data === "string") {
      this.heard.onevent(JSON.parse(data));
      return;
    }
    this.asked = false;
    this.heard.onframe(decode(data));
  }

  #lost(socket) {
    if (this.closed || socket !== this.socket) return;
    this.heard.onlost();
    this.timer = setTimeout(() => this.connect(), this.wait * (0.75 + Math.random() / 2));
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
  }

  get open() {
    return this.socket?.readyState === WebSocket.OPEN;
  }

  send(message) {
    if (this.open) this.socket.send(JSON.stringify(message));
  }

  /** Ask for one frame with `parts`, unless one is still to come. */
  ask(parts, generation) {
    if (this.asked || !this.open) return;
    this.asked = true;
    this.send({ op: "frame", parts, generation });
  }

  /** Take nothing as asked for: the next request replaces one that waits. */
  forget() {
    this.asked = false;
  }

  close() {
    this.closed = true;
    clearTimeout(this.timer);
    this.socket?.close();
  }
}

/** Return the WebSocket address of `path`, relative to the page. */
export function relative(path) {
  const address = new URL(path, document.baseURI);
  address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
  address.search = address.hash = "";
  return address.href;
}
