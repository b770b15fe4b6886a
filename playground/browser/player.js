// Player: a film in the browser, without a server. Feeds the board's own views with its frames.

import { card, element, rename, button as roundButton } from "./dom.js";
import { keep, nothing } from "./latest.js";
import { accuracy, grouped, loss } from "./numbers.js";
import { readOff } from "./readoff.js";
import { inflated, unpack } from "./reel.js";
import { Selection } from "./selection.js";
import { between } from "./tempo.js";
import { readTheme } from "./theme.js";
import { Tooltip } from "./tooltip.js";

const DARK = "(prefers-color-scheme: dark)";
const STEPS = /** @type {Record<string, number>} */ ({ ArrowLeft: -1, ArrowRight: 1 });
const OWN_ARROWS = "input, select, [role=application]";

/** @typedef {import("./bundle.js").Film} Film */

/** @param {string} id */
const text = (id) => document.getElementById(id)?.textContent ?? "";

class Player {
  /**
   * @param {Film} film
   * @param {Frame[]} frames
   */
  constructor(film, frames) {
    this.film = film;
    this.frames = frames;
    this.at = -1;
    this.latest = nothing();
    this.names = film.names;
    this.selection = new Selection();
    this.selection.listen(() => this.#mark());
    /** @type {ReturnType<typeof setInterval> | undefined} */
    this.timer = undefined;
    this.drawing = 0;
    this.off = false; // the outputs are those of a place under the pointer
    this.charts = element("div", { class: "charts" });
    this.play = roundButton("Play", "train", "Space", "primary");
    this.range = element("input", { type: "range", min: 0, max: frames.length - 1, value: 0 });
    this.range.setAttribute("aria-label", "Moment");
    this.label = element("output", {});
    this.numbers = element("span", { class: "numbers" });
    this.tip = element("div", { class: "tooltip", hidden: "" });
    this.root = this.#build();
    this.tooltip = new Tooltip(this.tip, this.root);
    this.theme = readTheme(this.root);
    /** @type {Map<string, View>} */
    this.views = new Map();
  }

  #build() {
    const { title, address, versions, note } = this.film;
    const made = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
    const link = element("a", { href: address, rel: "noreferrer" }, address);
    const head = element("header", {}, element("h1", {}, title), element("p", {}, link));
    const foot = element("footer", {}, `${note} Computed and drawn with ${made.join(", ")}.`);
    const controls = element("div", { class: "controls" }, this.play, this.range, this.label);
    controls.append(this.numbers);
    const attributes = { class: "board film", "data-testid": "film" };
    const root = element("main", attributes, head, this.charts, controls, foot, this.tip);
    const { outputs } = this.names;
    root.style.setProperty("--outputs", String(outputs.length));
    root.dataset.outputs = outputs.length > 6 ? "many" : "few";
    return root;
  }

  /** Put the film into the page, at its first moment. */
  async open() {
    document.body.append(element("div", { class: "board-frame" }, this.root));
    this.theme = readTheme(this.root);
    const open = this.film.views.map(({ name }) => name);
    const isCalm = ["boundary", "loss", "softmax", "confusion"].every((n) => open.includes(n));
    this.charts.dataset.layout = isCalm ? "calm" : "free";
    for (const data of this.film.views) await this.#add(data);
    this.#listen();
    this.play.disabled = false;
    this.show(0);
    this.range.focus();
  }

  /** @param {ViewData} data */
  async #add({ name, label, figure }) {
    const { default: Made } = await import(`views/${name}/view.js`);
    const place = card(name, label);
    this.charts.append(place.element);
    /** @type {View} */
    const view = new Made(place, this.#context(name));
    await view.show(figure, this.theme);
    this.views.set(name, view);
  }

