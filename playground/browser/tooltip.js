// Tooltip: what the network says of the place under the pointer, beside the pointer.

import { element } from "./dom.js";
import { brief, decimal } from "./numbers.js";
import { PART_NAMES } from "./parts.js";
import { Portrait } from "./portrait.js";

const FEW = 6; // outputs that the tooltip lists whole; of more it lists the likeliest
const LIKELIEST = 4;

/**
 * Return a place in words, by the names of the axes; of a single feature there is one.
 *
 * @param {Place} place
 * @param {string[]} axes
 */
export function spelt({ x, y }, axes, between = ", ") {
  return axes.map((name, k) => `${brief(name)} ${decimal([x, y][k], 2)}`).join(between);
}

/**
 * Tell whether each output is a label for itself: the plane then shows one of them.
 *
 * @param {Latest} latest
 */
export const isMultilabel = ({ data }) => (data?.train.y[0].length ?? 1) > 1;

export class Tooltip {
  /**
   * @param {HTMLElement} made
   * @param {HTMLElement} root the board, in which it moves
   */
  constructor(made, root) {
    this.element = made;
    this.root = root;
    this.portrait = new Portrait();
    this.pointer = { x: 0, y: 0 };
    root.addEventListener("pointermove", ({ clientX, clientY }) => {
      this.pointer = { x: clientX, y: clientY };
    });
  }

  /**
   * Write it, or hide it while nothing is pointed at.
   *
   * @param {Shown} context
   * @param {string} ink
   */
  tell(context, ink) {
    const { hovered } = context.selection;
    if (!hovered) {
      this.element.hidden = true;
      return;
    }
    const { latest } = context;
    const lines = likeliest(context);
    if (hovered.point !== null) {
      lines.push(element("div", { class: "point" }, described(context, hovered.point)));
      if (this.portrait.show(context, hovered.point, ink)) lines.push(this.portrait.element);
    }
    const where = element("div", { class: "place" }, spelt(hovered, latest.axes, "   "));
    this.element.replaceChildren(where, ...lines);
    this.#follow();
  }

  #follow() {
    this.element.hidden = false;
    const box = this.root.getBoundingClientRect();
    const { x, y } = this.pointer;
    const { offsetWidth: width, offsetHeight: height } = this.element;
    const left = x - box.left + (box.right - x > width + 24 ? 16 : -16 - width);
    const top = Math.min(y - box.top + 16, box.height - height - 4);
    this.element.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
  }
}

/** @typedef {Pick<Context, "selection" | "latest" | "names">} Shown */

/**
 * Lines of the outputs at the probed place, the predicted in bold; of labels all that are on.
 *
 * @param {Shown} context
 */
function likeliest({ latest, names: { outputs } }) {
  const proba = Array.from(latest.proba);
  const threshold = latest.about?.threshold ?? 0.5;
  const most = Math.max(...proba);
  const labels = isMultilabel(latest);
  const ranked = Array.from(proba.keys());
  if (proba.length > FEW) ranked.sort((i, k) => proba[k] - proba[i]).splice(LIKELIEST);
  return ranked.map((k) => {
    const isOver = proba[labels ? k : 1] >= threshold;
    const best = labels ? isOver : proba.length === 2 ? isOver === (k === 1) : proba[k] === most;
    const number = element("span", { class: "number" }, decimal(proba[k], 3));
    return element("div", { class: best ? "best" : "" }, `${outputs[k]} `, number);
  });
}

/**
 * @param {Shown} context
 * @param {number} point
 */
function described({ latest: { points, predicted }, names: { classes } }, point) {
  if (!points) return "";
  const part = PART_NAMES[points.part[point]];
  const label = points.label[point];
  const isWrong = predicted && predicted[point] !== label;
  return `${part} point of ${classes[label]}${isWrong ? ", misclassified" : ""}`;
}
