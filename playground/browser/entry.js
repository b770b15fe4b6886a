// Entry: what Streamlit calls, again with each new data (in a list of one) or theme.

import { Board } from "./board.js";
import { follow } from "./labs.js";
import { Pins } from "./pins.js";
import { shown } from "./shown.js";
import { Side } from "./sides.js";

/** @typedef {{board: Board, pins: Pins, side: Side}} Mounted */

/** @type {WeakMap<Element, Mounted>} */
const all = new WeakMap();

document.addEventListener("click", follow);

/**
 * @param {object} mount
 * @param {[BoardData]} mount.data
 * @param {Element} mount.parentElement
 * @param {(name: string, value: unknown) => void} mount.setTriggerValue
 */
export default function ({ data: [data], parentElement, setTriggerValue }) {
  const mounted = all.get(parentElement) ?? mount(parentElement, data);
  const { board, pins, side } = mounted;
  board.trigger = setTriggerValue;
  board.update(data);
  pins.take(data);
  side.take(data);
  return () => {
    all.delete(parentElement);
    if (shown.get(data.name) === board) shown.delete(data.name);
    side.close();
    pins.close();
    board.close();
  };
}

/**
 * @param {Element} parent
 * @param {BoardData} data
 * @returns {Mounted}
 */
function mount(parent, data) {
  const board = new Board(parent, data);
  const mounted = { board, pins: new Pins(board), side: new Side(board) };
  all.set(parent, mounted);
  shown.set(data.name, board);
  return mounted;
}
