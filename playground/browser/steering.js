// Steering: what the board's buttons and keys do.

import { elsewhere, listen } from "./keys.js";
import { copyAddress, remember, remembered } from "./page.js";

const LARGE = "playground-large";

/** @typedef {import("./board.js").Board} Board */

/**
 * Let buttons and keys steer the run of `board`; return what ends it.
 *
 * @param {Board} board
 */
export function steer(board) {
  const { root, play, step, reset, copy, large } = board.parts;
  const actions = {
    " ": () => press(board, play, board.status.status === "running" ? "pause" : "play"),
    s: () => press(board, step, "step"),
    r: () => press(board, reset, "reset"),
  };
  play.onclick = actions[" "];
  step.onclick = actions.s;
  reset.onclick = actions.r;
  copy.onclick = async () => board.status.announce(await copyAddress(copy));
  large.onclick = () => {
    enlarge(large, large.getAttribute("aria-pressed") !== "true");
    board.update(board.data);
  };
  copy.disabled = large.disabled = false;
  enlarge(large, Boolean(remembered(LARGE)));
  const ends = [
    listen(root, actions),
    elsewhere(root, () => board.schedule.hush(performance.now())),
    clearing(board),
  ];
  return () => {
    for (const end of ends) end();
  };
}

/**
 * @param {Board} board
 * @param {HTMLButtonElement} button
 * @param {string} op
 */
function press(board, button, op) {
  if (button.disabled) return;
  board.send({ op });
  board.status.expect(op);
}

/**
 * Let Escape clear what is selected; return what ends it.
 *
 * @param {Board} board
 */
function clearing({ parts: { root }, selection }) {
  /** @param {KeyboardEvent} event */
  const onkeydown = ({ key, target }) => {
    const inside = target === document.body || root.contains(/** @type {Node} */ (target));
    if (key === "Escape" && inside) selection.clear();
  };
  window.addEventListener("keydown", onkeydown);
  return () => window.removeEventListener("keydown", onkeydown);
}

/**
 * The root's font size is the page's unit: controls, numbers and charts grow together.
 *
 * @param {HTMLButtonElement} large
 * @param {boolean} on
 */
function enlarge(large, on) {
  large.setAttribute("aria-pressed", String(on));
  document.documentElement.classList.toggle(LARGE, on);
  remember(LARGE, on ? "1" : "");
}
