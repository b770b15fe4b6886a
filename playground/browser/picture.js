// Picture: what a chart shows now, as a file for slides and homework.

import { element } from "./dom.js";
import { saved } from "./page.js";

const SHARP = 2; // pixels of a PNG for each of the page

/** @type {["png" | "svg", string][]} */
const FORMATS = [
  ["png", "PNG"],
  ["svg", "SVG"],
];

/** @typedef {import("./views.js").Open} Open */

/**
 * Return the buttons that save a view's chart.
 *
 * @param {Open} of
 * @param {Latest} latest
 * @param {(error: unknown) => void} failed
 */
export function pictures(of, latest, failed) {
  const { name, label } = of.data;
  const buttons = FORMATS.map(([format, text]) => {
    const made = element("button", { type: "button", title: `Save the chart as ${text}` }, text);
    made.setAttribute("aria-label", `${label} as ${text}`);
    made.onclick = async () => {
      const file = `${name}-epoch-${latest.about?.epoch ?? 0}.${format}`;
      await picture(of, format).then((content) => saved(content, file), failed);
    };
    return made;
  });
  return element("div", { class: "pictures" }, ...buttons);
}

/**
 * Return a view's chart as it is now, at its size on the page.
 *
 * @param {Open} of
 * @param {"png" | "svg"} format
 */
async function picture({ card, view }, format) {
  const { clientWidth: width, clientHeight: height } = card.plot;
  const figure = { data: card.plot.data, layout: whole(card, view.still?.() ?? {}) };
  const scale = format === "png" ? SHARP : 1;
  const address = await Plotly.toImage(figure, { format, width, height, scale });
  return written(address);
}

/**
 * Return what a data address holds, without asking for it: the page's policy forbids that.
 *
 * @param {string} address
 */
export function written(address) {
  const [head, body] = [
    address.slice(5, address.indexOf(",")),
    address.slice(address.indexOf(",") + 1),
  ];
  const type = head.split(";")[0];
  if (!head.endsWith(";base64")) return new Blob([decodeURIComponent(body)], { type });
  return new Blob([Uint8Array.from(atob(body), (letter) => letter.charCodeAt(0))], { type });
}

/**
 * Return a chart's layout with the ground it stands on, and with what lies behind it on a canvas.
 *
 * @param {Card} card
 * @param {object} still what the view itself adds
 */
function whole({ element: made, plot }, still) {
  const { backgroundColor } = getComputedStyle(document.body);
  const ground = backgroundColor === "rgba(0, 0, 0, 0)" ? "white" : backgroundColor;
  const source = made.querySelector("canvas")?.toDataURL();
  const images = (plot.layout.images ?? []).map((/** @type {object} */ image) => ({
    ...image,
    source,
    opacity: 1,
  }));
  return { ...plot.layout, images, paper_bgcolor: ground, ...still };
}
