// DOM: the board's elements, built once. All text goes in as text, never as markup.

/**
 * Return a new element; `children` are elements or texts.
 *
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, string | number | boolean>} attributes
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.append(...children);
  return made;
}

/** @type {Record<string, string>} */
const ICONS = {
  train: "M8 5v14l11-7z",
  pause: "M6 5h4v14H6zm8 0h4v14h-4z",
  step: "M5 5v14l9-7zm10 0h3v14h-3z",
  reset: "M12 5V1L7 6l5 5V7a6 6 0 1 1-6 6H4a8 8 0 1 0 8-8z",
  link:
    "M3.9 12a3.1 3.1 0 0 1 3.1-3.1h4V7H7a5 5 0 0 0 0 10h4v-1.9H7A3.1 3.1 0 0 1 3.9 12zM8 13h8v-2H8z" +
    "m9-6h-4v1.9h4a3.1 3.1 0 0 1 0 6.2h-4V17h4a5 5 0 0 0 0-10z",
  text: "M9 4v3h5v12h3V7h5V4zM3 12h3v7h3v-7h3V9H3z",
  pin: "M16 9V4h1a1 1 0 0 0 0-2H7a1 1 0 0 0 0 2h1v5a3 3 0 0 1-3 3v2h6v7l1 1 1-1v-7h6v-2a3 3 0 0 1-3-3z",
  film: "M3 5h18v14H3zm2 2v2h2V7zm0 4v2h2v-2zm0 4v2h2v-2zM17 7v2h2V7zm0 4v2h2v-2zm0 4v2h2v-2zM9 7v4h6V7zm0 6v4h6v-4z",
  views: "M3 4h8v7H3zm10 0h8v7h-8zM3 13h8v7H3zm10 0h8v7h-8z",
};

/**
 * Return the icon of the given name.
 *
 * @param {string} name
 */
export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

/**
 * Return a button with an icon and its name; `hint` tells its key.
 *
 * @param {string} name
 * @param {string} iconName
 * @param {string} hint
 */
export function button(name, iconName, hint, kind = "") {
  const label = element("span", {}, name);
  const made = element("button", { type: "button", class: kind, title: hint }, icon(iconName));
  made.append(label);
  made.disabled = true;
  return made;
}

/**
 * Give a button another name and icon.
 *
 * @param {HTMLButtonElement} made
 * @param {string} name
 * @param {string} iconName
 * @param {string} hint
 */
export function rename(made, name, iconName, hint) {
  const [drawn, label] = made.childNodes;
  if (label.textContent === name) return;
  label.textContent = name;
  drawn.replaceWith(icon(iconName));
  made.title = hint;
}

let nGroups = 0;

/**
 * Return a group of radios and the way to pick one; `chosen` is called with the value picked.
 *
 * @param {string} legend
 * @param {[string, string][]} options values and texts
 * @param {string} value
 * @param {(value: string) => void} chosen
 */
export function radios(legend, options, value, chosen) {
  const group = element("span", { class: "radios", role: "radiogroup", "aria-label": legend });
  nGroups += 1;
  const inputs = options.map(([option, text]) => {
    const input = element("input", { type: "radio", name: `radios-${nGroups}`, value: option });
    input.checked = option === value;
    input.onchange = () => chosen(option);
    group.append(element("label", {}, input, element("span", {}, text)));
    return input;
  });
  /** @param {string} option */
  const select = (option) => {
    for (const input of inputs) input.checked = input.value === option;
  };
  return { group, select };
}

/** @type {[string, string][]} */
const VALUES = [
  ["epoch", "Epoch"],
  ["train-loss", "Train loss"],
  ["test-loss", "Test loss"],
  ["validation-loss", "Validation loss"],
  ["train-accuracy", "Train accuracy"],
  ["test-accuracy", "Test accuracy"],
  ["validation-accuracy", "Validation accuracy"],
  ["parameters", "Parameters"],
  ["speed", "Epochs/s"],
];

/** @typedef {ReturnType<typeof build>} Parts */

