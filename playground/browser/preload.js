// Early: fetches what takes long, the style sheet and Plotly, at the same time as the board itself.

const at = (name) => new URL(name, import.meta.url).href;

function add(tag, attributes) {
  const made = Object.assign(document.createElement(tag), attributes);
  document.head.append(made);
  return new Promise((resolve, reject) => Object.assign(made, { onload: resolve, onerror: reject }));
}

/** Settles when the style sheet applies. */
export const styled = add("link", { rel: "stylesheet", href: at("board.css") });

add("link", { rel: "preload", as: "script", href: at("plotly.min.js") }).catch(() => {});

let running = null;

/** Run Plotly, 4.8 MB that keep the browser busy for half a second; it then is a global. */
export function plotted() {
  running ??= add("script", { src: at("plotly.min.js") });
  return running;
}
