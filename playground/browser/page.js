// Page: what the board needs of the page around it, and of the browser.

import { element } from "./dom.js";

const MOMENT = 1600; // milliseconds for which something is pointed at

/** Point for a moment at the control of the field `name`. */
export function pointAt(name) {
  const control = document.querySelector(`.st-key-${CSS.escape(name)}`);
  if (control) flash(control);
}

function flash(control) {
  control.dataset.changed = "";
  setTimeout(() => delete control.dataset.changed, MOMENT);
}

/** Return the control of the field `name`, null when the page doesn't have it now. */
export function controlOf(name) {
  const field = CSS.escape(name);
  const keys = ["live_", "lines_", ""].map((prefix) => `.st-key-${prefix}${field}`);
  return document.querySelector(keys.join(", "));
}

/** Bring the control of the field `name` into view, open what hides it, and point at it. */
export function showControl(name) {
  const control = controlOf(name);
  if (!control) return;
  for (let closed; (closed = control.closest("details:not([open])")); ) {
    closed.querySelector("summary").click();
    if (!closed.open) break; // it opens when it has been drawn again
  }
  requestAnimationFrame(() => {
    const smooth = !matchMedia("(prefers-reduced-motion: reduce)").matches;
    control.scrollIntoView({ block: "center", behavior: smooth ? "smooth" : "instant" });
    flash(control);
  });
}

/** Copy the page's address; `button` says how it went. */
export async function copyAddress(button) {
  const name = button.title;
  button.title = (await copied(location.href)) ? "Copied" : "Could not copy";
  button.dataset.said = button.title;
  setTimeout(() => {
    button.title = name;
    delete button.dataset.said;
  }, MOMENT);
  return button.title;
}

async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copiedOldWay(text); // without https there is no clipboard
  }
}

function copiedOldWay(text) {
  const field = element("textarea", { class: "unseen" });
  field.value = text;
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  return done;
}

/** Return what this browser remembers under `name`, null for nothing. */
export function remembered(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null; // storage may be forbidden
  }
}

/** Remember `value` under `name`, in this browser. */
export function remember(name, value) {
  try {
    localStorage.setItem(name, value);
  } catch {
    // the choice then lasts as long as the page
  }
}
