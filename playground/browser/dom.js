// DOM: the board's elements, built once. All text goes in as text, never as markup.

/** Return a new element; `children` are elements or texts. */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

const VALUES = [
  ["epoch", "Epoch"],
  ["train-loss", "Train loss"],
  ["test-loss", "Test loss"],
  ["train-accuracy", "Train accuracy"],
  ["test-accuracy", "Test accuracy"],
  ["parameters", "Parameters"],
  ["speed", "Epochs/s"],
];

const ICONS = {
  train: "M8 5v14l11-7z",
  pause: "M6 5h4v14H6zm8 0h4v14h-4z",
  step: "M5 5v14l9-7zm10 0h3v14h-3z",
  reset: "M12 5V1L7 6l5 5V7a6 6 0 1 1-6 6H4a8 8 0 1 0 8-8z",
  link:
    "M3.9 12a3.1 3.1 0 0 1 3.1-3.1h4V7H7a5 5 0 0 0 0 10h4v-1.9H7A3.1 3.1 0 0 1 3.9 12zM8 13h8v-2H8z" +
    "m9-6h-4v1.9h4a3.1 3.1 0 0 1 0 6.2h-4V17h4a5 5 0 0 0 0-10z",
  text: "M9 4v3h5v12h3V7h5V4zM3 12h3v7h3v-7h3V9H3z",
};

/** Return the icon of the given name. */
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

/** Return a button with an icon and its name; `hint` tells its key. */
export function button(name, iconName, hint, kind = "") {
  const label = element("span", {}, name);
  const made = element("button", { type: "button", class: kind, title: hint }, icon(iconName));
  made.append(label);
  made.disabled = true;
  return made;
}

/** Give `made`, a button, another name and icon. */
export function rename(made, name, iconName, hint) {
  if (made.lastChild.textContent === name) return;
  made.lastChild.textContent = name;
  made.firstChild.replaceWith(icon(iconName));
  made.title = hint;
}

/** Return a group of radios; `chosen` is called with the value that is picked. */
export function radios(legend, options, value, chosen) {
  const group = element("span", { class: "radios", role: "radiogroup", "aria-label": legend });
  const name = `board-${legend.toLowerCase().replaceAll(" ", "-")}`;
  for (const [option, text] of options) {
    const input = element("input", { type: "radio", name, value: option });
    input.checked = option === value;
    input.onchange = () => chosen(option);
    group.append(element("label", {}, input, element("span", {}, text)));
  }
  group.select = (option) => {
    for (const input of group.querySelectorAll("input")) input.checked = input.value === option;
  };
  return group;
}

/** Build the board below `parent` and return its parts by name. */
export function build(parent) {
  const parts = {
    play: button("Train", "train", "Space", "primary"),
    step: button("Step", "step", "One epoch: s"),
    reset: button("Reset", "reset", "Back to the start: r"),
    copy: button("Copy link", "link", "Copy the address of this experiment", "quiet"),
    large: button("Larger text", "text", "For the last row", "quiet"),
    values: {},
    word: element("span", { class: "word", "data-testid": "value-status" }, "Connecting"),
    notice: element("div", { class: "notice", role: "note", "data-testid": "notice", hidden: "" }),
    tooltip: element("div", { class: "tooltip", hidden: "" }),
    note: element("p", { class: "note", "data-testid": "note", hidden: "" }),
    warnings: element("div", { class: "warnings", "data-testid": "warnings", hidden: "" }),
    more: element("button", { type: "button", class: "more", "aria-expanded": "false" }, "Details"),
    details: element("section", {
      class: "popover details",
      role: "dialog",
      "aria-label": "Details",
      "data-testid": "details",
      hidden: "",
    }),
    live: element("div", { class: "unseen", role: "status", "aria-live": "polite" }),
    plots: {},
    heads: {},
  };
  const root = element("div", {
    class: "board loading",
    "data-testid": "board",
    "data-status": "idle",
    "data-epoch": "0",
    "data-frames": "0",
    "data-transport": "stream",
    "data-generation": "-1",
    "aria-busy": "true",
  });
  parts.summary = element("span", { class: "summary" });
  const foot = element("div", { class: "foot" }, parts.warnings, parts.summary, parts.more);
  root.append(bar(parts), parts.notice, charts(parts), foot, parts.details);
  root.append(parts.tooltip, parts.live);
  parent.append(root);
  return { root, ...parts };
}

function bar(parts) {
  const transport = element("div", { class: "transport" }, parts.play, parts.step, parts.reset);
  const values = element("dl", { class: "values" });
  for (const [name, label] of VALUES) {
    const value = element("dd", { "data-testid": `value-${name}` }, "–");
    parts.values[name] = value;
    values.append(element("div", {}, element("dt", {}, label), value));
  }
  const dot = element("span", { class: "dot", "aria-hidden": "true" });
  const status = element("dd", { class: "status" }, dot, parts.word);
  values.append(element("div", { class: "state" }, element("dt", {}, "Status"), status));
  const tools = element("div", { class: "tools" }, parts.copy, parts.large);
  return element("div", { class: "bar" }, transport, values, tools);
}

const CHARTS = {
  boundary: "Decision boundary",
  loss: "Loss and accuracy",
  softmax: "Network output",
  confusion: "Confusion matrix",
};

function charts(parts) {
  const grid = element("div", { class: "charts" });
  for (const [name, label] of Object.entries(CHARTS)) {
    parts.plots[name] = element("div", { class: "plot" });
    parts.heads[name] = element("div", { class: "head" });
    const card = element("section", { class: `card ${name}`, "data-testid": `chart-${name}` });
    card.setAttribute("aria-label", label);
    card.append(parts.heads[name], parts.plots[name]);
    grid.append(card);
  }
  parts.plots.boundary.after(parts.note);
  return grid;
}
