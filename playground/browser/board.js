// Board: the views of one run and the controls that steer it. Knows how to fetch numbers and whose
// turn it is, not what a softmax is: that is the views' business.

import { connect } from "./connection.js";
import { Details } from "./details.js";
import { Divergence } from "./divergence.js";
import { build, card, element } from "./dom.js";
import { column } from "./frame.js";
import { elsewhere, listen } from "./keys.js";
import { copyAddress, pointAt, remember, remembered } from "./page.js";
import { plotted, styled } from "./preload.js";
import { PREDICTIONS, Schedule } from "./schedule.js";
import { Selection } from "./selection.js";
import { StatusBar } from "./status.js";
import { readTheme } from "./theme.js";
import { Tooltip } from "./tooltip.js";
import { Warnings } from "./warnings.js";

const LARGE = "playground-large";
const UNHURRIED = 500; // milliseconds between two statements below the charts

/** @typedef {{data: ViewData, card: Card, view: View}} Open */

export class Board {
  /**
   * @param {Element} parent
   * @param {BoardData} data
   */
  constructor(parent, data) {
    this.data = data;
    /** @type {(name: string, value: unknown) => void} Streamlit's way to tell the script */
    this.trigger = () => {};
    /** @type {Latest} */
    this.latest = {
      about: null,
      points: null,
      extent: null,
      axes: ["x₁", "x₂"],
      note: "",
      data: null,
      predicted: null,
      proba: new Float32Array(),
      logits: new Float32Array(),
      picture: null,
      views: {},
    };
    /** @type {Map<string, Open>} */
    this.open = new Map();
    /** @type {Record<string, Record<string, unknown>>} what views are asked for with */
    this.given = {};
    /** @type {{classes: string[], outputs: string[]}} */
    this.names = { classes: [], outputs: [] };
    this.selection = new Selection();
    this.schedule = new Schedule();
    this.generation = -1;
    this.frames = 0;
    this.stated = 0;
    this.sent = ""; // what the run was asked about last
    this.said = ""; // of the run's status and message
    this.colours = "";
    this.closed = this.away = this.showing = this.fresh = this.moved = false;
    this.noticed = 0;
    /** @type {number | null} */
    this.scheduled = null;
    this.resizing = 0;
    /** @type {(() => void)[]} */
    this.ends = [];
    this.theme = readTheme(parent);
    this.connection = connect(data.name);
    this.parts = build(data.name);
    this.frame = element("div", { class: "board-frame" }, this.parts.root);
    this.status = new StatusBar(this.parts);
    this.tooltip = new Tooltip(this.parts.tooltip, this.parts.root);
    this.warnings = new Warnings(this.parts.warnings, () => this.data.labels);
    this.details = new Details(this);
    this.divergence = new Divergence(this);
    this.sizes = new ResizeObserver(() => this.#resize());
    this.selection.listen(() => this.remark());
    this.#steer();
    this.settled = this.#prepare(parent);
  }

  /** @param {Element} parent */
  async #prepare(parent) {
    const plain = () => {}; // a plain board is better than none
    await Promise.all([styled("board.css").catch(plain), this.connection.ready]);
    if (!this.closed) parent.append(this.frame);
  }

