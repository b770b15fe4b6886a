// Board: the charts of one run and the controls that steer it. Knows how to fetch, patch and link
// charts, not what a softmax is.

import { BoundaryChart } from "./boundary.js";
import { ConfusionChart } from "./confusion.js";
import { Details } from "./details.js";
import { build, element, radios } from "./dom.js";
import { plotted, styled } from "./early.js";
import { elsewhere, listen } from "./keys.js";
import { Links } from "./links.js";
import { LossChart } from "./loss.js";
import { OutputsChart } from "./outputs.js";
import { copyAddress, pointAt, remember, remembered } from "./page.js";
import { frame } from "./picture.js";
import { Rescue } from "./rescue.js";
import { runKey } from "./runkey.js";
import { Status } from "./status.js";
import { relative, Stream } from "./stream.js";
import { readTheme } from "./theme.js";
import { EVERYTHING, Turns } from "./turns.js";
import { Warnings } from "./warnings.js";

const LARGE = "playground-large";
const UNHURRIED = 500; // milliseconds between two statements below the charts
const boards = new WeakMap();

/** Streamlit's entry: called again with each new data (in a list of one) or theme. */
export default function ({ data: [data], parentElement, setTriggerValue }) {
  let board = boards.get(parentElement);
  if (!board) {
    board = new Board(parentElement);
    boards.set(parentElement, board);
  }
  board.trigger = setTriggerValue;
  board.update(data);
  return () => {
    boards.delete(parentElement);
    board.close();
  };
}

class Board {
  constructor(parent) {
    this.latest = {};
    this.generation = -1;
    this.frames = 0;
    this.stated = 0;
    this.turns = new Turns();
    this.settled = this.#prepare(parent);
  }

