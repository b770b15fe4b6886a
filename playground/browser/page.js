// Page: what the board needs of the page around it, and of the browser.

import { element } from "./dom.js";

const MOMENT = 1600; // milliseconds for which something is pointed at
const FRAMES = 30; // pictures after which what doesn't move is as much in view as it can be

/**
 * Point for a moment at the control of the field `name`.
 *
 * @param {string} name
 */
export function pointAt(name) {
  const control = document.querySelector(`.st-key-${CSS.escape(name)}`);
  if (control instanceof HTMLElement) flash(control);
}

/** @param {HTMLElement} control */
function flash(control) {
  control.dataset.changed = "";
  setTimeout(() => delete control.dataset.changed, MOMENT);
}

/**
 * Return the control of the field `name`, null when the page doesn't have it now.
 *
 * @param {string} name
 * @returns {HTMLElement | null}
 */
export function controlOf(name) {
  const field = CSS.escape(name);
  const keys = ["live_", "lines_", ""].map((prefix) => `.st-key-${prefix}${field}`);
  return document.querySelector(keys.join(", "));
}

/**
 * Bring the control of the field `name` into view, open what hides it, and point at it.
 *
 * @param {string} name
 */
export function showControl(name) {
  const control = controlOf(name);
  if (!control) return;
  for (;;) {
    const closed = /** @type {HTMLDetailsElement | null} */ (
      control.closest("details:not([open])")
    );
    if (!closed) break;
    closed.querySelector("summary")?.click();
    if (!closed.open) break; // it opens when it has been drawn again
  }
  bring(control);
}

/**
 * Scroll until `control` is in view, and point at it then.
 *
 * What hid it opens in its own time and moves it meanwhile, and a new layout may break a scroll
 * off: whenever it has come to rest out of view, it is scrolled to again, until the visitor acts.
 *
 * @param {HTMLElement} control
 */
function bring(control) {
  const smooth = !matchMedia("(prefers-reduced-motion: reduce)").matches;
  const acted = new AbortController();
  for (const act of ["wheel", "touchstart", "pointerdown", "keydown"])
    document.addEventListener(act, () => acted.abort(), { signal: acted.signal, capture: true });
  let last = { top: Number.NaN, height: Number.NaN };
  let still = 0;
  const look = () => {
    if (acted.signal.aborted || !control.isConnected) return acted.abort();
    const { top, bottom, height } = control.getBoundingClientRect();
    const rests = top === last.top && height === last.height && height > 0;
    still = rests ? still + 1 : 0;
    if (rests && ((top >= 0 && bottom <= innerHeight) || still > FRAMES)) {
      acted.abort();
      return flash(control);
    }
    last = { top, height };
    if (rests) control.scrollIntoView({ block: "center", behavior: smooth ? "smooth" : "instant" });
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

/**
 * The root's font size is the page's unit: controls, numbers and charts grow together.
 *
 * @param {boolean} on
 */
export function setLarge(on) {
  document.documentElement.classList.toggle("playground-large", on);
}

/**
 * Hand the theme's colours on to the page, where Streamlit names none.
 *
 * @param {Theme} theme
 */
export function paint({ ground, text, accent }) {
  const { style } = document.documentElement;
  const colours = { ground, text, accent };
  for (const [name, colour] of Object.entries(colours))
    style.setProperty(`--playground-${name}`, colour);
}

/**
 * Copy the page's address, of a second board that of its own experiment; `button` says how it went.
 *
 * @param {HTMLElement} button
 * @param {BoardData} data
 */
export async function copyAddress(button, { side, query }) {
  const name = button.title;
  const address = side === "B" ? new URL(`./?${query}`, document.baseURI).href : location.href;
  button.title = (await copied(address)) ? "Copied" : "Could not copy";
  button.dataset.said = button.title;
  setTimeout(() => {
    button.title = name;
    delete button.dataset.said;
  }, MOMENT);
  return button.title;
}

/** @param {string} text */
async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copiedOldWay(text); // without https there is no clipboard
  }
}

/** @param {string} text */
function copiedOldWay(text) {
  const field = element("textarea", { class: "unseen" });
  field.value = text;
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  return done;
}

/**
 * Let the visitor save what is here as a file.
 *
 * @param {Blob} content
 * @param {string} name
 */
export function saved(content, name) {
  const href = URL.createObjectURL(content);
  element("a", { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), MOMENT); // the browser has it by then
}

/**
 * Return what this browser remembers under `name`, null for nothing.
 *
 * @param {string} name
 */
export function remembered(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null; // storage may be forbidden
  }
}

/**
 * Remember `value` under `name`, in this browser.
 *
 * @param {string} name
 * @param {string} value
 */
export function remember(name, value) {
  try {
    localStorage.setItem(name, value);
  } catch {
    // the choice then lasts as long as the page
  }
}
