// Board: the charts of one run and the controls that steer it. Knows how to fetch, patch and link
// charts, not what a softmax is.

import { BoundaryChart } from "./boundary.js";
import { ConfusionChart } from "./confusion.js";
import { build, element, radios } from "./dom.js";
import { listen } from "./keys.js";
import { Links } from "./links.js";
import { LossChart } from "./loss.js";
import { decimal, OutputsChart } from "./outputs.js";
import { runKey } from "./runkey.js";
import { Status } from "./status.js";
import { relative, Stream } from "./stream.js";
import { readTheme } from "./theme.js";

const HERE = new URL(".", import.meta.url);
const EVERYTHING = ["grid", "history", "predictions", "confusion"];
const boards = new WeakMap();

/** Streamlit's entry: called again with each new data or theme. */
export default function ({ data, parentElement }) {
  let board = boards.get(parentElement);
  if (!board) {
    board = new Board(parentElement);
    boards.set(parentElement, board);
  }
  board.update(data);
  return () => {
    boards.delete(parentElement);
    board.close();
  };
}

// Charts besides the boundary's picture, drawn in turn: the frame's part each needs, and how often.
const TURNS = {
  loss: { part: "history", every: 95 },
  marks: { part: "predictions", every: 95 },
  outputs: { part: null, every: 70 },
  confusion: { part: "confusion", every: 95 },
};

class Board {
  constructor(parent) {
    this.parent = parent;
    this.latest = {};
    this.generation = -1;
    this.frames = 0;
    this.dirty = new Set();
    this.drawn = Object.fromEntries(Object.keys(TURNS).map((name) => [name, 0]));
    this.ready = this.#prepare();
  }

