// Timeline: a slider over the run so far, which lets the board show it as it was; and the ways back.

import { button, element, rename } from "./dom.js";
import { Recorder } from "./film.js";
import { grouped } from "./numbers.js";
import { between } from "./tempo.js";

/** Asked for in place of an epoch: the run as it is. */
export const NOW = -1;

const EVERY = 90; // milliseconds between two readings while the run goes on
const REST = 150; // milliseconds after which a moment is one to look at
const FAR = 10; // moments that Page Up and Page Down go
const MEBIBYTE = 2 ** 20;

/** @typedef {import("./board.js").Board} Board */

export class Timeline {
  /** @param {Board} board */
  constructor(board) {
    this.board = board;
    this.at = NOW; // the epoch that is wanted
    this.awaited = NOW; // the one asked for last
    this.seen = NOW; // the one answered last
    /** @type {Numbers} */
    this.epochs = new Int32Array(); // of the keyframes
    this.held = this.past = this.moving = false;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.settling = undefined;
    this.read = 0;
    /** @type {ReturnType<typeof setTimeout> | null} */
    this.timer = null;
    this.playing = false;
    this.play = button("Play back", "train", "Play the run back from here", "quiet");
    this.range = element("input", { type: "range", "data-testid": "timeline", min: 0, max: 0 });
    this.range.setAttribute("aria-label", "Timeline");
    this.range.disabled = true;
    this.label = element("output", { "data-testid": "timeline-epoch" }, "Live");
    this.kept = element("span", { class: "kept" });
    this.film = new Recorder(board, this);
    this.branch = element("button", { type: "button" }, "Continue from here");
    this.branch.title = "Let the run go on from this epoch; what came after it is forgotten";
    this.back = element("button", { type: "button", class: "primary" }, "Back to live");
    this.back.title = "Show the run as it is: Escape";
    this.branch.hidden = this.back.hidden = true;
    const ways = element("div", { class: "ways" }, this.kept, this.branch, this.back);
    board.parts.timeline.append(this.play, this.range, this.label, ways, this.film.button);
    this.#listen();
  }

