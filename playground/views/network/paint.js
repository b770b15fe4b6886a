// Paint: a graph on its canvas. Signs have colours that no class has: teal is up, brown is down.

import { mixed, rgb } from "../../browser/theme.js";
import { bend } from "./layout.js";

/** @typedef {import("./layout.js").Layout} Layout */
/** @typedef {import("./layout.js").Line} Line */

const LIGHT = { up: "#01776d", down: "#9c5a0a" };
const DARK = { up: "#5ac8bb", down: "#c9a06a" };
const WIDEST = 5; // pixels
const ZERO = 128; // the level of a picture that stands for 0
const FAINT = 0.08; // what is left of lines that dropout has cut

/**
 * Return the colours of a theme: of signs, and of each level of a picture.
 *
 * @param {Theme} theme
 */
export function inks({ dark, ground }) {
  const signs = dark ? DARK : LIGHT;
  const [middle, up, down] = [ground, signs.up, signs.down].map(rgb);
  const levels = Uint32Array.from({ length: 256 }, (_, level) => {
    const share = Math.min(1, Math.abs(level - ZERO) / (ZERO - 1));
    const [red, green, blue] = mixed(middle, level < ZERO ? down : up, share);
    return (255 << 24) | (blue << 16) | (green << 8) | red;
  });
  return { ...signs, levels };
}

/**
 * Draw lines as wide as their numbers are large beside `scale`.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {Layout} at
 * @param {Line[]} lines
 * @param {ArrayLike<number>} numbers
 * @param {number} scale
 * @param {{up: string, down: string}} colours
 * @param {(line: Line) => boolean} isCut
 */
export function drawLines(context, at, lines, numbers, scale, colours, isCut) {
  lines.forEach((line, i) => {
    const share = Math.min(1, Math.abs(numbers[i]) / scale);
    if (!(share > 0)) return; // nothing, or no number
    context.strokeStyle = numbers[i] > 0 ? colours.up : colours.down;
    context.lineWidth = 0.5 + WIDEST * share;
    context.globalAlpha = isCut(line) ? FAINT : 0.2 + 0.7 * share;
    const [x, y, ...rest] = bend(at, line);
    context.beginPath();
    context.moveTo(x, y);
    context.bezierCurveTo(rest[0], rest[1], rest[2], rest[3], rest[4], rest[5]);
    context.stroke();
  });
  context.globalAlpha = 1;
}

/** Pictures of units, one below the other, on a canvas of their own. */
export class Strip {
  constructor() {
    this.canvas = document.createElement("canvas");
    /** @type {ImageData | null} */
    this.image = null;
    this.size = [0, 0]; // rows and columns of one
  }

  /**
   * Take pictures (n, rows × columns); `isUp` where the first row is the lowest.
   *
   * @param {Tensor} pictures
   * @param {number[]} size
   * @param {Uint32Array} levels
   * @param {boolean} isUp
   */
  take({ data, shape: [n] }, size, levels, isUp) {
    const [rows, columns] = size;
    const { canvas } = this;
    const context = canvas.getContext("2d");
    if (!context) return;
    if (!this.image || canvas.width !== columns || canvas.height !== n * rows) {
      Object.assign(canvas, { width: columns, height: n * rows });
      this.image = context.createImageData(columns, n * rows);
    }
    this.size = size;
    const words = new Uint32Array(this.image.data.buffer);
    for (let line = 0; line < n * rows; line++) {
      const row = line % rows;
      const from = (line - row + (isUp ? rows - 1 - row : row)) * columns;
      for (let i = 0; i < columns; i++) words[line * columns + i] = levels[data[from + i]];
    }
    context.putImageData(this.image, 0, 0);
  }

  /**
   * Draw picture `i` into a square around (x, y).
   *
   * @param {CanvasRenderingContext2D} context
   * @param {number} i
   * @param {number} x
   * @param {number} y
   * @param {number} side
   */
  draw(context, i, x, y, side) {
    const [rows, columns] = this.size;
    const [left, top] = [x - side / 2, y - side / 2];
    context.drawImage(this.canvas, 0, i * rows, columns, rows, left, top, side, side);
  }
}

/**
 * Cross out what dropout has left out.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {Theme} theme
 * @param {number} x
 * @param {number} y
 * @param {number} side
 */
export function cross(context, { ground, text }, x, y, side) {
  const half = side / 2;
  context.globalAlpha = 0.7;
  context.fillStyle = ground;
  context.fillRect(x - half, y - half, side, side);
  context.globalAlpha = 1;
  context.strokeStyle = text;
  context.lineWidth = 1.5;
  context.beginPath();
  context.moveTo(x - half, y - half);
  context.lineTo(x + half, y + half);
  context.moveTo(x + half, y - half);
  context.lineTo(x - half, y + half);
  context.stroke();
}
