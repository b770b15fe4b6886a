// Steering: what the board's buttons and keys do.

import { elsewhere, holds, listen } from "./keys.js";
import { copyAddress } from "./page.js";
import { together } from "./step.js";

/** What Escape closes before it clears a selection. */
const OPEN = "[role=dialog], [role=listbox], [role=menu], [aria-expanded=true]";

/** @typedef {import("./board.js").Board} Board */

/**
 * What Step does instead of an epoch, for boards on which a view says so.
 *
 * @type {WeakMap<Board, (() => void) | null>}
 */
export const steppers = new WeakMap();

/**
 * Let buttons and keys steer the run of `board`; return what ends it.
 *
 * @param {Board} board
 */
export function steer(board) {
  const { root, play, step, reset, pin, copy, large } = board.parts;
  const actions = {
    " ": () => press(board, play, board.status.status === "running" ? "pause" : "play"),
    s: () => {
      const act = steppers.get(board);
      if (!act) press(board, step, "step");
      else if (!step.disabled) act();
    },
    r: () => press(board, reset, "reset"),
    p: () => pin.click(),
  };
  play.onclick = actions[" "];
  step.onclick = actions.s;
  reset.onclick = actions.r;
  copy.onclick = async () => board.status.announce(await copyAddress(copy, board.data));
  large.onclick = () => enlarge(board, large.getAttribute("aria-pressed") !== "true");
  copy.disabled = large.disabled = false;
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
 * Show the page larger, or as ever: at once, and in its address when the script has heard of it.
 *
 * @param {Board} board
 * @param {boolean} on
 */
function enlarge(board, on) {
  board.trigger("large", on);
  board.update({ ...board.data, large: on });
}

/**
 * @param {Board} board
 * @param {HTMLButtonElement} button
 * @param {string} op
 */
function press(board, button, op) {
  if (button.disabled) return;
  for (const one of together(board)) {
    if (one !== board && !heeds(one, op)) continue;
    one.send({ op });
    one.status.expect(op);
  }
}

/**
 * Tell whether `op` would change anything of the run of `board`.
 *
 * @param {Board} board
 * @param {string} op
 */
function heeds({ parts: { play, step, reset }, status }, op) {
  if (op === "reset") return !reset.disabled;
  if (op === "step") return !step.disabled;
  return !play.disabled && (op === "pause") === (status.status === "running");
}

/**
 * Let Escape clear what is selected, wherever the focus was left; return what ends it.
 *
 * @param {Board} board
 */
function clearing({ parts: { root }, selection }) {
  /** @param {KeyboardEvent} event */
  const onkeydown = ({ key, target }) => {
    const isTaken = target instanceof Element && target.closest(OPEN);
    if (key === "Escape" && !isTaken && holds(root)) selection.clear();
  };
  window.addEventListener("keydown", onkeydown);
  return () => window.removeEventListener("keydown", onkeydown);
}
