// Route: what each layer hands on, a strip of cells for each.

import { element } from "../../browser/dom.js";
import { decimal } from "../../browser/numbers.js";
import { rgb } from "../../browser/theme.js";

const FEW = 10; // units whose numbers stand in their cells

/** @typedef {{label: string, n: number}} Layer one layer, as the worker tells of it */

export class Route {
  constructor() {
    this.element = element("div", { class: "route", "data-testid": "inspector-route" });
    this.key = "";
    /** @type {ReturnType<typeof strip>[]} */
    this.strips = [];
  }

  /**
   * Show the activations of all layers, one after the other in `values`.
   *
   * @param {Layer[]} layers
   * @param {ArrayLike<number>} values
   * @param {Theme} theme
   */
  show(layers, values, theme) {
    const key = JSON.stringify(layers);
    if (key !== this.key) {
      this.key = key;
      this.strips = layers.map(strip);
      this.element.replaceChildren(...this.strips.map(({ line }) => line));
    }
    let at = 0;
    this.strips.forEach((made, i) => {
      const mine = Array.from(values).slice(at, at + layers[i].n);
      at += layers[i].n;
      fill(made, mine, theme);
    });
  }
}

/** @param {Layer} layer */
function strip({ label, n }) {
  const isFew = n <= FEW;
  const cells = Array.from({ length: isFew ? n : 0 }, () => element("span"));
  const canvas = element("canvas", { width: n, height: 1, "aria-hidden": "true" });
  const facts = element("span", { class: "facts" });
  const shown = element("span", { class: "cells" }, ...(isFew ? cells : [canvas]));
  const line = element("div", {}, element("span", { class: "layer" }, label), shown, facts);
  return { line, cells, canvas, facts };
}

/**
 * @param {ReturnType<typeof strip>} made
 * @param {number[]} values
 * @param {Theme} theme
 */
function fill({ line, cells, canvas, facts }, values, theme) {
  const told = summary(values);
  if (facts.textContent !== told) facts.textContent = told;
  line.title = `${values.length} units: ${told}`;
  const most = Math.max(...values.map(Math.abs));
  const [over, under] = [theme.accent, theme.text].map(rgb);
  const inks = values.map((value) => [
    ...(value < 0 ? under : over),
    (0.75 * Math.abs(value)) / most,
  ]);
  if (cells.length) {
    cells.forEach((cell, i) => {
      const text = decimal(values[i], 2);
      if (cell.textContent !== text) cell.textContent = text;
      cell.style.background = `rgb(${inks[i].slice(0, 3).join(" ")} / ${(0.6 * inks[i][3]).toFixed(3)})`;
    });
    return;
  }
  const context = canvas.getContext("2d");
  if (!context) return;
  const image = context.createImageData(values.length, 1);
  inks.forEach(([red, green, blue, share], i) => {
    image.data.set([red, green, blue, Math.round(255 * share)], 4 * i);
  });
  context.putImageData(image, 0, 0);
}

/**
 * Return the range of a layer's values, and how many of them are zero.
 *
 * @param {number[]} values
 */
export function summary(values) {
  const range = [Math.min(...values), Math.max(...values)].map((value) => decimal(value, 2));
  const n = values.filter((value) => value === 0).length;
  return `${range[0]} … ${range[1]}${n ? `, ${n} of ${values.length} are 0` : ""}`;
}