  // Buttons, keys, and the charts' sizes.
  #steer() {
    const { root, play, step, reset, copy, large } = this.parts;
    const actions = {
      " ": () => this.#press(play, this.status.status === "running" ? "pause" : "play"),
      s: () => this.#press(step, "step"),
      r: () => this.#press(reset, "reset"),
    };
    play.onclick = actions[" "];
    step.onclick = actions.s;
    reset.onclick = actions.r;
    copy.onclick = async () => this.status.announce(await copyAddress(copy));
    large.onclick = () => {
      this.#enlarge(large.getAttribute("aria-pressed") !== "true");
      this.update(this.data);
    };
    copy.disabled = large.disabled = false;
    this.#enlarge(Boolean(remembered(LARGE)));
    /** @param {KeyboardEvent} event */
    const onescape = ({ key, target }) => {
      const inside = target === document.body || root.contains(/** @type {Node} */ (target));
      if (key === "Escape" && inside) this.selection.clear();
    };
    window.addEventListener("keydown", onescape);
    this.ends.push(
      listen(root, actions),
      elsewhere(root, () => this.schedule.hush(performance.now())),
      () => window.removeEventListener("keydown", onescape),
      () => this.sizes.disconnect(),
    );
  }

  /**
   * @param {HTMLButtonElement} button
   * @param {string} op
   */
  #press(button, op) {
    if (button.disabled) return;
    this.send({ op });
    this.status.expect(op);
  }

  /**
   * Take new data from the script: the query, views with their base figures, names and texts.
   *
   * @param {BoardData} data
   */
  update(data) {
    this.settled = this.settled.then(() => {
      if (!this.closed && data) return this.#take(data);
    });
  }

  /** @param {BoardData} data */
  async #take(data) {
    this.data = data;
    const { about } = this.latest;
    const isBehind = about && !about.message && about.generation !== data.generation;
    if (isBehind) this.status.expect("");
    Object.assign(this.names, { classes: data.classes, outputs: data.outputs });
    this.divergence.settle();
    this.schedule.open(data.views);
    this.connection.attach(this, data); // the first frame comes while Plotly does
    this.showing = true;
    await Promise.all([plotted(), this.#furnish(data.views)]);
    if (this.closed) return;
    await this.#show();
    this.showing = false;
    this.#say(data);
    this.draw();
  }

  /**
   * Open the views of the given names in their order, and close the others.
   *
   * @param {ViewData[]} views
   */
  async #furnish(views) {
    const names = views.map(({ name }) => name);
    for (const [name, { card, view }] of this.open) {
      if (names.includes(name)) continue;
      view.close();
      this.sizes.unobserve(card.plot);
      card.element.remove();
      this.open.delete(name);
      delete this.latest.views[name];
    }
    const isOther = names.some((name) => !this.open.has(name));
    const made = await Promise.all(
      views.map((data) => this.open.get(data.name) ?? this.#make(data)),
    );
    if (this.closed) return;
    this.open = new Map(made.map((one, i) => [views[i].name, { ...one, data: views[i] }]));
    const { charts } = this.parts;
    charts.dataset.views = names.join(" ");
    made.forEach(({ card: { element } }, i) => {
      if (charts.children[i] !== element) charts.insertBefore(element, charts.children[i] ?? null);
    });
    if (isOther) this.connection.stream.forget();
  }

  /**
   * @param {ViewData} data
   * @returns {Promise<Open>}
   */
  async #make(data) {
    const { script, styles } = data.files;
    const [{ default: Made }] = await Promise.all([
      /** @type {Promise<{default: ViewClass}>} */ (import(script)),
      styles && styled(styles).catch(() => {}),
    ]);
    const place = card(data.name, data.label);
    const view = new Made(place, this.#context(data.name));
    this.sizes.observe(place.plot);
    return { data, card: place, view };
  }

  /**
   * @param {string} name
   * @returns {Context}
   */
  #context(name) {
    const { selection, latest, names } = this;
    const board = this;
    return {
      selection,
      latest,
      names,
      get pictured() {
        return board.data.pictured;
      },
      announce: (text) => this.status.announce(text),
      ask: (given) => this.#want(name, given),
      refresh: () => this.#one(name, performance.now()),
      redraw: () => this.draw(),
      remark: () => this.remark(),
    };
  }

  async #show() {
    const { root } = this.parts;
    const { outputs } = this.names;
    root.style.setProperty("--outputs", String(outputs.length));
    root.dataset.outputs = outputs.length > 6 ? "many" : "few";
    const theme = readTheme(root);
    const colours = JSON.stringify(theme);
    const recolour = colours !== this.colours;
    this.colours = colours;
    this.theme = theme;
    for (const { data, view } of this.open.values()) {
      if (await view.show(data.figure, theme)) this.#afresh();
      else if (recolour) await view.recolour(theme);
    }
  }

  // Charts lost their numbers: the next frame must bring them all, also when one was asked for.
  #afresh() {
    this.generation = -1;
    this.connection.stream.forget();
    this.schedule.forget();
  }

  /** @param {BoardData} data */
  #say({ notice, changed }) {
    if (notice.text && notice.id !== this.noticed) this.status.notice(notice.text);
    this.noticed = notice.id;
    changed.forEach(pointAt);
  }

  /** The connection has opened: nothing of what it may have brought before counts. */
  opened() {
    this.#afresh();
    this.sent = "";
    this.#ask();
  }

  /**
   * @param {string} event
   * @param {string} text
   */
  heard(event, text) {
    if (event === "reconnecting") this.lost();
    else if (event === "notice") this.status.notice(text);
    else if (event === "refused") this.#refused(text);
  }

  /** Nobody answers: what the last frame said holds no longer. */
  lost() {
    this.away = true;
    this.status.show("reconnecting");
  }

  /** @param {string} text */
  #refused(text) {
    this.away = true;
    this.status.show("refused");
    const again = { name: "Try again", act: () => this.connection.stream.connect() };
    this.status.notice(text, "error", again);
    this.parts.root.classList.remove("loading");
  }

  /** @param {Frame} frame */
  received({ about, arrays, views }) {
    this.away = false;
    const waiting = this.fresh;
    this.#watch(about);
    this.#keep(about, arrays, views);
    const stamp = `${about.generation} ${about.step} ${about.status === "diverged"}`;
    const brought = [...Object.keys(views), ...(arrays.y_pred ? [PREDICTIONS] : [])];
    if (this.schedule.arrive(brought, stamp)) this.fresh = true;
    if (about.warnings) this.warnings.take(about.warnings);
    for (const [name, { card }] of this.open) {
      if (about.views[name])
        card.element.toggleAttribute("data-failed", "failed" in about.views[name]);
    }
    if (!waiting) this.#ask(); // the next one comes while this one waits for the display
    this.draw();
  }

  /**
   * @param {About} about
   * @param {Arrays} arrays
   * @param {Record<string, Arrays>} views
   */
  #keep(about, arrays, views) {
    const { latest } = this;
    const { X, y, part, extent, y_pred: predicted } = arrays;
    if (X) {
      this.generation = about.generation;
      const places = { x: column(X, 0), y: column(X, 1) };
      latest.points = /** @type {Points} */ ({ ...places, label: y.data, part: part.data });
      latest.extent = /** @type {Float32Array} */ (extent.data);
      latest.predicted = null;
      this.moved = true;
    }
    if (about.axes) latest.axes = about.axes;
    latest.note = about.note ?? latest.note;
    latest.data = about.data ?? latest.data;
    if (predicted) latest.predicted = /** @type {Uint8Array} */ (predicted.data);
    latest.proba = /** @type {Float32Array} */ (arrays.probe_proba.data);
    latest.logits = /** @type {Float32Array} */ (arrays.probe_logits.data);
    latest.picture = arrays.picture ?? null;
    Object.assign(latest.views, views);
    latest.about = about;
  }

  /**
   * Ask for a view with other arguments, at once: what was asked for before is out of date.
   *
   * @param {string} name
   * @param {Record<string, unknown>} given
   */
  #want(name, given) {
    this.given[name] = given;
    delete this.schedule.stamps[name];
    delete this.schedule.asked[name];
    this.connection.stream.forget();
    this.#ask();
  }

  #ask() {
    const { stream } = this.connection;
    if (stream.asked) return;
    const running = this.latest.about?.status === "running";
    const names = this.data.views.map(({ name }) => name);
    const views = Object.fromEntries(names.map((name) => [name, this.given[name] ?? {}]));
    const due = running ? this.schedule.request(performance.now()) : [...names, PREDICTIONS];
    stream.ask({ views, due, generation: this.generation });
  }

  /** See to it that what is new is drawn with the display's next picture. */
  draw() {
    if (!this.closed) this.scheduled ??= requestAnimationFrame(() => this.#draw());
  }

  #draw() {
    this.scheduled = null;
    const { about, points } = this.latest;
    if (!about || this.showing) return;
    if (!this.moved && this.schedule.resting(performance.now())) {
      this.draw();
      return;
    }
    this.#probe();
    this.#ask();
    if (about.n_classes !== this.names.classes.length || !points) return; // of an earlier Config
    if (this.moved) this.#renew(points, about);
    this.#tell(about);
    const now = performance.now();
    for (const name of this.schedule.due(now)) this.#one(name, now);
    if (this.fresh) this.#count(now);
    if (this.schedule.waiting) this.draw();
    this.tooltip.tell(this, this.theme.text);
    if (now - this.stated >= UNHURRIED || about.status !== "running") this.#state(now);
  }

  // Ask about another place or point than before.
  #probe() {
    const { selection, latest } = this;
    const message = { op: "probe", ...selection.asked(Boolean(latest.note)) };
    const text = JSON.stringify(message);
    if (text === this.sent) return;
    this.sent = text;
    this.send(message);
  }

  /**
   * Numbers that nobody reads in passing.
   *
   * @param {number} now
   */
  #state(now) {
    this.stated = now;
    this.details.tell();
  }

  /**
   * Another run, or the same from its start: what was warned of is over.
   *
   * @param {About} about
   */
  #watch({ generation, epoch }) {
    const before = this.latest.about;
    if (before && (generation !== before.generation || (epoch === 0 && before.epoch > 0))) {
      this.warnings.forget();
    }
  }

  /**
   * There are other points.
   *
   * @param {Points} points
   * @param {About} about
   */
  #renew(points, about) {
    this.moved = false;
    for (const { view } of this.open.values()) view.take?.();
    this.selection.renew(points.label.length, about.n_classes);
    this.parts.root.dataset.generation = String(about.generation);
    this.status.answered();
    this.schedule.unhush();
    this.schedule.dirty.add(PREDICTIONS);
  }

  /** @param {number} now */
  #count(now) {
    const { root } = this.parts;
    this.fresh = false;
    this.schedule.shown = now;
    this.frames += 1;
    root.dataset.frames = String(this.frames);
    root.classList.remove("loading");
    root.removeAttribute("aria-busy");
  }

  /** @param {About} about */
  #tell(about) {
    if (this.away) return;
    const { status } = this;
    const before = this.said;
    status.show(about.status, about);
    this.said = `${about.status} ${about.message}`;
    if (before === this.said) return;
    status.quiet("error");
    status.quiet("run");
    if (about.status === "diverged") this.divergence.offer(about.message);
    else if (about.message) status.notice(about.message, "run");
  }

  /**
   * Draw what `name` stands for: a view, or the marks of all views.
   *
   * @param {string} name
   * @param {number} now
   */
  #one(name, now) {
    this.schedule.done(name, now);
    if (name === PREDICTIONS) {
      for (const { view } of this.open.values()) view.mark?.();
      return;
    }
    const one = this.open.get(name);
    const arrays = this.latest.views[name];
    const moving = this.latest.about?.status === "running";
    if (one && (arrays || !one.data.computed)) one.view.draw(arrays ?? {}, moving);
  }

  /** Draw the marks of all views again, now. */
  remark() {
    if (this.showing || !this.latest.about) return;
    this.#one(PREDICTIONS, performance.now());
    this.draw();
  }

  /** @param {object} message */
  send(message) {
    this.connection.stream.send(message);
  }

  /**
   * The root's font size is the page's unit: controls, numbers and charts grow together.
   *
   * @param {boolean} on
   */
  #enlarge(on) {
    this.parts.large.setAttribute("aria-pressed", String(on));
    document.documentElement.classList.toggle(LARGE, on);
    remember(LARGE, on ? "1" : "");
  }

  #resize() {
    cancelAnimationFrame(this.resizing);
    this.resizing = requestAnimationFrame(() => {
      for (const { view } of this.open.values()) view.resize();
    });
  }

  close() {
    this.closed = true;
    if (this.scheduled !== null) cancelAnimationFrame(this.scheduled);
    this.connection.detach(this);
    for (const end of this.ends) end();
    for (const { view } of this.open.values()) view.close();
    this.frame.remove();
  }
}
