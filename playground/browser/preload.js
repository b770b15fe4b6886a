// Preload: fetches what takes long, the style sheets and Plotly, at the same time as the board itself.

/** @param {string} name */
const at = (name) => new URL(name, import.meta.url).href;

/**
 * Add an element to the page's head; settles when it has loaded.
 *
 * @param {"link" | "script"} tag
 * @param {Record<string, string>} attributes
 * @returns {Promise<void>}
 */
function add(tag, attributes) {
  const made = Object.assign(document.createElement(tag), attributes);
  document.head.append(made);
  return new Promise((resolve, reject) => {
    made.onload = () => resolve();
    made.onerror = () => {
      made.remove();
      reject(new Error(`${attributes.href ?? attributes.src} could not be fetched`));
    };
  });
}

/** @type {Map<string, Promise<void>>} */
const sheets = new Map();

/**
 * Settles when the style sheet `name`, relative to this file, applies.
 *
 * @param {string} name
 */
export function styled(name) {
  let sheet = sheets.get(name);
  if (!sheet) {
    sheet = add("link", { rel: "stylesheet", href: at(name) });
    sheets.set(name, sheet);
    sheet.catch(() => sheets.delete(name)); // to be tried again
  }
  return sheet;
}

const SHEETS = ["board.css", "bar.css", "panels.css", "timeline.css", "pins.css"];

/** Settles when the board's own style sheets apply. */
export const dressed = () => Promise.all(SHEETS.map(styled));

dressed().catch(() => {}); // who needs them hears of it
add("link", { rel: "preload", as: "script", href: at("plotly.min.js") }).catch(() => {});

/** @type {Promise<void> | null} */
let running = null;

/** Run Plotly, 4.8 MB that keep the browser busy for half a second; it then is a global. */
export function plotted() {
  running ??= add("script", { src: at("plotly.min.js") })
    .then(() => {
      if (!("Plotly" in window)) throw new Error("plotly.min.js is not Plotly");
    })
    .catch((error) => {
      running = null; // to be tried again
      throw error;
    });
  return running;
}