  /**
   * @param {string} name
   * @returns {Context}
   */
  #context(name) {
    const { selection, latest, names, film } = this;
    return {
      selection,
      latest,
      names,
      pictured: film.pictured,
      dataset: "",
      announce: () => {},
      send: () => {},
      steps: () => {},
      ask: () => {}, // nobody is there to answer
      refresh: () => this.#draw(name, false),
      redraw: () => this.#point(),
      remark: () => this.#mark(),
    };
  }

  #listen() {
    const { play, range } = this;
    play.onclick = () => this.run(!this.timer);
    range.oninput = () => this.show(range.valueAsNumber);
    range.onpointerdown = () => this.run(false);
    window.addEventListener("keydown", (event) => this.#press(event));
    matchMedia(DARK).onchange = () => this.#recolour();
    window.onbeforeprint = () => this.#print(true);
    window.onafterprint = () => this.#print(false);
    let resizing = 0;
    const resize = () => {
      for (const view of this.views.values()) view.resize();
    };
    new ResizeObserver(() => {
      cancelAnimationFrame(resizing);
      resizing = requestAnimationFrame(resize);
    }).observe(this.charts);
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    const { key, target, ctrlKey, metaKey, altKey } = event;
    if (ctrlKey || metaKey || altKey || !(target instanceof Element)) return;
    const step = STEPS[key];
    if (key === " " && !target.closest("button, select, input:not([type=range])")) {
      this.run(!this.timer);
    } else if (step && !target.closest(OWN_ARROWS)) {
      this.run(false);
      this.show(this.at + step);
    } else return;
    event.preventDefault();
  }

  /**
   * Play, from the start where it is at its end; or stay.
   *
   * @param {boolean} on
   */
  run(on) {
    clearInterval(this.timer);
    this.timer = undefined;
    const last = this.frames.length - 1;
    if (on) {
      if (this.at === last) this.show(0);
      this.timer = setInterval(() => {
        this.show(this.at + 1);
        if (this.at === last) this.run(false);
      }, between(this.frames.length));
    }
    rename(this.play, on ? "Pause" : "Play", on ? "pause" : "train", "Space");
    if (!on && this.at >= 0) for (const name of this.views.keys()) this.#draw(name, false);
  }

  /**
   * Show a frame.
   *
   * @param {number} i
   */
  show(i) {
    const at = Math.min(Math.max(i, 0), this.frames.length - 1);
    if (at === this.at) return;
    this.at = at;
    const { about, arrays, views } = this.frames[at];
    if (keep(this.latest, about, arrays, { ...views }) && this.latest.points) {
      this.selection.renew(this.latest.points.label.length, about.n_classes);
      for (const view of this.views.values()) view.take?.();
    }
    for (const name of this.views.keys()) this.#draw(name, Boolean(this.timer));
    this.#mark();
    this.#tell(about);
  }

  /**
   * @param {string} name
   * @param {boolean} moving
   */
  #draw(name, moving) {
    this.views.get(name)?.draw(this.latest.views[name] ?? {}, moving);
  }

  /** @param {About} about */
  #tell(about) {
    const words = `Epoch ${grouped(about.epoch)}`;
    this.range.value = String(this.at);
    this.range.setAttribute("aria-valuetext", words);
    this.label.textContent = `${words} of ${grouped(about.present)}`;
    const right = accuracy(about.test_accuracy, about.label_accuracies?.[1]);
    this.numbers.textContent = `loss ${loss(about.train_loss)} train, ${loss(about.test_loss)} test · accuracy ${right} test`;
    this.root.dataset.shownEpoch = String(about.epoch);
  }

  #mark() {
    for (const view of this.views.values()) view.mark?.();
    this.#point();
  }

  // With the display's next picture: what is under the pointer.
  #point() {
    cancelAnimationFrame(this.drawing);
    this.drawing = requestAnimationFrame(() => {
      const { hovered } = this.selection;
      const own = this.frames[this.at];
      if (hovered) readOff(this.latest, hovered, this.names.outputs.length);
      else if (this.off) keep(this.latest, own.about, own.arrays, {});
      if (hovered || this.off) this.#draw("softmax", true);
      this.off = Boolean(hovered);
      for (const view of this.views.values()) view.point?.();
      this.tooltip.tell(this, this.theme.text);
    });
  }

  #recolour() {
    this.theme = readTheme(this.root);
    for (const view of this.views.values()) view.recolour(this.theme);
    for (const name of this.views.keys()) this.#draw(name, false);
  }

  /** @param {boolean} on */
  #print(on) {
    this.run(false);
    document.documentElement.toggleAttribute("data-print", on);
    this.#recolour();
  }
}

const frames = unpack(await inflated(text("reel")));
const plotly = element("script");
plotly.textContent = new TextDecoder().decode(await inflated(text("plotly")));
document.head.append(plotly);
await new Player(JSON.parse(text("film")), frames).open();