  // Style sheet, Plotly and the run's key come in at the same time.
  async #prepare() {
    const key = runKey();
    await Promise.all([styled(), loaded("plotly.min.js")]);
    this.parts = build(this.parent);
    this.status = new Status(this.parts);
    this.charts = {
      boundary: new BoundaryChart(this.parts.plots.boundary),
      loss: new LossChart(this.parts.plots.loss),
      softmax: new OutputsChart(this.parts.plots.softmax),
      confusion: new ConfusionChart(this.parts.plots.confusion),
    };
    this.links = new Links(this);
    this.charts.boundary.ontoggle = () => this.redraw("marks");
    this.#furnish();
    Object.assign(this, await key);
  }

  // Radios, buttons, keys, and the charts' sizes.
  #furnish() {
    const { heads, plots, play, step, reset, copy, large } = this.parts;
    const scale = [["linear", "linear"], ["log", "log"]];
    heads.loss.append(
      radios("Loss axis", scale, "linear", (value) => this.charts.loss.setLog(value === "log")),
    );
    const splits = [["train", "train"], ["test", "test"]];
    this.splits = radios("Part", splits, "test", (value) => this.turn(value === "test" ? 1 : 0));
    const units = [["counts", "counts"], ["shares", "% of row"]];
    const shares = radios("Cells", units, "counts", (value) => this.#shares(value === "shares"));
    heads.confusion.append(this.splits, shares);
    this.heading = element("span", { class: "heading" });
    heads.softmax.append(this.heading);
    Object.assign(plots.confusion, { tabIndex: 0 });
    plots.confusion.setAttribute("role", "application");
    plots.confusion.setAttribute(
      "aria-label",
      "Confusion matrix: arrow keys choose a cell, Enter rings its points",
    );
    play.onclick = () => this.toggle();
    step.onclick = () => this.#press(step, "step");
    reset.onclick = () => this.#press(reset, "reset");
    copy.onclick = () => copyAddress(copy);
    large.onclick = () => this.#enlarge();
    copy.disabled = large.disabled = false;
    if (read("playground-large")) this.#enlarge();
    this.unlisten = listen({
      " ": () => this.toggle(),
      s: () => this.#press(step, "step"),
      r: () => this.#press(reset, "reset"),
    });
    this.sizes = new ResizeObserver(() => this.#resize());
    this.sizes.observe(this.parts.root);
  }

  /** Take new data from the script: the query, base figures, class names and texts. */
  async update(data) {
    await this.ready;
    if (!data || this.closed) return;
    const first = !this.data;
    const changed = data.query !== this.data?.query;
    this.data = data;
    this.classes = data.classes;
    this.parts.root.style.setProperty("--classes", data.classes.length);
    await (this.showing = this.#show(data.figures));
    if (first) this.#open();
    else if (changed) this.send({ op: "config", query: data.query });
    this.#say(data);
  }

  async #show(figures) {
    const theme = readTheme(this.parts.root);
    const themed = JSON.stringify(theme);
    const recolour = themed !== this.themed;
    this.themed = themed;
    for (const [name, chart] of Object.entries(this.charts)) {
      const shown = await chart.show(figures[name], theme);
      if (shown) this.generation = -1; // its points are gone
      else if (recolour) await chart.recolour(theme);
    }
    if (this.latest.about) this.#all();
    if (!this.attached) this.links.attach(this.charts.confusion);
    this.attached = true;
  }

  #say({ notice, changed }) {
    if (notice?.text && notice.id !== this.noticed) this.status.notice(notice.text);
    this.noticed = notice?.id;
    for (const name of changed ?? []) flash(name);
  }

  #open() {
    this.stream = new Stream(relative("playground/run"), {
      onopen: () => this.#opened(),
      onframe: (frame) => this.#received(frame),
      onevent: (event) => this.#heard(event),
      onlost: () => this.#lost(),
    });
    this.stream.connect();
  }

  #opened() {
    const { key, known } = this;
    this.send({ op: "open", key, known, query: this.data.query });
    this.known = true;
    this.generation = -1;
    this.links.sent = "";
    this.stream.ask(EVERYTHING, -1);
  }

  #lost() {
    this.status.show("reconnecting");
  }

  #heard({ event, text }) {
    if (event === "reconnecting") this.status.show("reconnecting");
    else if (event === "notice") this.status.notice(text);
    else if (event === "refused") this.#refused(text);
  }

  #refused(text) {
    this.stream.close();
    this.status.show("refused");
    this.status.notice(text, "error", [["Try again", () => this.stream.connect()]]);
    this.parts.root.classList.remove("loading");
  }

  #received({ about, tensors }) {
    if (tensors.X) {
      this.generation = about.generation;
      delete this.latest.y_pred;
    }
    Object.assign(this.latest, tensors, { about, fresh: true });
    if (tensors.history) this.dirty.add("loss");
    if (tensors.y_pred) this.dirty.add("marks");
    if (tensors.confusion) this.dirty.add("confusion");
    this.dirty.add("outputs");
    this.#schedule();
  }

  #schedule() {
    if (this.scheduled || this.closed) return;
    this.scheduled = requestAnimationFrame(() => this.#draw());
  }

  // One picture. The next frame is asked for before this one is drawn: it comes in the meantime.
  #draw() {
    this.scheduled = null;
    const { latest, links } = this;
    const { about } = latest;
    if (!about) return;
    links.ask();
    const running = about.status === "running";
    const turn = this.next;
    this.next = running ? this.#turn(turn) : null;
    const parts = running ? ["grid", TURNS[this.next]?.part].filter(Boolean) : EVERYTHING;
    this.stream.ask(parts, this.generation);
    if (latest.X) this.#points();
    if (latest.fresh) this.#picture(about);
    if (running) this.#due(turn);
    else this.#all();
    links.tell();
    if (links.hovered || this.dirty.size) this.#schedule();
  }

  #points() {
    const { latest, charts, links, parts } = this;
    charts.boundary.take(latest);
    links.renew(latest.y.data.length, latest.about.n_classes);
    parts.root.dataset.generation = latest.about.generation;
    delete latest.X;
    this.dirty.add("marks");
  }

  #picture(about) {
    const { latest, charts, parts, status } = this;
    latest.fresh = false;
    const broken = about.status === "diverged" && this.frames > 0;
    if (latest.grid && !broken) charts.boundary.draw(latest.grid);
    delete latest.grid;
    if (status.status !== about.status) this.#changed(about);
    status.show(about.status, about);
    parts.root.dataset.frames = ++this.frames;
    if (this.frames === 1) {
      parts.root.classList.remove("loading");
      parts.root.removeAttribute("aria-busy");
    }
  }

  #changed({ status, message }) {
    if (status !== "diverged") {
      this.status.quiet("error");
      return;
    }
    const reset = () => this.send({ op: "reset" });
    this.status.notice(message, "error", [["Reset", reset]]);
  }

  // Return the chart whose turn it is: the one that has waited longest beyond its time.
  #turn(besides) {
    const now = performance.now();
    let chosen = null;
    let most = 0;
    for (const [name, { every }] of Object.entries(TURNS)) {
      const overdue = (now - this.drawn[name]) / every;
      if (name !== besides && overdue >= 1 && overdue > most) [chosen, most] = [name, overdue];
    }
    return chosen;
  }

  #due(name) {
    const waiting = name && this.dirty.has(name) ? name : [...this.dirty][0];
    if (waiting) this.#one(waiting);
  }

  #all() {
    for (const name of Object.keys(TURNS)) this.#one(name);
  }

  #one(name) {
    const { latest, charts, links } = this;
    this.dirty.delete(name);
    this.drawn[name] = performance.now();
    if (name === "loss" && latest.history) charts.loss.draw(latest.history);
    if (name === "outputs" && latest.probe_proba) this.#outputs();
    if (name === "confusion" && latest.confusion) charts.confusion.draw(latest.confusion);
    if (name === "marks") {
      charts.boundary.mark(latest.y_pred?.data, links.rung(), links.crossed());
      this.#outline();
    }
  }

  #outputs() {
    const { probe_proba: proba, probe_logits: logits, about } = this.latest;
    this.charts.softmax.draw(proba.data, logits.data);
    const { x, y, point } = about.probe;
    const what = point === null ? "" : `point ${point}, `;
    this.heading.textContent = `Network output at ${what}x₁ ${decimal(x, 2)}, x₂ ${decimal(y, 2)}`;
  }

  #outline() {
    const { confusion } = this.charts;
    const lit = this.links.lit();
    if (String(lit) === String(confusion.lit)) return;
    confusion.lit = lit;
    confusion.outline();
  }

  /** Draw the named parts again from the latest numbers, now. */
  redraw(...names) {
    if (names.includes("outline")) {
      this.charts.confusion.lit = this.links.lit();
      this.charts.confusion.outline();
    }
    for (const name of names) if (name in TURNS) this.#one(name);
    this.#schedule();
  }

  /** Show the matrix of a part: 0 train, 1 test. */
  turn(split) {
    this.charts.confusion.split = split;
    this.splits.select(split ? "test" : "train");
    this.redraw("confusion", "outline");
  }

  #shares(shares) {
    this.charts.confusion.shares = shares;
    this.redraw("confusion");
  }

  send(message) {
    this.stream?.send(message);
  }

  toggle() {
    const op = this.status.status === "running" ? "pause" : "play";
    this.#press(this.parts.play, op);
  }

  #press(button, op) {
    if (!button.disabled) this.send({ op });
  }

  // The root's size in pixels is the page's unit: controls, numbers and charts grow together.
  #enlarge() {
    const { large } = this.parts;
    const on = large.getAttribute("aria-pressed") !== "true";
    large.setAttribute("aria-pressed", on);
    document.documentElement.classList.toggle("playground-large", on);
    write("playground-large", on ? "1" : "");
    if (this.data) this.#show(this.data.figures);
  }

  #resize() {
    cancelAnimationFrame(this.resizing);
    this.resizing = requestAnimationFrame(() => {
      for (const chart of Object.values(this.charts)) if (chart.text) chart.resize();
    });
  }

  close() {
    this.closed = true;
    cancelAnimationFrame(this.scheduled);
    this.stream?.close();
    this.unlisten?.();
    this.sizes?.disconnect();
    this.links?.close();
    for (const plot of Object.values(this.parts?.plots ?? {})) Plotly.purge(plot);
    this.parts?.root.remove();
  }
}

