// Admission: what the server says beside frames. A visitor whom it doesn't let to the run reads why,
// and the ways on from there.

import { element } from "./dom.js";

/** @typedef {import("./board.js").Board} Board */

/**
 * The server has said something about the run of `board`.
 *
 * @param {Board} board
 * @param {string} event
 * @param {string} text
 */
export function heard(board, event, text) {
  if (event === "reconnecting") board.lost();
  else if (event === "notice") board.status.notice(text);
  else if (event === "refused") refused(board, text);
  else if (event === "waiting") waiting(board, text);
}

/**
 * The server has sent the visitor away.
 *
 * @param {Board} board
 * @param {string} text
 */
function refused(board, text) {
  board.away = true;
  board.status.show("refused");
  const again = { name: "Try again", act: () => board.connection.takeOver() };
  board.status.notice(text, "error", again);
  board.parts.root.classList.remove("loading");
}

/**
 * Another tab has the run; until it answers, the visitor may decide.
 *
 * @param {Board} board
 * @param {string} text
 */
function waiting(board, text) {
  const own = element("button", { type: "button", class: "way" }, "Start another run here");
  own.onclick = () => board.connection.startOwn();
  const over = { name: "Take it over", act: () => board.connection.takeOver() };
  board.status.notice(text, "waiting", over, own);
}
