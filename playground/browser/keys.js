// Keys: space, s and r steer the run, unless they are being typed or a control wants them.

const TAKEN = "input, textarea, select, [contenteditable], [role=slider], [role=combobox]";

let tabbed = false; // whether the keyboard moved the focus last

/** Call `actions[key]()` on presses of its key; return a function that stops it. */
export function listen(actions) {
  const onkeydown = (event) => {
    if (event.key === "Tab") tabbed = true;
    const action = actions[event.key];
    if (!action || event.ctrlKey || event.metaKey || event.altKey || taken(event)) return;
    event.preventDefault();
    event.stopImmediatePropagation(); // Streamlit would run the script again on "r"
    if (!event.repeat) action(event);
  };
  const onkeyup = (event) => {
    // A button under the focus would be pressed by the space bar's way up.
    if (event.key === " " && actions[" "] && !taken(event)) event.preventDefault();
  };
  const onpointerdown = () => (tabbed = false);
  window.addEventListener("keydown", onkeydown, true);
  window.addEventListener("keyup", onkeyup, true);
  window.addEventListener("pointerdown", onpointerdown, true);
  return () => {
    window.removeEventListener("keydown", onkeydown, true);
    window.removeEventListener("keyup", onkeyup, true);
    window.removeEventListener("pointerdown", onpointerdown, true);
  };
}

/** Call `action()` on presses of mouse or key on other things than `board`; return what stops it. */
export function elsewhere(board, action) {
  const onpress = ({ target }) => target !== document.body && !board.contains(target) && action();
  const types = ["pointerdown", "keydown"];
  types.forEach((type) => window.addEventListener(type, onpress, true));
  return () => types.forEach((type) => window.removeEventListener(type, onpress, true));
}

// A button reached with Tab keeps its space bar; one that was clicked does not.
function taken({ key, target }) {
  const focus = target instanceof Element ? target : document.body;
  if (focus.closest(TAKEN)) return !focus.matches("input[type=radio]") || tabbed;
  if (focus.closest("[role=dialog], [role=listbox], [role=menu]")) return true;
  return key === " " && tabbed && Boolean(focus.closest("button, a, summary"));
}
