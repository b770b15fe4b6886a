// Table: all parameters of the network, a line each, with what their numbers are like.

import { element } from "../../browser/dom.js";
import { decimal } from "../../browser/numbers.js";

const COLUMNS = ["parameter", "shape", "histogram", "mean", "sd", "‖gradient‖", "least", "largest"];
const [WIDTH, HEIGHT] = [96, 18]; // of a histogram, in units of its own
const SVG = "http://www.w3.org/2000/svg";

/**
 * Return a number as short as it can be read.
 *
 * @param {number | null | undefined} number
 */
export function brief(number) {
  if (number === null || number === undefined || Number.isNaN(number)) return "–";
  const size = Math.abs(number);
  if (size && (size < 0.001 || size >= 1e5)) return number.toExponential(1).replace("-", "−");
  return decimal(number, size < 10 ? 4 : 2);
}

/**
 * Return the outline of counts as bars, for a box of WIDTH × HEIGHT.
 *
 * @param {ArrayLike<number>} counts
 */
export function outline(counts) {
  const most = Math.max(...Array.from(counts), 1);
  const step = WIDTH / counts.length;
  const bars = Array.from(counts).map((count, i) => {
    const top = HEIGHT * (1 - count / most);
    return `L${round(i * step)},${round(top)}H${round((i + 1) * step)}`;
  });
  return `M0,${HEIGHT}${bars.join("")}V${HEIGHT}Z`;
}

/** @param {number} number */
const round = (number) => Math.round(10 * number) / 10;

export class ParameterTable {
  constructor() {
    this.body = element("tbody");
    const head = element("tr");
    for (const name of COLUMNS) head.append(element("th", { scope: "col" }, name));
    this.table = element("table", { "data-testid": "parameters" }, element("thead", {}, head));
    this.table.append(this.body);
    /** @type {{cells: HTMLTableCellElement[], path: SVGPathElement, zero: SVGLineElement}[]} */
    this.lines = [];
    this.key = "";
  }

  /**
   * Write the numbers (n, 5) and the histograms (n, bins) of all parameters.
   *
   * @param {Arrays} arrays
   * @param {{names: string[], shapes: number[][]}} told
   */
  draw({ parameters, bins }, { names, shapes }) {
    this.#build(names, shapes);
    this.lines.forEach(({ cells, path, zero }, i) => {
      const numbers = Array.from(parameters.data.subarray(5 * i, 5 * i + 5));
      numbers.forEach((number, column) => {
        cells[column].textContent = brief(number);
      });
      const width = bins.shape[1];
      path.setAttribute("d", outline(bins.data.subarray(i * width, (i + 1) * width)));
      const [least, largest] = [numbers[2], numbers[3]];
      const isIn = least < 0 && largest > 0;
      const at = String(isIn ? round((WIDTH * -least) / (largest - least)) : -1);
      zero.setAttribute("x1", at);
      zero.setAttribute("x2", at);
    });
  }

  /**
   * @param {string[]} names
   * @param {number[][]} shapes
   */
  #build(names, shapes) {
    const key = JSON.stringify([names, shapes]);
    if (key === this.key) return;
    this.key = key;
    const made = names.map((name, i) => line(name, shapes[i]));
    this.body.replaceChildren(...made.map((one) => one.row));
    this.lines = made;
  }
}

/**
 * @param {string} name
 * @param {number[]} shape
 */
function line(name, shape) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", `0 0 ${WIDTH} ${HEIGHT}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  const zero = document.createElementNS(SVG, "line");
  zero.setAttribute("y2", String(HEIGHT));
  svg.append(path, zero);
  const cells = Array.from({ length: 5 }, () => element("td"));
  const [mean, sd, least, largest, norm] = cells;
  const title = "Equal parts between least and largest; the line is at 0";
  const row = element(
    "tr",
    {},
    element("th", { scope: "row" }, name),
    element("td", {}, shape.join(" × ")),
    ...[element("td", { title }, svg), mean, sd, norm, least, largest],
  );
  return { row, cells: [mean, sd, least, largest, norm], path, zero };
}
