// Bundle: the board's own modules, styles and Plotly in one HTML file that asks nobody for anything.

import { squeezed } from "./reel.js";

const HERE = import.meta.url;
const ROOT = new URL("..", HERE).href; // names of modules are relative to it
const IMPORTED = /((?:from|import)\s*)"(\.{1,2}\/[^"]+)"/g;
const PLAYER = "browser/player.js";
const STYLES = ["browser/board.css", "browser/panels.css", "browser/player.css"];

/** Nothing may be fetched: what the browser itself holds a film to. */
const POLICY =
  "default-src 'none'; script-src 'unsafe-inline' data:; style-src 'unsafe-inline'; img-src data:";

/**
 * What a film holds beside its frames.
 *
 * @typedef {object} Film
 * @property {string} title
 * @property {string} address where the experiment is
 * @property {Record<string, string>} versions of what made the numbers, by name
 * @property {string} note what is to be known of the frames
 * @property {ViewData[]} views
 * @property {Names} names
 * @property {boolean} pictured
 */

/**
 * Return a film as HTML; `reel` are its frames, squeezed.
 *
 * @param {Film} film
 * @param {string} reel
 */
export async function bundled(film, reel) {
  const names = [PLAYER, ...film.views.map(({ name }) => `views/${name}/view.js`)];
  const [modules, plotly, sheets] = await Promise.all([
    gathered(names),
    fetched("browser/plotly.min.js").then((text) => squeezed(new TextEncoder().encode(text))),
    Promise.all([...STYLES, ...sheetsOf(film.views)].map(fetched)),
  ]);
  return page({ film, reel, modules, plotly, styles: sheets.join("\n") });
}

/** @param {ViewData[]} views */
const sheetsOf = (views) =>
  views.flatMap(({ name, files }) => (files.styles ? [`views/${name}/view.css`] : []));

/** @param {string} name */
async function fetched(name) {
  const response = await fetch(ROOT + name);
  if (!response.ok) throw new Error(`${name} could not be fetched`);
  return response.text();
}

/**
 * Return the sources of modules and of all that they import, which they import by name.
 *
 * @param {string[]} names
 */
async function gathered(names) {
  /** @type {Map<string, string>} */
  const sources = new Map();
  /** @param {string} name @returns {Promise<void>} */
  const gather = async (name) => {
    if (sources.has(name)) return;
    sources.set(name, ""); // on its way
    const { source, imports } = named(await fetched(name), name);
    sources.set(name, source);
    await Promise.all(imports.map(gather));
  };
  await Promise.all(names.map(gather));
  return sources;
}

/**
 * Return a module's source with what it imports called by names instead of places, and the names.
 *
 * @param {string} text
 * @param {string} name of the module
 */
export function named(text, name) {
  /** @type {string[]} */
  const imports = [];
  const source = text.replace(IMPORTED, (_, word, place) => {
    const { pathname } = new URL(place, `file:///${name}`);
    imports.push(pathname.slice(1));
    return `${word}"${pathname.slice(1)}"`;
  });
  return { source, imports };
}

/**
 * Return the page. Only the title and what is JSON holds anybody's words: both are escaped.
 *
 * @param {{film: Film, reel: string, modules: Map<string, string>, plotly: string, styles: string}} parts
 */
export function page({ film, reel, modules, plotly, styles }) {
  const places = [...modules].map(([name, source]) => [name, address(source)]);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<title>${escaped(film.title)}</title>
<style>${styles}</style>
<script type="importmap">${json({ imports: Object.fromEntries(places) })}</script>
</head>
<body>
<script type="application/json" id="film">${json(film)}</script>
<script type="text/plain" id="reel">${reel}</script>
<script type="text/plain" id="plotly">${plotly}</script>
<script type="module">import "${PLAYER}";</script>
</body>
</html>
`;
}

/**
 * Return a module's source as an address.
 *
 * @param {string} source
 */
const address = (source) => `data:text/javascript;charset=utf-8,${encodeURIComponent(source)}`;

/**
 * Return JSON that no words in it can end.
 *
 * @param {unknown} value
 */
export const json = (value) => JSON.stringify(value).replaceAll("<", "\\u003c");

/** @param {string} text */
export const escaped = (text) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
