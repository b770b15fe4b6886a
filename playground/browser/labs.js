// Labs: the ways to them from the board and its controls, followed without loading the page anew.

import { element } from "./dom.js";

/**
 * Return the link to a lab, if there is one.
 *
 * @param {Partial<Way> | undefined} way
 */
export function wayTo({ href, label } = {}) {
  if (!href) return [];
  return [element("a", { class: "link", href, title: `Lab: ${label}` }, "Lab")];
}

/**
 * Follow a link to a lab in place: the tab's session and its runs go on, and Back leads to them.
 *
 * Streamlit heeds the browser's history: what it finds there after popstate is the page it shows.
 * Who holds a key gets a new tab or window, as with any link.
 *
 * @param {MouseEvent} event
 */
export function follow(event) {
  const { target, button, ctrlKey, metaKey, shiftKey, altKey } = event;
  if (event.defaultPrevented || button !== 0 || ctrlKey || metaKey || shiftKey || altKey) return;
  const link = target instanceof Element && target.closest("a[href^='labs?lab=']");
  if (!(link instanceof HTMLAnchorElement)) return;
  event.preventDefault();
  history.pushState(null, "", link.href);
  dispatchEvent(new PopStateEvent("popstate"));
}
