// Keys: space, s and r steer a run, unless they are being typed or a control wants them. Of several
// boards, the one that was used last has them.

const TAKEN = "input, textarea, select, [contenteditable], [role=slider], [role=combobox]";

/** @type {Record<string, [number, number]>} down and right */
export const ARROWS = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** @typedef {Record<string, () => void>} Actions */

/** @type {{root: Element, actions: Actions}[]} */
const boards = []; // the one that has the keys comes first

let tabbed = false; // whether the keyboard moved the focus last

/**
 * Let presses of keys call `actions` by name while `root` has the keys; return what stops it.
 *
 * @param {Element} root
 * @param {Actions} actions
 */
export function listen(root, actions) {
  const board = { root, actions };
  boards.push(board);
  mark();
  if (boards.length === 1) hear();
  const stop = [reach(root, true, () => raise(board))];
  return () => {
    boards.splice(boards.indexOf(board), 1);
    mark();
    for (const end of stop) end();
    if (!boards.length) deafen();
  };
}

/**
 * Tell whether `root` has the keys: of several boards, the one that was used last.
 *
 * @param {Element} root
 */
export const holds = (root) => boards[0]?.root === root;

/** @param {typeof boards[number]} board */
function raise(board) {
  boards.splice(boards.indexOf(board), 1);
  boards.unshift(board);
  mark();
}

/** Let the page show which board has the keys. */
function mark() {
  for (const [i, { root }] of boards.entries()) root.toggleAttribute("data-keys", i === 0);
}

/** @param {KeyboardEvent} event */
function onkeydown(event) {
  if (event.key === "Tab") tabbed = true;
  const action = boards[0]?.actions[event.key];
  if (!action || event.ctrlKey || event.metaKey || event.altKey || taken(event)) return;
  event.preventDefault();
  event.stopImmediatePropagation(); // Streamlit would run the script again on "r"
  if (!event.repeat) action();
}

/** @param {KeyboardEvent} event */
function onkeyup(event) {
  // A button under the focus would be pressed by the space bar's way up.
  if (event.key === " " && boards.length && !taken(event)) event.preventDefault();
}

function onpointerdown() {
  tabbed = false;
}

function hear() {
  window.addEventListener("keydown", onkeydown, true);
  window.addEventListener("keyup", onkeyup, true);
  window.addEventListener("pointerdown", onpointerdown, true);
}

function deafen() {
  window.removeEventListener("keydown", onkeydown, true);
  window.removeEventListener("keyup", onkeyup, true);
  window.removeEventListener("pointerdown", onpointerdown, true);
}

/**
 * Call `change(true)` when `key` goes down while the board around `inside` has the keys, and
 * `change(false)` when it comes up; return what stops it.
 *
 * @param {Element} inside
 * @param {string} key
 * @param {(on: boolean) => void} change
 */
export function held(inside, key, change) {
  let isDown = false;
  /** @param {boolean} on */
  const turn = (on) => {
    if (on !== isDown) change(on);
    isDown = on;
  };
  /** @param {KeyboardEvent} event */
  const down = (event) => {
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (event.key === key && isPlain && boards[0]?.root.contains(inside) && !taken(event))
      turn(true);
  };
  /** @param {KeyboardEvent} event */
  const up = (event) => event.key === key && turn(false);
  const leave = () => turn(false); // its way up is another window's
  window.addEventListener("keydown", down);
  window.addEventListener("keyup", up);
  window.addEventListener("blur", leave);
  return () => {
    window.removeEventListener("keydown", down);
    window.removeEventListener("keyup", up);
    window.removeEventListener("blur", leave);
  };
}

/**
 * Call `action()` on presses of mouse or key outside `root`; return what stops it.
 *
 * @param {Element} root
 * @param {() => void} action
 */
export function elsewhere(root, action) {
  return reach(root, false, action);
}

/**
 * @param {Element} root
 * @param {boolean} inside
 * @param {() => void} action
 */
function reach(root, inside, action) {
  /** @param {Event} event */
  const onpress = ({ target }) => {
    if (target === document.body || !(target instanceof Node)) return;
    if (root.contains(target) === inside) action();
  };
  const types = inside ? ["pointerdown", "focusin"] : ["pointerdown", "keydown"];
  for (const type of types) window.addEventListener(type, onpress, true);
  return () => {
    for (const type of types) window.removeEventListener(type, onpress, true);
  };
}

/**
 * A button reached with Tab keeps its space bar; one that was clicked does not.
 *
 * @param {KeyboardEvent} event
 */
function taken({ key, target }) {
  const focus = target instanceof Element ? target : document.body;
  if (focus.closest(TAKEN)) return !focus.matches("input[type=radio]") || tabbed;
  if (focus.closest("[role=dialog], [role=listbox], [role=menu]")) return true;
  return key === " " && tabbed && Boolean(focus.closest("button, a, summary"));
}
