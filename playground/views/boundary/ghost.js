// Ghost: the boundary of a kept run over the present one's, to flip to or to subtract. It lies on a
// canvas of its own: without a ghost nothing is drawn.

import { gridOf, isOfClasses } from "../../browser/cards.js";
import { element, radios } from "../../browser/dom.js";
import { held } from "../../browser/keys.js";
import { percent } from "../../browser/numbers.js";
import { rgb } from "../../browser/theme.js";
import { difference, obstacle, otherShare, shade } from "./difference.js";
import { lay } from "./layer.js";
import { extent, paint } from "./regions.js";

const EVERY = 250; // milliseconds between two readings of the share

const UNFIT = "Only pictures of the predicted class are subtracted.";

/** @typedef {import("../../browser/plotly.js").Frame} Frame */

export class Ghost {
  /**
   * @param {Card} card
   * @param {HTMLElement} under where the pictures lie
   * @param {Context} context
   */
  constructor(card, under, context) {
    this.card = card;
    this.context = context;
    this.canvas = element("canvas", { "aria-hidden": "true" });
    this.cover = element("div", { class: "cover", hidden: "" }, this.canvas);
    under.append(this.cover);
    this.bar = element("div", { class: "ghost", "data-testid": "ghost", hidden: "" });
    this.words = element("span", { "data-testid": "ghost-words" });
    card.plot.after(this.bar);
    /** @type {PinCard | null} */
    this.kept = null;
    /** @type {import("./difference.js").Picture | null} */
    this.picture = null;
    this.obstacle = "";
    this.mode = "now";
    this.flipped = false;
    this.read = 0;
    /** @type {Frame | null} */
    this.frame = null;
    /** @type {Uint32Array | null} */
    this.ink = null;
    this.end = held(card.element, "g", (on) => this.#flip(on));
  }

  /** The kept run to compare with may be another, or the plane. */
  take() {
    const { latest, names } = this.context;
    const { ghost, extent, axes, note } = latest;
    if (!ghost && !this.kept) return;
    const { dataset } = this.context;
    const shown = { classes: names.classes, axes, dataset, extent: extent ?? [] };
    const plane = { ...shown, isSlice: note !== "" };
    const why = ghost ? obstacle(ghost.picture, plane) : "";
    if (ghost === this.kept && why === this.obstacle) return;
    const isOther = ghost !== this.kept;
    Object.assign(this, { kept: ghost, obstacle: why, mode: isOther ? "now" : this.mode });
    const { picture } = ghost ?? {};
    this.picture = picture && !why ? { ...picture, grid: gridOf(picture.grid) } : null;
    if (!this.picture) this.mode = "now";
    this.#label();
    this.#show();
  }

  #label() {
    const { kept } = this;
    this.bar.hidden = !kept;
    if (!kept) return;
    const name = `run ${kept.number}`;
    /** @type {[string, string][]} */
    const modes = [
      ["now", "now"],
      ["kept", name],
      ["difference", "difference"],
    ];
    const { group } = radios("Boundary of", modes, this.mode, (mode) => {
      this.mode = mode;
      this.#show();
    });
    group.title = `Hold g: ${name}`;
    this.bar.replaceChildren(...(this.picture ? [group] : []), this.words);
  }

  /** @param {boolean} on */
  #flip(on) {
    this.flipped = on;
    this.#show();
  }

  /** What is shown: while g is held, the other run. */
  get shown() {
    if (!this.picture || !this.flipped) return this.mode;
    return this.mode === "kept" ? "now" : "kept";
  }

  #show() {
    const { shown, picture, kept } = this;
    this.cover.hidden = shown === "now";
    this.words.textContent = this.obstacle && `Run ${kept?.number}: curves only. ${this.obstacle}`;
    this.read = 0;
    if (!picture || shown === "now") return;
    const { grid } = this.context.latest.views.boundary ?? {};
    if (shown === "kept") this.#paint(picture.grid);
    else if (grid) this.#subtract(grid);
    this.#lay();
  }

  /** @param {Tensor} grid */
  #paint(grid) {
    const [width, height] = extent(grid);
    const image = this.#image(width, height);
    if (image && this.ink) paint(grid, this.ink, new Uint32Array(image.data.buffer));
    if (image) this.canvas.getContext("2d")?.putImageData(image, 0, 0);
    const { epoch } = this.kept?.numbers ?? {};
    this.words.textContent = `Run ${this.kept?.number}${epoch ? ` at epoch ${epoch}` : ""}`;
  }

  /** @param {Tensor} grid */
  #subtract(grid) {
    const { latest } = this.context;
    const { picture } = this;
    if (!picture || !latest.extent) return;
    const isFit = isOfClasses(latest.about) && grid.shape[2] === picture.grid.shape[2];
    this.cover.hidden = !isFit;
    if (!isFit) {
      this.words.textContent = UNFIT;
      return;
    }
    const threshold = latest.about?.threshold ?? 0.5;
    const found = difference({ grid, extent: latest.extent, threshold }, picture);
    const [rows, columns] = grid.shape;
    const image = this.#image(columns, rows);
    if (!image) return;
    shade(found, columns, this.#colours(), image.data);
    this.canvas.getContext("2d")?.putImageData(image, 0, 0);
    this.#tell(found);
  }

  /** @param {ReturnType<typeof difference>} found */
  #tell(found) {
    const now = performance.now();
    if (now - this.read < EVERY) return;
    this.read = now;
    const share = percent(otherShare(found));
    const swatch = element("i", { "aria-hidden": "true" });
    this.words.replaceChildren(
      swatch,
      `another class than run ${this.kept?.number}: ${share} of the plane · grey: other probabilities`,
    );
  }

  #colours() {
    const style = getComputedStyle(this.bar);
    const accent = style.getPropertyValue("--st-primary-color").trim() || "#4f46e5";
    return { other: rgb(accent), grey: rgb(style.color) };
  }

  /**
   * @param {number} width
   * @param {number} height
   */
  #image(width, height) {
    const { canvas } = this;
    if (canvas.width !== width || canvas.height !== height)
      Object.assign(canvas, { width, height });
    return canvas.getContext("2d")?.createImageData(width, height);
  }

  /**
   * There is a new picture of the present run.
   *
   * @param {Tensor} grid
   */
  draw(grid) {
    if (this.shown === "difference") this.#subtract(grid);
  }

  /**
   * Keep in step with the axes.
   *
   * @param {Frame} frame
   */
  place(frame) {
    this.frame = frame;
    if (!this.cover.hidden) this.#lay();
  }

  #lay() {
    const { frame, picture } = this;
    const { latest } = this.context;
    const extent = this.shown === "kept" ? picture?.extent : latest.extent;
    if (frame && extent) lay(this.canvas, frame, extent);
  }

  close() {
    this.end();
  }
}