  async #prepare(parent) {
    const key = runKey();
    await styled.catch(() => {}); // a plain board is better than none
    if (this.closed) return;
    this.parts = build(parent);
    this.status = new Status(this.parts);
    const { boundary, loss, softmax, confusion } = this.parts.plots;
    this.charts = {
      boundary: new BoundaryChart(boundary),
      loss: new LossChart(loss),
      softmax: new OutputsChart(softmax),
      confusion: new ConfusionChart(confusion),
    };
    this.links = new Links(this);
    this.warnings = new Warnings(this.parts, () => this.data.labels);
    this.details = new Details(this);
    this.rescue = new Rescue(this);
    this.charts.boundary.ontoggle = () => this.redraw("marks");
    this.#furnish();
    this.#steer();
    Object.assign(this, await key);
  }

  // The heads of the charts.
  #furnish() {
    const { heads } = this.parts;
    const scales = [["linear", "linear"], ["log", "log"]];
    const scale = (value) => this.charts.loss.setLog(value === "log");
    heads.loss.append(radios("Loss axis", scales, "linear", scale));
    const splits = [["train", "train"], ["test", "test"]];
    this.splits = radios("Part", splits, "test", (value) => this.turn(value === "test" ? 1 : 0));
    const units = [["counts", "counts"], ["shares", "% of row"]];
    const unit = (value) => this.#shares(value === "shares");
    heads.confusion.append(this.splits, radios("Cells", units, "counts", unit));
    this.heading = element("span", { class: "heading" });
    heads.softmax.append(this.heading);
    this.picture = frame();
    this.parts.plots.softmax.after(this.picture);
  }

  // Buttons, keys, and the charts' sizes.
  #steer() {
    const { play, step, reset, copy, large } = this.parts;
    const actions = {
      " ": () => this.#press(play, this.status.status === "running" ? "pause" : "play"),
      s: () => this.#press(step, "step"),
      r: () => this.#press(reset, "reset"),
    };
    play.onclick = actions[" "];
    step.onclick = actions.s;
    reset.onclick = actions.r;
    copy.onclick = async () => this.status.announce(await copyAddress(copy));
    large.onclick = () => this.#enlarge(large.getAttribute("aria-pressed") !== "true");
    copy.disabled = large.disabled = false;
    this.#enlarge(Boolean(remembered(LARGE)));
    this.unlisten = listen(actions);
    this.unheed = elsewhere(this.parts.root, () => this.turns.hush());
    this.sizes = new ResizeObserver(() => this.#resize());
    for (const chart of Object.values(this.charts)) this.sizes.observe(chart.element);
  }

  #press(button, op) {
    if (button.disabled) return;
    this.send({ op });
    this.status.expect(op);
  }

  /** Take new data from the script: the query, base figures, class names and texts. */
  update(data) {
    this.settled = this.settled.then(() => !this.closed && data && this.#take(data));
  }

  async #take(data) {
    this.data = data;
    const { about } = this.latest;
    const isBehind = about && !about.message && about.generation !== data.generation;
    if (isBehind) this.status.expect("");
    this.classes = data.classes;
    this.outputs = data.outputs;
    this.rescue.settle();
    if (!this.stream) this.#open(); // the first frame comes while Plotly does
    this.showing = true;
    await plotted();
    await this.#show(data.figures);
    this.showing = false;
    this.#say(data);
    this.schedule();
  }

  async #show(figures) {
    const { root } = this.parts;
    root.style.setProperty("--outputs", this.outputs.length);
    root.dataset.outputs = this.outputs.length > 6 ? "many" : "few";
    this.picture.hidden = !this.data.pictured;
    const theme = readTheme(root);
    const colours = JSON.stringify(theme);
    const recolour = colours !== this.colours;
    this.colours = colours;
    for (const [name, chart] of Object.entries(this.charts)) {
      const again = chart.text !== "";
      const shown = await chart.show(figures[name], theme);
      if (shown && again) this.#afresh();
      else if (!shown && recolour) await chart.recolour(theme);
    }
    this.links.attach(this.charts.confusion);
  }

  // Charts lost their numbers: the next frame must bring them all, also when one was asked for.
  #afresh() {
    this.generation = -1;
    this.stream?.forget();
    this.turns.forget();
  }

  #say({ notice, changed }) {
    if (notice.text && notice.id !== this.noticed) this.status.notice(notice.text);
    this.noticed = notice.id;
    changed.forEach(pointAt);
  }

  #open() {
    this.stream = new Stream(relative("playground/run"), {
      onopen: () => this.#opened(),
      onframe: (frame) => this.#received(frame),
      onevent: (event) => this.#heard(event),
      onlost: () => this.#seek(),
    });
    this.stream.connect();
  }

  #opened() {
    const { key, known } = this;
    const { session, query } = this.data;
    this.send({ op: "open", key, known, session, query });
    this.known = true;
    this.#afresh();
    this.links.forget();
    this.stream.ask(EVERYTHING, -1);
  }

  #heard({ event, text }) {
    if (event === "reconnecting") this.#seek();
    else if (event === "notice") this.status.notice(text);
    else if (event === "refused") this.#refused(text);
  }

  // Nobody answers: what the last frame said holds no longer.
  #seek() {
    this.away = true;
    this.status.show("reconnecting");
  }

  #refused(text) {
    this.away = true;
    this.stream.close();
    this.status.show("refused");
    this.status.notice(text, "error", "Try again", () => this.stream.connect());
    this.parts.root.classList.remove("loading");
  }

  #received({ about, tensors }) {
    this.away = false;
    if (tensors.X) {
      this.generation = about.generation;
      delete this.latest.y_pred;
    }
    const waiting = this.turns.dirty.has("picture");
    const { axes, note, data, warnings } = about;
    if (data) Object.assign(this.latest, { axes, note, data });
    this.#watch(about);
    if (warnings) this.warnings.take(warnings);
    Object.assign(this.latest, { picture: null, ...tensors, about });
    this.turns.arrive(tensors, `${about.generation} ${about.step} ${about.status === "diverged"}`);
    if (!waiting) this.#ask(); // the next one comes while this one waits for the display
    this.schedule();
  }

  #ask() {
    if (!this.stream || this.stream.asked) return;
    const running = this.latest.about?.status === "running";
    const parts = running ? this.turns.parts(performance.now()) : EVERYTHING;
    this.stream.ask(parts, this.generation);
  }

  /** See to it that what is new is drawn with the display's next picture. */
  schedule() {
    if (!this.closed) this.scheduled ??= requestAnimationFrame(() => this.#draw());
  }

  #draw() {
    this.scheduled = null;
    const { about, X } = this.latest;
    if (!about || this.showing) return;
    if (!X && this.turns.resting(performance.now())) {
      this.schedule();
      return;
    }
    this.links.ask();
    this.#ask();
    if (about.n_classes !== this.classes.length) return; // of an earlier Config
    if (X) this.#points();
    if (this.turns.dirty.has("picture")) this.#picture(about);
    this.#tell(about);
    const now = performance.now();
    for (const name of this.turns.due(now)) this.#one(name);
    if (this.turns.dirty.size) this.schedule();
    this.links.tell();
    if (now - this.stated >= UNHURRIED || about.status !== "running") this.#state(now);
  }

  // Numbers that nobody reads in passing.
  #state(now) {
    this.stated = now;
    this.details.tell();
  }

  // Another run, or the same from its start: what was warned of is over.
  #watch({ generation, epoch }) {
    const before = this.latest.about;
    if (before && (generation !== before.generation || (epoch === 0 && before.epoch > 0))) {
      this.warnings.forget();
    }
  }

  #points() {
    const { latest, charts, links, parts } = this;
    charts.boundary.take(latest);
    parts.note.textContent = latest.note ?? "";
    parts.note.hidden = !latest.note;
    links.renew(latest.y.data.length, latest.about.n_classes);
    parts.root.dataset.generation = latest.about.generation;
    delete latest.X;
    this.status.answered();
    this.turns.unhush();
    this.turns.dirty.add("marks");
  }

  #picture({ status }) {
    const { latest, charts, parts } = this;
    this.turns.done("picture", performance.now());
    const broken = status === "diverged" && this.frames > 0; // the last finite picture stays
    if (!broken) charts.boundary.draw(latest.grid);
    parts.root.dataset.frames = ++this.frames;
    parts.root.classList.remove("loading");
    parts.root.removeAttribute("aria-busy");
  }

  #tell(about) {
    if (this.away) return;
    const { status } = this;
    const before = this.said;
    status.show(about.status, about);
    this.said = `${about.status} ${about.message}`;
    if (before === this.said) return;
    status.quiet("error");
    status.quiet("run");
    if (about.status === "diverged") this.rescue.offer(about.message);
    else if (about.message) status.notice(about.message, "run");
  }

  #one(name) {
    const { latest, charts, links } = this;
    const moving = latest.about?.status === "running";
    this.turns.done(name, performance.now());
    if (name === "loss" && latest.history) charts.loss.draw(latest.history);
    if (name === "outputs" && latest.probe_proba) this.#outputs();
    if (name === "confusion" && latest.confusion) charts.confusion.draw(latest.confusion, moving);
    if (name !== "marks") return;
    charts.boundary.keep();
    charts.boundary.mark(latest.y_pred?.data, links.rung(), links.crossed());
    this.#outline(links.lit());
  }

  #outputs() {
    const { probe_proba: proba, probe_logits: logits, about } = this.latest;
    this.charts.softmax.draw(proba.data, logits.data, about.status === "running");
    const { probe } = about;
    const what = probe.point === null ? "" : `point ${probe.point}, `;
    const kind = this.isMultilabel ? "Probabilities, each label for itself," : "Network output";
    this.heading.textContent = `${kind} at ${what}${this.links.spell(probe)}`;
    this.heading.title = this.heading.textContent;
    if (this.data.pictured) this.#portray(probe.point);
  }

  #portray(point) {
    const drawn = point !== null && this.draws(this.picture, point);
    this.picture.classList.toggle("empty", !drawn);
    if (!drawn) this.picture.say(["point at a digit"]);
  }

  /** Draw the point's own picture into `made`, if it has one and it has come; tell whether. */
  draws(made, point) {
    const { picture, about, y_pred: predicted } = this.latest;
    const { points } = this.charts.boundary;
    if (!picture || about.probe.point !== point || !points) return false;
    made.hidden = false;
    made.draw(picture, this.charts.boundary.theme.text);
    const guess = this.classes[predicted?.data[point]] ?? "–";
    made.say([`true ${this.classes[points.label[point]]}`, `predicted ${guess}`]);
    return true;
  }

  /** Tell whether each output is a label for itself: the plane then shows one of them. */
  get isMultilabel() {
    return this.latest.data?.train.y[0].length > 1;
  }

  #outline(lit) {
    const { confusion } = this.charts;
    if (String(lit) === String(confusion.lit)) return;
    confusion.lit = lit;
    confusion.outline();
  }

  /** Draw the named charts again from the latest numbers, now. */
  redraw(...names) {
    names.forEach((name) => this.#one(name));
    this.schedule();
  }

  /** Show the matrix of a part: 0 train, 1 test. */
  turn(split) {
    this.charts.confusion.split = split;
    this.splits.select(split ? "test" : "train");
    this.redraw("confusion", "marks");
  }

  #shares(shares) {
    this.charts.confusion.shares = shares;
    this.redraw("confusion");
  }

  send(message) {
    this.stream?.send(message);
  }

  // The root's font size is the page's unit: controls, numbers and charts grow together.
  #enlarge(on) {
    this.parts.large.setAttribute("aria-pressed", on);
    document.documentElement.classList.toggle(LARGE, on);
    remember(LARGE, on ? "1" : "");
    if (this.data) this.update(this.data);
  }

  #resize() {
    cancelAnimationFrame(this.resizing);
    this.resizing = requestAnimationFrame(() => {
      for (const chart of Object.values(this.charts)) chart.resize();
    });
  }

  close() {
    this.closed = true;
    cancelAnimationFrame(this.scheduled);
    this.stream?.close();
    this.unlisten?.();
    this.unheed?.();
    this.sizes?.disconnect();
    this.links?.close();
    for (const plot of Object.values(this.parts?.plots ?? {})) Plotly.purge(plot);
    this.parts?.root.remove();
  }
}
