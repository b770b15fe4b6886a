// Details: a panel that states the data, the layers and the learning rate, and gives files away.

import { element } from "./dom.js";
import { accuracy, grouped, percent } from "./numbers.js";

/** @type {[string, string][]} */
const FILES = [
  ["weights.safetensors", "Weights (safetensors)"],
  ["weights.pt", "Weights (PyTorch state_dict)"],
  ["dataset.csv", "Dataset with its split (CSV)"],
];

/** @typedef {import("./board.js").Board} Board */

export class Details {
  /** @param {Board} board */
  constructor(board) {
    this.board = board;
    const { details, more } = board.parts;
    this.element = details;
    this.body = element("div", { class: "body" });
    this.files = element("ul", { class: "files" });
    this.structure = "";
    /** @type {Record<string, HTMLElement>} places whose words change while the run goes on */
    this.present = {};
    more.onclick = () => this.show(Boolean(details.hidden));
    details.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.show(false);
    });
    this.#build();
  }

  #build() {
    const close = element("button", { type: "button", class: "close", "aria-label": "Close" }, "×");
    close.onclick = () => this.show(false);
    const head = element("div", { class: "head" }, element("h2", {}, "Details"), close);
    this.element.append(head, this.body, element("h3", {}, "Take it away"), this.files);
  }

  /**
   * Open or close the panel.
   *
   * @param {boolean} on
   */
  show(on) {
    const { more } = this.board.parts;
    const inside = this.element.contains(document.activeElement);
    this.element.hidden = !on;
    more.setAttribute("aria-expanded", String(on));
    if (on) {
      this.#link();
      this.tell();
    } else if (inside) more.focus();
  }

  #link() {
    if (this.files.childElementCount) return;
    for (const [name, text] of FILES) {
      const { key } = this.board.connection;
      const href = new URL(`playground/run/${key}/${name}`, document.baseURI);
      href.search = href.hash = "";
      this.files.append(element("li", {}, element("a", { href: href.href, download: name }, text)));
    }
  }

  /** State the latest numbers, those of the panel if it is open; what stays is left alone. */
  tell() {
    const { about, data } = this.board.latest;
    if (!data || !about) return;
    const { layers } = this.board.data;
    this.#sum(data, layers);
    if (this.element.hidden) return;
    const structure = JSON.stringify([data, layers]);
    if (structure !== this.structure) {
      this.structure = structure;
      this.present = {};
      const sections = [this.#data(data), this.#layers(layers), this.#steps()];
      this.body.replaceChildren(...sections.flat());
    }
    this.#present(about);
  }

  /**
   * One line for the foot of the board: points and layers.
   *
   * @param {DataFacts} data
   * @param {Layer[]} layers
   */
  #sum({ train, test, validation }, layers) {
    const [nTrain, nTest] = [train, test].map(({ X }) => grouped(X[0][0]));
    const more = validation ? ` + ${grouped(validation.X[0][0])} validation` : "";
    const linear = layers.filter(({ role }) => role === "linear");
    const chain = [linear[0].n_in, ...linear.map(({ n_out: fanOut }) => fanOut)].join("-");
    const text = `${nTrain} train${more} + ${nTest} test points · ${chain}`;
    const { summary } = this.board.parts;
    if (summary.textContent !== text) summary.textContent = text;
  }

  /** @param {About} about */
  #present({ learning_rate: rate, test_accuracy: exact, label_accuracies: each }) {
    this.#put("rate", Number.isFinite(rate) ? String(Number(rate.toPrecision(4))) : "–");
    this.#put("accuracy", accuracy(exact, each?.[1]));
    this.#put("device", new URLSearchParams(this.board.data.query).get("device") ?? "cpu");
  }

  /**
   * @param {string} name
   * @param {string} text
   */
  #put(name, text) {
    const place = this.present[name];
    if (place && place.textContent !== text) place.textContent = text;
  }

  /** @param {string} name */
  #place(name) {
    const place = element("span", { "data-testid": `detail-${name}` }, "–");
    this.present[name] = place;
    return place;
  }

  /** @param {DataFacts} data */
  #data({ train, test, validation, baseline }) {
    /** @type {[string, PartFacts][]} */
    const parts = [
      ["train", train],
      ["test", test],
    ];
    if (validation) parts.push(["validation", validation]);
    const shapes = table(
      ["", "X", "dtype", "y", "dtype"],
      parts.map(([name, { X, y }]) => [name, size(X[0]), type(X[1]), size(y[0]), type(y[1])]),
    );
    const { outputs } = this.board.names;
    const counts = table(
      [train.y[0].length > 1 ? "label" : "class", ...parts.map(([name]) => name)],
      train.counts.map((_, k) => [
        outputs[k] ?? String(k),
        ...parts.map(([, { counts }]) => String(counts[k])),
      ]),
    );
    const shares = facts([
      ["Majority-class baseline", percent(baseline)],
      ["Test accuracy now", this.#place("accuracy")],
    ]);
    return [element("h3", {}, "Data"), shapes, counts, shares];
  }

  /** @param {Layer[]} layers */
  #layers(layers) {
    const learning = layers.filter(({ n_parameters: n }) => n > 0);
    const rows = learning.map(({ role, label, n_in: fanIn, n_out: fanOut, n_parameters: n }) => [
      role === "linear" ? label : `${label}, ${role}`,
      role === "linear" ? `${fanIn} → ${fanOut}` : "",
      grouped(n),
    ]);
    const total = learning.reduce((sum, { n_parameters: n }) => sum + n, 0);
    rows.push(["all", "", grouped(total)]);
    return [element("h3", {}, "Network"), table(["layer", "units", "parameters"], rows)];
  }

  #steps() {
    const steps = facts([
      ["Learning rate now", this.#place("rate")],
      ["Device", this.#place("device")],
    ]);
    return [element("h3", {}, "Training"), steps];
  }
}

/**
 * Return a table of texts; the first column names the rows.
 *
 * @param {string[]} head
 * @param {string[][]} rows
 */
function table(head, rows) {
  const heads = head.map((text) => element("th", { scope: "col" }, text));
  const lines = rows.map(([name, ...cells]) =>
    element(
      "tr",
      {},
      element("th", { scope: "row" }, name),
      ...cells.map((c) => element("td", {}, c)),
    ),
  );
  return element(
    "table",
    {},
    element("thead", {}, element("tr", {}, ...heads)),
    element("tbody", {}, ...lines),
  );
}

/** @param {[string, string | HTMLElement][]} pairs */
function facts(pairs) {
  const lines = pairs.map(([name, value]) =>
    element("div", {}, element("dt", {}, name), element("dd", {}, value)),
  );
  return element("dl", { class: "facts" }, ...lines);
}

/** @param {number[]} shape */
const size = (shape) => shape.map(grouped).join(" × ");

/** @param {string} name */
const type = (name) => name.replace("torch.", "");
