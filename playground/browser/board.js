// Board: the views of one run and the controls that steer it. Knows how to fetch numbers and whose
// turn it is, not what a softmax is: that is the views' business.

import { Absence } from "./absence.js";
import { heard } from "./admission.js";
import { Arrivals } from "./arrivals.js";
import { connect } from "./connection.js";
import { contextOf } from "./context.js";
import { Details } from "./details.js";
import { withNextPicture } from "./display.js";
import { Divergence } from "./divergence.js";
import { build, element } from "./dom.js";
import { hint } from "./hint.js";
import { instant, isAnew, keep, nothing } from "./latest.js";
import { Menu } from "./menu.js";
import { paint, pointAt, setLarge } from "./page.js";
import { dressed, plotted } from "./preload.js";
import { Retry } from "./retry.js";
import { PREDICTIONS, Schedule } from "./schedule.js";
import { Selection } from "./selection.js";
import { StatusBar } from "./status.js";
import { steer } from "./steering.js";
import { readTheme } from "./theme.js";
import { Timeline } from "./timeline.js";
import { Tooltip } from "./tooltip.js";
import { OpenViews } from "./views.js";
import { Warnings } from "./warnings.js";

const UNHURRIED = 500; // milliseconds between two statements below the charts

export class Board {
  /**
   * @param {Element} parent
   * @param {BoardData} data
   */
  constructor(parent, data) {
    this.data = data;
    /** @type {(name: string, value: unknown) => void} Streamlit's way to tell the script */
    this.trigger = () => {};
    this.latest = nothing();
    /** @type {Record<string, Record<string, unknown>>} what views are asked for with */
    this.given = {};
    /** @type {Names} */
    this.names = { classes: [], outputs: [], colours: [] };
    this.selection = new Selection();
    this.schedule = new Schedule();
    this.arrivals = new Arrivals((frame) => this.#receive(frame));
    this.generation = -1;
    this.frames = 0;
    this.stated = 0;
    this.sent = ""; // what the run was asked about last
    this.said = ""; // of the run's status and message
    this.colours = "";
    this.closed = this.away = this.showing = this.fresh = this.moved = false;
    this.noticed = 0;
    /** @type {(() => void) | null} calls off the drawing that is to come */
    this.scheduled = null;
    /** @type {(() => void)[]} */
    this.ends = [];
    this.theme = readTheme(parent);
    this.connection = connect(data.name);
    this.parts = build(data.name);
    this.frame = element("div", { class: "board-frame" }, this.parts.root);
    this.status = new StatusBar(this.parts);
    this.tooltip = new Tooltip(this.parts.tooltip, this.parts.root);
    this.warnings = new Warnings(this.parts.warnings, () => this.data);
    this.details = new Details(this);
    this.divergence = new Divergence(this);
    this.timeline = new Timeline(this);
    this.absence = new Absence(this);
    this.retry = new Retry(this);
    this.menu = new Menu(this);
    this.views = new OpenViews(
      this.parts.charts,
      this.parts.extra,
      this.latest,
      (name) => contextOf(this, name),
      (error) => this.retry.failed(error),
    );
    this.selection.listen(() => this.remark());
    this.ends.push(steer(this));
    hint(this.parts.hint, this.parts.charts);
    this.settled = this.#prepare(parent);
  }

  /** @param {Element} parent */
  async #prepare(parent) {
    const plain = () => {}; // a plain board is better than none
    await dressed().catch(plain);
    if (!this.closed) parent.append(this.frame);
  }

  /**
   * Take new data from the script: the query, views with their base figures, names and texts.
   *
   * @param {BoardData} data
   */
  update(data) {
    this.settled = this.settled.then(async () => {
      if (this.closed || !data) return;
      try {
        await this.#take(data);
        if (!this.closed) this.retry.succeeded();
        if (!this.latest.about) this.#ask(); // the first could not be read
      } catch (error) {
        if (!this.closed) this.retry.failed(error);
      }
    });
  }

  /** Show everything anew, from new numbers. */
  again() {
    this.#afresh();
    this.#ask();
    this.update(this.data);
  }

  /**
   * Show all that can be shown; throw the first reason why something can't.
   *
   * @param {BoardData} data
   */
  async #take(data) {
    this.data = data;
    const { about } = this.latest;
    const isBehind = about && !about.message && about.generation !== data.generation;
    if (isBehind && !this.absence.holds) this.status.expect("");
    const { classes, outputs, colours } = data;
    Object.assign(this.names, { classes, outputs, colours });
    this.divergence.settle();
    this.schedule.open(data.views);
    this.menu.take(data);
    this.connection.attach(this, data); // the first frame comes while Plotly does
    this.showing = true;
    await Promise.all([plotted(), this.#furnish(data)]);
    if (this.closed) return;
    await this.#show();
    this.showing = false;
    this.#say(data);
    this.draw();
    const [failure] = this.views.failures;
    if (failure) throw failure;
  }

  /** @param {BoardData} data */
  async #furnish(data) {
    const failedBefore = this.views.failures.length > 0;
    const isOther = await this.views.open(data.views, data.defaults);
    if (failedBefore) this.#afresh();
    else if (isOther) this.connection.stream.forget();
  }

