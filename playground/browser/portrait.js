// Picture: a point that is itself a small picture, with its true and its predicted class.

import { element } from "./dom.js";
import { rgb } from "./theme.js";

const DARKEST = 16; // the pixels' greatest value

/** Return an element with `draw(picture, theme)` and `say(lines)`. */
export function frame() {
  const canvas = element("canvas", { width: 8, height: 8, role: "img", "aria-label": "The point" });
  const words = element("div", { class: "words" });
  const made = element("div", { class: "picture" }, canvas, words);
  made.hidden = true;
  made.draw = (picture, ink) => paint(canvas, picture, ink);
  made.say = (lines) => words.replaceChildren(...lines.map((line) => element("div", {}, line)));
  return made;
}

// Ink on nothing, so that it reads on light and on dark ground.
function paint(canvas, { data, shape: [height, width] }, ink) {
  Object.assign(canvas, { width, height });
  const context = canvas.getContext("2d");
  const image = context.createImageData(width, height);
  const [red, green, blue] = rgb(ink);
  for (let i = 0; i < data.length; i++) {
    const share = Math.min(Math.max(data[i] / DARKEST, 0), 1);
    image.data.set([red, green, blue, Math.round(255 * share)], 4 * i);
  }
  context.putImageData(image, 0, 0);
}
