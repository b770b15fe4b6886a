// Entry: what Streamlit calls, again with each new data (in a list of one) or theme.

import { Board } from "./board.js";

/** @type {WeakMap<Element, Board>} */
const boards = new WeakMap();

/**
 * @param {object} mount
 * @param {[BoardData]} mount.data
 * @param {Element} mount.parentElement
 * @param {(name: string, value: unknown) => void} mount.setTriggerValue
 */
export default function ({ data: [data], parentElement, setTriggerValue }) {
  let board = boards.get(parentElement);
  if (!board) {
    board = new Board(parentElement, data);
    boards.set(parentElement, board);
  }
  board.trigger = setTriggerValue;
  board.update(data);
  return () => {
    boards.delete(parentElement);
    board.close();
  };
}
