// Plotly: what the board relies on beyond Plotly's public interface, each with its way round.
//
// A newer Plotly may draw other elements or keep its axes elsewhere. Then the functions here return
// null, and the charts go the slower public way; tests notice it, and try that way too.

/**
 * The pixels of a pair of axes: `left` and `top` from the plot's corner, `x` and `y` the ranges.
 *
 * @typedef {object} Frame
 * @property {number} left
 * @property {number} top
 * @property {number} width
 * @property {number} height
 * @property {[number, number]} x
 * @property {[number, number]} y
 */

/** @param {PlotElement} plot @returns {any} */
const full = (plot) => /** @type {any} */ (plot)._fullLayout;

/**
 * Return where a plot's first axes are; read off what is drawn where Plotly doesn't tell.
 *
 * @param {PlotElement} plot
 * @returns {Frame | null}
 */
export function axes(plot) {
  const { xaxis, yaxis } = full(plot) ?? {};
  if (typeof xaxis?._offset !== "number" || typeof yaxis?._length !== "number") return drawn(plot);
  return {
    left: xaxis._offset,
    top: yaxis._offset,
    width: xaxis._length,
    height: yaxis._length,
    x: xaxis.range,
    y: yaxis.range,
  };
}

/**
 * Tell whether both axes have one scale, as `scaleanchor` wants it.
 *
 * @param {PlotElement} plot
 */
function isEven(plot) {
  const frame = axes(plot);
  if (!frame) return true;
  const [across, up] = [frame.x, frame.y].map(([from, to]) => Math.abs(to - from));
  return Math.abs((frame.width * up) / (frame.height * across) - 1) < 0.01;
}

/**
 * Tell whether the axes have one scale, or need not have it.
 *
 * @param {PlotElement} plot
 */
export function isTrue(plot) {
  return plot.layout.yaxis?.scaleanchor !== "x" || isEven(plot);
}

/**
 * Return where the first axes are, read off what is drawn.
 *
 * @param {PlotElement} plot
 * @returns {Frame | null}
 */
export function drawn(plot) {
  const area = plot.querySelector(".draglayer .nsewdrag")?.getBoundingClientRect();
  const { xaxis, yaxis } = plot.layout;
  if (!area?.width || !xaxis?.range || !yaxis?.range) return null;
  const { left, top } = plot.getBoundingClientRect();
  const { width, height } = area;
  const corner = { left: area.left - left, top: area.top - top };
  return { ...corner, width, height, x: xaxis.range, y: yaxis.range };
}

/**
 * Return the pixels of a place, from the corner of the axes.
 *
 * @param {Frame} frame
 * @param {number} x
 * @param {number} y
 */
export function pixels({ width, height, x: [left, right], y: [bottom, top] }, x, y) {
  return {
    across: ((x - left) / (right - left)) * width,
    down: ((top - y) / (top - bottom)) * height,
  };
}

/**
 * Return the place under pixels from the corner of the axes.
 *
 * @param {Frame} frame
 * @param {number} across
 * @param {number} down
 */
export function place({ width, height, x: [left, right], y: [bottom, top] }, across, down) {
  return {
    x: left + (across / width) * (right - left),
    y: top - (down / height) * (top - bottom),
  };
}

/**
 * Return the drawn bars of a plot with one horizontal bar trace of `n` bars, null if not all are.
 *
 * @param {PlotElement} plot
 * @param {number} n
 */
export function bars(plot, n) {
  const paths = plot.querySelectorAll(".bars .point path");
  if (paths.length !== n) return null;
  const all = [...paths].map((path) => [path, BAR.exec(path.getAttribute("d") ?? "")]);
  if (!all.every(([, parts]) => parts)) return null;
  return /** @type {[SVGPathElement, RegExpExecArray][]} */ (all);
}

const BAR = /^M[^,]+,([^V]+)V([^H]+)H/;

/**
 * Give a bar, as `bars` returns it, another length in pixels.
 *
 * @param {[SVGPathElement, RegExpExecArray]} bar
 * @param {number} length
 */
export function stretch([path, [, top, bottom]], length) {
  path.setAttribute("d", `M0,${top}V${bottom}H${length}V${top}Z`);
}

/**
 * Return the drawn texts of each scatter trace, in order.
 *
 * @param {PlotElement} plot
 */
export function texts(plot) {
  const traces = [...plot.querySelectorAll(".scatterlayer .trace")];
  return traces.map((trace) => trace.querySelectorAll("text"));
}

/**
 * Return a heatmap's drawing of n × n cells: its image, the texts in its cells, and the pixel at
 * which each cell's edge lies in the image; null if not all is there.
 *
 * @param {PlotElement} plot
 * @param {number} n
 */
export function heatmap(plot, n) {
  const image = /** @type {SVGImageElement | null} */ (plot.querySelector(".hm image"));
  /** @type {NodeListOf<SVGTextElement>} */
  const labels = plot.querySelectorAll(".hm .heatmap-label text");
  const href = image?.getAttributeNode("href") ?? null;
  const { xaxis, yaxis } = full(plot) ?? {};
  if (!image || !href || labels.length !== n ** 2 || !xaxis?.c2p || !yaxis?.c2p) return null;
  const [left, top] = [image.x.baseVal.value, image.y.baseVal.value];
  /** @param {any} axis @param {number} start */
  const edges = (axis, start) =>
    Array.from({ length: n + 1 }, (_, k) => Math.round(axis.c2p(k - 0.5)) - start);
  const { width, height } = image;
  return {
    href, // in Plotly's namespace
    labels,
    size: [width.baseVal.value, height.baseVal.value],
    across: edges(xaxis, left),
    down: edges(yaxis, top),
  };
}