  async #show() {
    const { root, large } = this.parts;
    large.setAttribute("aria-pressed", String(this.data.large));
    setLarge(this.data.large);
    const { outputs } = this.names;
    root.style.setProperty("--outputs", String(outputs.length));
    root.dataset.outputs = outputs.length > 6 ? "many" : "few";
    const theme = readTheme(root);
    const colours = JSON.stringify(theme);
    const recolour = colours !== this.colours;
    this.colours = colours;
    this.theme = theme;
    paint(theme);
    if (await this.views.show(theme, recolour)) this.#afresh();
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
    this.status.quiet("waiting");
    this.arrivals.forget();
    this.#afresh();
    this.timeline.forget();
    this.sent = "";
    this.#ask();
  }

  /** @type {(event: string, text: string) => void} */
  heard = (event, text) => heard(this, event, text);

  /** Nobody answers: what the last frame said holds no longer. */
  lost() {
    this.away = true;
    this.status.show("reconnecting");
  }

  /** @param {Frame} frame */
  received(frame) {
    this.away = false;
    this.arrivals.come(frame, this.latest.about);
    this.#ask();
  }

  /** @param {Frame} frame */
  #receive({ about, arrays, views }) {
    if (about.stands_in) {
      this.#absent(about);
      return false;
    }
    if (this.absence.end() && !arrays.X) {
      this.#afresh(); // what was sent of the run before is not what is shown
      return false;
    }
    if (isAnew(this.latest.about, about)) this.warnings.forget(); // what was warned of is over
    this.timeline.take(about, arrays.keyframes);
    if (keep(this.latest, about, arrays, views)) {
      this.generation = about.generation;
      this.moved = true;
    }
    const brought = [...Object.keys(views), ...(arrays.y_pred ? [PREDICTIONS] : [])];
    const isStill = about.status !== "running" && !about.past;
    if (this.schedule.arrive(brought, instant(about), isStill)) this.fresh = true;
    if (about.warnings) this.warnings.take(about.warnings);
    this.views.fail(about.views);
    this.draw();
    return true;
  }

  /**
   * The run is not the one that is wanted, which can't be had: nothing of it is shown.
   *
   * @param {About} about
   */
  #absent({ generation, message }) {
    this.generation = generation; // else the same frame would be news again
    this.said = "";
    this.absence.begin(message);
  }

  /**
   * Ask for a view with other arguments, at once: what was asked for before is out of date.
   *
   * @param {string} name
   * @param {Record<string, unknown>} given
   */
  want(name, given) {
    this.given[name] = given;
    delete this.schedule.stamps[name];
    delete this.schedule.asked[name];
    this.connection.stream.forget();
    this.#ask();
  }

  #ask() {
    const { stream } = this.connection;
    const { about } = this.latest;
    const isLive = about?.status === "running" && !about.past && this.timeline.isLive;
    if (stream.asked.length >= this.arrivals.room(isLive)) return;
    const running = about?.past ? this.timeline.moving : about?.status === "running";
    const names = this.data.views.map(({ name }) => name);
    const views = Object.fromEntries(names.map((name) => [name, this.given[name] ?? {}]));
    const due = running ? this.schedule.request(performance.now()) : [...names, PREDICTIONS];
    stream.ask({ views, due, generation: this.generation, at: this.timeline.wanted() });
  }

  /** Ask for the moment that the timeline is at, in place of what was asked for. */
  look() {
    this.connection.stream.forget();
    this.#ask();
  }

  /** See to it that what is new is drawn with the display's next picture. */
  draw() {
    if (!this.closed) this.scheduled ??= withNextPicture(() => this.#draw());
  }

  #draw() {
    this.scheduled = null;
    const { about } = this.latest;
    if (!about || this.showing || this.absence.holds) return;
    if (!this.moved && this.schedule.resting(performance.now())) {
      this.draw();
      return;
    }
    this.#probe();
    this.arrivals.shown();
    this.#ask();
    this.#picture(about);
    this.arrivals.next();
  }

  /** @param {About} about */
  #picture(about) {
    const { points } = this.latest;
    if (about.n_classes !== this.names.classes.length || !points) return; // of an earlier Config
    if (this.moved) this.#renew(points, about);
    this.#tell(about);
    const now = performance.now();
    for (const name of this.schedule.due(now)) this.one(name, now);
    if (this.fresh) this.#count(now);
    if (this.schedule.waiting) this.draw();
    this.views.point();
    this.tooltip.tell(this, this.theme.text);
    if (now - this.stated < UNHURRIED && about.status === "running") return;
    this.stated = now;
    this.details.tell();
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
   * There are other points.
   *
   * @param {Points} points
   * @param {About} about
   */
  #renew(points, about) {
    this.moved = false;
    this.views.take();
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
    this.timeline.tell(about);
    this.said = `${about.status} ${about.message}`;
    if (before === this.said) return;
    status.quiet("error");
    status.quiet("run");
    if (about.status === "diverged") this.divergence.offer(about.message);
    else if (about.status === "finished") status.finished(about);
    else if (about.message) status.notice(about.message, "run");
  }

  /**
   * Draw what `name` stands for: a view, or the marks of all views.
   *
   * @param {string} name
   * @param {number} now
   */
  one(name, now) {
    const began = performance.now();
    if (name === PREDICTIONS) this.views.mark();
    else this.views.draw(name, this.latest);
    this.schedule.done(name, now, performance.now() - began);
  }

  /** Draw the marks of all views again, now. */
  remark() {
    if (this.showing || !this.latest.about) return;
    this.one(PREDICTIONS, performance.now());
    this.draw();
  }

  /** @param {object} message */
  send(message) {
    this.connection.stream.send(message);
  }

  close() {
    this.closed = true;
    this.scheduled?.();
    this.connection.detach(this);
    for (const end of this.ends) end();
    this.retry.close();
    this.menu.close();
    this.timeline.close();
    this.views.close();
    this.frame.remove();
  }
}
