// Portrait: a point that is itself a small picture, with its true and its predicted class.

import { element } from "./dom.js";
import { rgb } from "./theme.js";

const DARKEST = 16; // the pixels' greatest value

export class Portrait {
  constructor() {
    this.canvas = element("canvas", {
      width: 8,
      height: 8,
      role: "img",
      "aria-label": "The point",
    });
    this.words = element("div", { class: "words" });
    this.element = element("div", { class: "portrait" }, this.canvas, this.words);
    this.element.hidden = true;
  }

  /**
   * Draw the point in row `point` as what it is, if that is known; tell whether.
   *
   * @param {Pick<Context, "latest" | "names">} context
   * @param {number | null} point
   * @param {string} ink
   */
  show({ latest, names: { classes } }, point, ink) {
    const { picture, about, points, predicted } = latest;
    if (point === null || !picture || about?.probe.point !== point || !points) return false;
    this.element.hidden = false;
    paint(this.canvas, picture, ink);
    const guess = classes[predicted?.[point] ?? -1] ?? "–";
    this.say([`true ${classes[points.label[point]]}`, `predicted ${guess}`]);
    return true;
  }

  /** @param {string[]} lines */
  say(lines) {
    this.words.replaceChildren(...lines.map((line) => element("div", {}, line)));
  }
}

/**
 * Paint a small picture: ink on nothing, so that it reads on light and on dark ground.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {Tensor} picture
 * @param {string} ink
 */
export function paint(canvas, { data, shape: [height, width] }, ink) {
  Object.assign(canvas, { width, height });
  const context = canvas.getContext("2d");
  if (!context) return;
  const image = context.createImageData(width, height);
  const [red, green, blue] = rgb(ink);
  for (let i = 0; i < data.length; i++) {
    const share = Math.min(Math.max(data[i] / DARKEST, 0), 1);
    image.data.set([red, green, blue, Math.round(255 * share)], 4 * i);
  }
  context.putImageData(image, 0, 0);
}
