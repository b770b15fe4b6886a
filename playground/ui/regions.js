// Regions: the boundary picture. Class colour × confidence, one cell after the other.

import { rgb } from "./theme.js";

const FAINTEST = 26; // opacity (of 255) where classes tie
const STRONGEST = 128; // and where the network is sure

export class Regions {
  constructor(colours) {
    this.colours = colours.map(rgb);
    this.canvas = document.createElement("canvas");
    this.context = this.canvas.getContext("2d");
  }

  /** Return the picture of `grid` (rows, columns, classes), uint8, row 0 lowest; null if blank. */
  paint({ data, shape: [rows, columns, classes] }) {
    const image = this.#image(columns, rows);
    const floor = 255 / classes;
    let seen = 0;
    for (let row = 0, cell = 0; row < rows; row++) {
      let pixel = (rows - 1 - row) * columns * 4;
      for (let column = 0; column < columns; column++, cell += classes, pixel += 4) {
        let best = 0;
        for (let k = 1; k < classes; k++) if (data[cell + k] > data[cell + best]) best = k;
        const most = data[cell + best];
        const sure = Math.max(0, (most - floor) / (255 - floor));
        const colour = this.colours[best];
        image.data[pixel] = colour[0];
        image.data[pixel + 1] = colour[1];
        image.data[pixel + 2] = colour[2];
        image.data[pixel + 3] = FAINTEST + (STRONGEST - FAINTEST) * sure;
        seen |= most;
      }
    }
    if (seen === 0) return null; // not a number anywhere
    this.context.putImageData(image, 0, 0);
    return this.canvas.toDataURL();
  }

  #image(width, height) {
    if (this.canvas.width !== width || this.canvas.height !== height || !this.image) {
      Object.assign(this.canvas, { width, height });
      this.image = this.context.createImageData(width, height);
    }
    return this.image;
  }
}
