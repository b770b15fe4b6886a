// Hint: on the first visit, one line that says what the charts answer to. It goes when that was tried.

import { element } from "./dom.js";
import { remember, remembered } from "./page.js";

const SEEN = "playground-seen";
const MOUSE =
  "Hover the plane: outputs there · click a cell: its points · drag: zoom · double-click: all";
const TOUCH = "Tap the plane: outputs there · tap a cell: its points";

/**
 * Show the hint in `line` on this browser's first visit; a press in `charts` ends it.
 *
 * @param {HTMLElement} line
 * @param {HTMLElement} charts
 */
export function hint(line, charts) {
  if (remembered(SEEN)) return;
  remember(SEEN, "1");
  const close = element("button", { type: "button", class: "close", "aria-label": "Dismiss" }, "×");
  const end = () => {
    line.hidden = true;
  };
  close.onclick = end;
  charts.addEventListener("pointerdown", end, { capture: true, once: true });
  line.append(matchMedia("(pointer: coarse)").matches ? TOUCH : MOUSE, close);
  line.hidden = false;
}