/**
 * Build a board and return its parts by name.
 *
 * @param {string} name
 */
export function build(name) {
  const parts = {
    play: button("Train", "train", "Space", "primary"),
    step: button("Step", "step", "One epoch: s"),
    reset: button("Reset", "reset", "Back to the start: r"),
    pin: button("Pin", "pin", "Keep this run as a card: p", "quiet"),
    copy: button("Copy link", "link", "Copy the address of this experiment", "quiet"),
    views: button("Views", "views", "Which views are open, in which order", "quiet"),
    large: button("Larger text", "text", "For the last row", "quiet"),
    values: values(),
    word: element("span", { class: "word", "data-testid": "value-status" }, "Connecting"),
    notice: element("div", { class: "notice", role: "note", "data-testid": "notice", hidden: "" }),
    tooltip: element("div", { class: "tooltip", hidden: "" }),
    charts: element("div", { class: "charts" }),
    extra: element("div", { class: "extra" }),
    timeline: element("div", { class: "timeline" }),
    menu: element("section", {
      class: "popover menu",
      "aria-label": "Views",
      "data-testid": "views-menu",
      hidden: "",
    }),
    warnings: element("div", { class: "warnings", "data-testid": "warnings", hidden: "" }),
    hint: element("p", { class: "hint", role: "note", "data-testid": "hint", hidden: "" }),
    summary: element("span", { class: "summary" }),
    more: element("button", { type: "button", class: "more", "aria-expanded": "false" }, "Details"),
    details: element("section", {
      class: "popover details",
      role: "dialog",
      "aria-label": "Details",
      "data-testid": "details",
      hidden: "",
    }),
    live: element("div", { class: "unseen", role: "status", "aria-live": "polite" }),
  };
  const root = element("div", {
    class: "board loading",
    "data-testid": "board",
    "data-board": name,
    "data-status": "idle",
    "data-epoch": "0",
    "data-shown-epoch": "0",
    "data-frames": "0",
    "data-transport": "stream",
    "data-generation": "-1",
    "aria-busy": "true",
  });
  const foot = element(
    "div",
    { class: "foot" },
    parts.warnings,
    parts.hint,
    parts.summary,
    parts.more,
  );
  const stage = element("div", { class: "stage" }, parts.charts, parts.extra);
  root.append(bar(parts), parts.menu, parts.notice, stage, parts.timeline, foot, parts.details);
  root.append(parts.tooltip, parts.live);
  return { root, ...parts };
}

/** Return the places of the numbers in the bar, by name. */
function values() {
  const made = VALUES.map(([name]) => [
    name,
    element("dd", { "data-testid": `value-${name}` }, "–"),
  ]);
  return /** @type {Record<string, HTMLElement>} */ (Object.fromEntries(made));
}

/** @param {Omit<Parts, "root">} parts */
function bar({ play, step, reset, pin, copy, views, large, values: places, word }) {
  const numbers = element("dl", { class: "values" });
  for (const [name, label] of VALUES) {
    const pair = element("div", {}, element("dt", {}, label), places[name]);
    pair.hidden = name.startsWith("validation"); // until there is such a part
    numbers.append(pair);
  }
  const dot = element("span", { class: "dot", "aria-hidden": "true" });
  const status = element("dd", { class: "status" }, dot, word);
  numbers.append(element("div", { class: "state" }, element("dt", {}, "Status"), status));
  return element(
    "div",
    { class: "bar" },
    element("div", { class: "transport" }, play, step, reset),
    numbers,
    element("div", { class: "tools" }, pin, views, copy, large),
  );
}

/**
 * Return the card of a view.
 *
 * @param {string} name
 * @param {string} label
 * @returns {Card}
 */
export function card(name, label) {
  const plot = /** @type {PlotElement} */ (
    /** @type {unknown} */ (element("div", { class: "plot" }))
  );
  const head = element("div", { class: "head" });
  const made = element("section", { class: `card ${name}`, "data-testid": `chart-${name}` });
  made.setAttribute("aria-label", label);
  made.append(head, plot);
  return { element: made, head, plot };
}
