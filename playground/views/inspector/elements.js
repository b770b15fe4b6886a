// Elements: what the inspector's card is made of, built once.

import { element } from "../../browser/dom.js";

/** What is changed below the steps changes what is looked at only. */
export const ASIDE = "only looked at, no part of training";

const NOTHING =
  "Nothing is pinned. Click a place or a point of the decision boundary, or a point of a list; or " +
  "press “Pin a place” and move it with the arrow keys.";

/** @typedef {ReturnType<typeof build>} Elements */

/**
 * Fill a card and return its parts by name.
 *
 * @param {Card} card
 */
export function build(card) {
  const parts = {
    where: element("div", { class: "where" }),
    pin: element("button", { type: "button", class: "pin" }, "Pin a place"),
    empty: element("p", { class: "empty" }, NOTHING),
    picture: element("canvas", { width: 8, height: 8, class: "picture", hidden: "" }),
    top: element("div", { class: "top" }),
    remark: element("p", { class: "note" }),
    loss: element("p", { class: "loss", "data-testid": "inspector-loss" }),
    body: element("div", { class: "body", hidden: "" }),
    slider: element("input", { type: "range", min: -1, max: 1, step: 0.05, value: 0 }),
    degree: element("output", {}, "1.00"),
    controls: element("div", { class: "controls", hidden: "" }),
  };
  parts.picture.setAttribute("role", "img");
  parts.picture.setAttribute("aria-label", "The point");
  parts.slider.setAttribute("aria-label", `Temperature, ${ASIDE}`);
  const aside = element("span", { class: "aside" }, ASIDE);
  const slider = element("label", {}, "Temperature T", parts.slider, parts.degree, aside);
  parts.controls.append(slider);
  parts.top.append(parts.picture);
  card.head.append(parts.where, parts.pin);
  card.plot.append(parts.empty, parts.body);
  card.element.append(parts.controls);
  return parts;
}

/**
 * Put a text into an element, if it holds another.
 *
 * @param {HTMLElement} place
 * @param {string} text
 */
export function put(place, text) {
  if (place.textContent !== text) place.textContent = text;
}