function styled() {
  const href = new URL("board.css", HERE).href;
  if (document.querySelector(`link[href="${href}"]`)) return Promise.resolve();
  const link = element("link", { rel: "stylesheet", href });
  return new Promise((resolve) => {
    link.onload = link.onerror = resolve;
    document.head.append(link);
  });
}

let plotly = null;

function loaded(name) {
  plotly ??= new Promise((resolve, reject) => {
    const script = element("script", { src: new URL(name, HERE).href });
    Object.assign(script, { onload: resolve, onerror: reject });
    document.head.append(script);
  });
  return plotly;
}

// Show for a moment which control a change came to.
function flash(name) {
  const control = document.querySelector(`.st-key-${name}`);
  if (!control) return;
  control.dataset.changed = "";
  setTimeout(() => delete control.dataset.changed, 1600);
}

async function copyAddress(button) {
  const say = (text) => (button.lastChild.textContent = text);
  say((await copied(location.href)) ? "Copied" : "Copy failed");
  setTimeout(() => say("Copy link"), 1600);
}

async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = element("textarea", { class: "unseen" });
    field.value = text; // without https there is no clipboard, only the old command
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  }
}

function read(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

function write(name, value) {
  try {
    localStorage.setItem(name, value);
  } catch {
    // the choice then lasts as long as the page
  }
}
