// Details: a panel that states the data, the layers and how steps are taken, and gives files away.

import { element } from "./dom.js";
import { decimal } from "./outputs.js";

const FILES = [
  ["weights.safetensors", "Weights (safetensors)"],
  ["weights.pt", "Weights (PyTorch state_dict)"],
  ["dataset.csv", "Dataset with its split (CSV)"],
];

export class Details {
  /** `board` has parts, key, outputs, data and latest. */
  constructor(board) {
    this.board = board;
    const { details, more } = board.parts;
    this.element = details;
    more.onclick = () => this.show(details.hidden);
    details.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.show(false);
    });
    this.#build();
  }

  #build() {
    const close = element("button", { type: "button", class: "close", "aria-label": "Close" }, "×");
    close.onclick = () => this.show(false);
    const head = element("div", { class: "head" }, element("h2", {}, "Details"), close);
    this.body = element("div", { class: "body" });
    this.files = element("ul", { class: "files" });
    this.element.append(head, this.body, element("h3", {}, "Take it away"), this.files);
  }

  /** Open or close the panel. */
  show(on) {
    const { more } = this.board.parts;
    const inside = this.element.contains(document.activeElement);
    this.element.hidden = !on;
    more.setAttribute("aria-expanded", on);
    if (on) this.#link();
    if (on) this.tell();
    else if (inside) more.focus();
  }

  #link() {
    if (this.files.childElementCount) return;
    for (const [name, text] of FILES) {
      const href = new URL(`playground/run/${this.board.key}/${name}`, document.baseURI);
      href.search = href.hash = "";
      this.files.append(element("li", {}, element("a", { href: href.href, download: name }, text)));
    }
  }

  /** State the latest numbers, those of the panel if it is open; what stays is left alone. */
  tell() {
    const { latest, data } = this.board;
    if (!latest.data || !latest.about) return;
    const { about } = latest;
    this.#sum(latest);
    if (this.element.hidden) return;
    const structure = JSON.stringify([latest.data, about.shapes, about.n_parameters, data.query]);
    if (structure !== this.structure) {
      this.structure = structure;
      this.present = {};
      this.body.replaceChildren(...this.#data(), ...this.#layers(), ...this.#steps());
    }
    this.#present(about);
  }

  // One line for the foot of the board: points and layers.
  #sum({ data, about: { shapes } }) {
    const [train, test] = [data.train, data.test].map(({ X }) => grouped(X[0][0]));
    const layers = [shapes[0][0], ...shapes.map(([, fanOut]) => fanOut)].join("-");
    const text = `${train} train + ${test} test points · ${layers}`;
    const { summary } = this.board.parts;
    if (summary.textContent !== text) summary.textContent = text;
  }

  #present({ learning_rate: rate, test_accuracy: accuracy, engine, device }) {
    this.#put("rate", Number.isFinite(rate) ? String(Number(rate.toPrecision(4))) : "–");
    this.#put("accuracy", percent(accuracy));
    this.#put("engine", engine ?? "–");
    this.#put("device", device ?? new URLSearchParams(this.board.data.query).get("device") ?? "cpu");
  }

  #put(name, text) {
    const place = this.present[name];
    if (place && place.textContent !== text) place.textContent = text;
  }

  // A place whose words change while the run goes on.
  #place(name) {
    return (this.present[name] = element("span", { "data-testid": `detail-${name}` }, "–"));
  }

  #data() {
    const { data } = this.board.latest;
    const parts = [["train", data.train], ["test", data.test]];
    const shapes = table(
      ["", "X", "dtype", "y", "dtype"],
      parts.map(([name, { X, y }]) => [name, size(X[0]), type(X[1]), size(y[0]), type(y[1])]),
    );
    const { outputs } = this.board;
    const counts = table(
      [data.train.y[0].length > 1 ? "label" : "class", "train", "test"],
      data.train.counts.map((count, k) => [outputs[k] ?? String(k), count, data.test.counts[k]]),
    );
    const baseline = facts([
      ["Majority-class baseline", percent(data.baseline)],
      ["Test accuracy now", this.#place("accuracy")],
    ]);
    return [element("h3", {}, "Data"), shapes, counts, baseline];
  }

  #layers() {
    const { shapes, n_parameters: total } = this.board.latest.about;
    const biased = new URLSearchParams(this.board.data.query).get("bias") !== "0";
    const sizes = shapes.map(([fanIn, fanOut]) => fanIn * fanOut + (biased ? fanOut : 0));
    const rows = shapes.map(([fanIn, fanOut], i) => [
      i + 1 < shapes.length ? `hidden ${i + 1}` : "output",
      `${fanIn} → ${fanOut}`,
      grouped(sizes[i]),
    ]);
    const rest = total - sizes.reduce((sum, n) => sum + n, 0);
    if (rest > 0) rows.push(["normalisation", "", grouped(rest)]);
    rows.push(["all", "", grouped(total)]);
    return [element("h3", {}, "Network"), table(["layer", "units", "parameters"], rows)];
  }

  #steps() {
    const steps = facts([
      ["Learning rate now", this.#place("rate")],
      ["Steps are taken by", this.#place("engine")],
      ["Device", this.#place("device")],
    ]);
    return [element("h3", {}, "Training"), steps];
  }
}

// Return a table of texts; the first column names the rows.
function table(head, rows) {
  const heading = (text) => element("th", { scope: "col" }, text);
  const line = ([name, ...cells]) =>
    element("tr", {}, element("th", { scope: "row" }, name), ...cells.map((c) => element("td", {}, c)));
  return element(
    "table",
    {},
    element("thead", {}, element("tr", {}, ...head.map(heading))),
    element("tbody", {}, ...rows.map(line)),
  );
}

function facts(pairs) {
  const lines = pairs.map(([name, value]) =>
    element("div", {}, element("dt", {}, name), element("dd", {}, value)),
  );
  return element("dl", { class: "facts" }, ...lines);
}

const size = (shape) => shape.map(grouped).join(" × ");
const type = (name) => name.replace("torch.", "");
const grouped = (n) => n.toLocaleString("en");
const percent = (share) =>
  Number.isFinite(share) ? `${decimal(100 * share, 1)} %` : "–";
