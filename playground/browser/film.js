// Film: takes the run moment by moment, as the timeline shows it, and gives it away as one file.

import { bundled } from "./bundle.js";
import { button, rename } from "./dom.js";
import { saved } from "./page.js";
import { pack, squeezed } from "./reel.js";
import { PREDICTIONS } from "./schedule.js";
import { NOW } from "./timeline.js";

const MOST_CHARACTERS = 8 * 2 ** 20; // of a film's frames; of more, every other one is left out

/** @typedef {import("./board.js").Board} Board */

export class Recorder {
  /**
   * @param {Board} board
   * @param {import("./timeline.js").Timeline} timeline
   */
  constructor(board, timeline) {
    this.board = board;
    this.timeline = timeline;
    /** @type {Frame[]} */
    this.frames = [];
    /** @type {number[]} epochs that are still to come */
    this.left = [];
    this.on = false;
    this.button = button("Film", "film", TAKE, "quiet");
    this.button.onclick = () => (this.on ? this.stop() : this.start());
  }

  /** Views that are open and can be filmed. */
  get views() {
    return this.board.data.views.filter(({ filmed }) => filmed);
  }

  /** Ask for each keyframe, then for the run as it is where it stands; all of each. */
  start() {
    const { board } = this;
    const { about } = board.latest;
    if (!about || !this.views.length) {
      board.status.notice("None of the open views can be filmed. Open the first four.");
      return;
    }
    this.on = true;
    this.frames = [];
    this.left = Array.from(this.timeline.epochs).filter((epoch) => epoch < about.present);
    if (about.status !== "running") this.left.push(NOW);
    rename(this.button, "Stop the film", "pause", "Leave it");
    this.#ask();
  }

  #ask() {
    const { given, connection } = this.board;
    const names = this.views.map(({ name }) => name);
    connection.stream.forget();
    connection.stream.ask({
      views: Object.fromEntries(names.map((name) => [name, given[name] ?? {}])),
      due: [...names, PREDICTIONS],
      generation: this.frames[0]?.about.generation ?? -1, // the first one brings the points
      at: this.left[0],
    });
  }

  /**
   * Take a frame while there is something to film; tell whether it is taken. The board stands still
   * meanwhile.
   *
   * @param {Frame} frame
   */
  take({ about, arrays: { keyframes: _, ...arrays }, views }) {
    if (!this.on) return false;
    const at = this.left[0];
    if (about.at === at) {
      const { epoch, generation } = this.frames.at(-1)?.about ?? { ...about, epoch: -1 };
      const isOther = generation !== about.generation || about.stands_in;
      if (isOther || (at !== NOW && !about.past)) {
        this.stop(); // the run was reset, or gave way to another
        return false;
      }
      if (about.epoch > epoch) this.frames.push({ about, arrays, views });
      this.left.shift();
    } // else it was asked for before
    if (this.left.length) this.#ask();
    else this.#finish();
    return true;
  }

  async #finish() {
    this.stop();
    const { board } = this;
    const { data } = board;
    const [{ about }] = this.frames.slice(-1);
    try {
      const { text, shown } = await bounded(this.frames);
      const film = { ...this.#told(shown.length), views: this.views, names: { ...board.names } };
      const html = await bundled(film, text);
      const name = `film-${dataset(data.query)}-epoch-${about.epoch}.html`;
      saved(new Blob([html], { type: "text/html" }), name);
      board.status.announce(`The film is saved: ${name}`);
    } catch (error) {
      board.status.notice("The film could not be made. Try again.");
      throw error;
    } finally {
      this.frames = [];
    }
  }

  /** @param {number} n frames of the film */
  #told(n) {
    const { query, title, versions, pictured } = this.board.data;
    const { stride } = this.board.latest.about?.timeline ?? {};
    const changed = this.frames.at(-1)?.about.changed;
    const note = [
      `${n} moments, each with the weights of its epoch`,
      ...(stride && stride > 1 ? [`every ${stride} epochs`] : []),
      ...(changed
        ? ["changed while it went on, so that the address alone does not repeat it"]
        : []),
    ].join("; ");
    const address = `${location.origin}${location.pathname}${query && `?${query}`}`;
    return { title, address, versions, pictured, note: `${note}.` };
  }

  /** End, or break off: the board goes on. */
  stop() {
    if (!this.on) return;
    this.on = false;
    rename(this.button, "Film", "film", TAKE);
    this.board.look();
  }
}

const TAKE = "Save the run so far as a film: one HTML file that plays anywhere";

/**
 * Return frames as text of at most `most` characters, fewer of them where it takes that; the last
 * stays.
 *
 * @param {Frame[]} frames
 */
export async function bounded(frames, most = MOST_CHARACTERS) {
  let shown = frames;
  let text = await squeezed(pack(shown));
  while (text.length > most && shown.length > 2) {
    shown = halved(shown);
    text = await squeezed(pack(shown));
  }
  return { text, shown };
}

/**
 * Return every other frame, the first, which has the points, and the last among them.
 *
 * @param {Frame[]} frames
 */
export const halved = (frames) => frames.filter((_, i) => i % 2 === 0 || i === frames.length - 1);

/** @param {string} query */
const dataset = (query) => new URLSearchParams(query).get("dataset") ?? "moons";
