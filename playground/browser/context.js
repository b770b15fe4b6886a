// Context: what a view may use of its board.

import { steppers } from "./steering.js";

/**
 * Return what the view `name` of `board` may use.
 *
 * @param {import("./board.js").Board} board
 * @param {string} name
 * @returns {Context}
 */
export function contextOf(board, name) {
  const { selection, latest, names } = board;
  return {
    selection,
    latest,
    names,
    get pictured() {
      return board.data.pictured;
    },
    get dataset() {
      const { dataset, data } = board.data.fields;
      return [dataset, data].map((field) => field?.[0] ?? "").join(" ");
    },
    announce: (text) => board.status.announce(text),
    send: (message) => board.send(message),
    steps: (act) => {
      steppers.set(board, act);
    },
    ask: (given) => board.want(name, given),
    refresh: () => board.one(name, performance.now()),
    redraw: () => board.draw(),
    remark: () => board.remark(),
  };
}