  #listen() {
    const { range } = this;
    range.onpointerdown = () => this.#hold(true);
    range.onpointerup = range.onpointercancel = () => this.#hold(false);
    range.oninput = () => this.show(chosen(this.epochs, range.valueAsNumber, Number(range.max)));
    range.onchange = () => this.#hold(false);
    range.onkeydown = (event) => this.#press(event);
    this.play.onclick = () => this.#play(!this.playing);
    this.back.onclick = () => this.leave();
    this.branch.onclick = () => {
      this.board.send({ op: "branch", epoch: this.at });
      this.leave();
    };
  }

  /** @param {boolean} on */
  #hold(on) {
    this.held = on;
    if (on) this.#play(false);
    else this.#place();
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    const to = moved(event.key, this.epochs, this.at);
    if (to === null) return;
    event.preventDefault();
    event.stopPropagation();
    this.#play(false);
    this.show(to);
  }

  /**
   * Show the moment `at`, or the run as it is.
   *
   * @param {number} at
   */
  show(at) {
    this.film.stop();
    if (at === this.at) return;
    this.at = at;
    if (at === NOW) this.#play(false);
    clearTimeout(this.settling);
    this.settling = setTimeout(() => this.#settle(), REST);
    this.moving = true;
    this.#ask();
  }

  // What is asked for while a moment is on its way is asked for after it, the newest only.
  #ask() {
    if (this.awaited === this.seen) this.board.look();
  }

  // The slider rests: now the views that take turns while it moves are wanted, too.
  #settle() {
    this.moving = false;
    if (this.at !== NOW) this.#ask();
  }

  /** Show the run as it is, and keep the focus on the slider. */
  leave() {
    const { activeElement } = document;
    const inside = activeElement === this.back || activeElement === this.branch;
    this.show(NOW);
    this.#place();
    if (inside) this.range.focus();
  }

  /** Nothing but the run as it is is wanted, by no film either. */
  get isLive() {
    return this.at === NOW && !this.film.on;
  }

  /** Return what to ask for, and wait for it. */
  wanted() {
    this.awaited = this.at;
    return this.at;
  }

  /** Nothing is on its way any more. */
  forget() {
    this.film.stop();
    this.awaited = this.seen;
  }

  /**
   * Take what a frame tells.
   *
   * @param {About} about
   * @param {Tensor | undefined} keyframes
   */
  take({ at, past }, keyframes) {
    this.seen = at;
    this.past = past;
    if (keyframes) this.epochs = keyframes.data;
    if (past || at !== this.at || at === NOW) return;
    this.at = NOW; // the run was reset, or stands there
    this.#play(false);
  }

  /**
   * Say where the run is, and which moment of it is shown.
   *
   * @param {About} about
   */
  tell(about) {
    const { root } = this.board.parts;
    root.dataset.shownEpoch = String(about.epoch);
    const now = performance.now();
    const { past } = about;
    if (past !== root.hasAttribute("data-past")) this.#mark(past);
    else if (!past && about.status === "running" && now - this.read < EVERY) return;
    this.read = now;
    const [shown, present] = [about.epoch, about.present].map(grouped);
    this.label.title = past ? "Exact: these are the weights of that epoch" : "";
    this.label.textContent = past ? `Epoch ${shown} of ${present}, as it was` : `Live: ${present}`;
    this.kept.textContent = this.#room(about.timeline);
    this.range.disabled = this.play.disabled = this.film.button.disabled = about.present === 0;
    this.range.setAttribute("aria-valuetext", past ? `epoch ${shown}` : `live, epoch ${present}`);
    if (!this.held) this.#place();
    if (this.playing && !this.timer && this.seen === this.at) this.#next();
  }

  /** @param {boolean} past */
  #mark(past) {
    const { root } = this.board.parts;
    root.toggleAttribute("data-past", past);
    this.kept.hidden = past;
    this.branch.hidden = this.back.hidden = !past;
  }

  /** @param {About["timeline"]} timeline */
  #room({ stride, bytes, most }) {
    const [used, all] = [bytes / MEBIBYTE, most / MEBIBYTE];
    const each = stride === 1 ? "every epoch" : `every ${grouped(stride)} epochs`;
    const best = "always the first and the one of the lowest test loss";
    this.kept.title = `Kept of a run: at most 128 epochs and ${all} MiB, ${best}`;
    const from = this.epochs[0] > 0 ? `from ${grouped(this.epochs[0])} on, ` : ""; // the run came back
    return `kept: ${from}${each} · ${used.toFixed(1)} of ${all} MiB`;
  }

  // Bring the slider to what is shown.
  #place() {
    const { about } = this.board.latest;
    if (!about) return;
    const { range } = this;
    range.min = String(this.epochs[0] ?? 0);
    range.max = String(about.present);
    range.value = String(this.at === NOW ? about.present : this.at);
  }

  /** @param {boolean} on */
  #play(on) {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    if (on === this.playing || (on && !this.epochs.length)) return;
    this.playing = on;
    if (on) rename(this.play, "Stop playing", "pause", "Stay at this moment");
    else rename(this.play, "Play back", "train", "Play the run back from here");
    if (on && this.at === NOW) this.show(this.epochs[0]);
    else if (on) this.#next();
  }

  #next() {
    this.timer = setTimeout(() => {
      this.timer = null;
      this.show(moved("ArrowRight", this.epochs, this.at) ?? NOW);
    }, between(this.epochs.length));
  }

  close() {
    this.#play(false);
    clearTimeout(this.settling);
  }
}

/**
 * Return the keyframe nearest to `epoch`, or NOW at the end of the run.
 *
 * @param {Numbers} epochs
 * @param {number} epoch
 * @param {number} last
 */
export function chosen(epochs, epoch, last) {
  if (epoch >= last || !epochs.length) return NOW;
  let nearest = epochs[0];
  for (const one of epochs) if (Math.abs(one - epoch) < Math.abs(nearest - epoch)) nearest = one;
  return nearest;
}

/**
 * Return where a key leads from the keyframe `at`, null for a key without a meaning here.
 *
 * @param {string} key
 * @param {Numbers} epochs
 * @param {number} at
 */
export function moved(key, epochs, at) {
  /** @type {Record<string, number>} */
  const steps = {
    ArrowLeft: -1,
    ArrowDown: -1,
    ArrowRight: 1,
    ArrowUp: 1,
    PageDown: -FAR,
    PageUp: FAR,
    Home: Number.NEGATIVE_INFINITY,
    End: Number.POSITIVE_INFINITY,
    Escape: Number.POSITIVE_INFINITY,
  };
  if (!(key in steps)) return null;
  const place = at === NOW ? epochs.length : rank(epochs, at);
  const to = Math.max(place + steps[key], 0);
  return to >= epochs.length ? NOW : epochs[to];
}

/**
 * Return the place of the keyframe `at`; of the next later one when it has been let go.
 *
 * @param {Numbers} epochs
 * @param {number} at
 */
function rank(epochs, at) {
  const place = epochs.findIndex((epoch) => epoch >= at);
  return place < 0 ? epochs.length : place;
}
