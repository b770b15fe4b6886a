// Ways: what the picture shows in place of the predicted class, and the lines over it.

import { element } from "../../browser/dom.js";
import { decimal } from "../../browser/numbers.js";
import { mixed, rgb } from "../../browser/theme.js";
import { chord, crossings, path } from "./overlay.js";
import { fades, flat } from "./regions.js";

/** @typedef {{mode?: string, of?: number, low?: number, high?: number, passes?: number}} Picture */
/** @typedef {{n_units?: number, is_hidden?: boolean}} Lines */

/** @type {[string, string][]} */
const MODES = [
  ["class", "predicted class"],
  ["hard", "hard regions"],
  ["proba", "one class’s probability"],
  ["confidence", "confidence"],
  ["margin", "margin"],
  ["entropy", "entropy"],
  ["dropout_mean", "dropout left on: mean"],
  ["dropout_spread", "dropout left on: spread"],
];

const PLAIN = { mode: "class", of: 1, contour: false, lines: false, fine: false };

/** @type {["contour" | "lines" | "fine", string, string][]} */
const CHECKS = [
  ["contour", "contour", "Of two classes, where the probability of class 1 is the threshold"],
  ["lines", "zero lines", "Where the first layer’s units are zero: w·x + b = 0"],
  ["fine", "finer at rest", "More cells while the run stands still"],
];

/** @type {Record<string, string>} */
const SENTENCES = {
  confidence: "The highest probability of all classes.",
  margin: "How far the highest probability is above the second.",
  entropy: "−Σ p log₂ p: 0 where one class has it all, highest where all are alike.",
};

/**
 * Return what there is to say of a picture beside its name.
 *
 * @param {Picture & Lines} told
 * @param {typeof PLAIN} given
 * @param {string[]} classes
 */
export function sentence({ mode = "class", passes, n_units: n, is_hidden }, given, classes) {
  const words = [SENTENCES[mode] ?? ""];
  if (mode.startsWith("dropout")) words.push(doubt(mode, passes ?? 0));
  if (given.contour && classes.length !== 2) words.push("A contour needs two classes.");
  if (n === 0) words.push("Zero lines are straight only where the inputs are x₁ and x₂ alone.");
  if (n && !is_hidden) words.push("There is no hidden layer: the zero lines are the outputs’.");
  if (n && n > 32) words.push(`Zero lines of the first 32 of ${n} units.`);
  return words.filter(Boolean).join(" ");
}

/**
 * @param {string} mode
 * @param {number} passes
 */
function doubt(mode, passes) {
  if (!passes) return "This network has no dropout: left on, it changes nothing.";
  const what =
    mode === "dropout_mean"
      ? "Mean of the probabilities"
      : "Standard deviation of the probability of the class that is predicted on average,";
  return (
    `${what} over ${passes} passes with dropout left on, each leaving out other units ` +
    "(Monte-Carlo dropout). All other numbers are taken with none left out."
  );
}

export class Ways {
  /**
   * @param {Card} card
   * @param {Context} context
   */
  constructor(card, context) {
    this.card = card;
    this.context = context;
    this.given = { ...PLAIN };
    /** @type {Picture & Lines} */
    this.told = {};
    this.inked = "";
    /** @type {Uint32Array | null} */
    this.inks = null;
    this.button = element(
      "button",
      { type: "button", class: "ways", "aria-expanded": "false", title: "Other pictures" },
      "Show as…",
    );
    this.button.onclick = () => this.#open(!this.isOpen);
    this.isOpen = false;
    this.overlay = overlay();
    this.#furnish();
    card.plot.after(this.button);
  }

  #furnish() {
    this.mode = element("select", { "aria-label": "Picture" });
    for (const [value, text] of MODES) this.mode.append(element("option", { value }, text));
    this.mode.onchange = () => this.#ask({ mode: this.mode?.value });
    this.of = element("select", { "aria-label": "Class", hidden: "" });
    this.of.onchange = () => this.#ask({ of: Number(this.of?.value) });
    const checks = CHECKS.map(([name, text, title]) => {
      const box = element("input", { type: "checkbox" });
      box.onchange = () => this.#ask({ [name]: box.checked });
      return element("label", { title }, box, text);
    });
    this.low = element("span");
    this.strip = element("i", { "aria-hidden": "true" });
    this.high = element("span");
    this.bar = element("span", { class: "scale", hidden: "" }, this.low, this.strip, this.high);
    this.words = element("p", { class: "words", hidden: "" });
    this.card.head.append(this.mode, this.of, this.bar, ...checks, this.words);
  }

  /** @param {boolean} isOpen */
  #open(isOpen) {
    this.isOpen = isOpen;
    this.button.setAttribute("aria-expanded", String(isOpen));
    this.card.head.classList.toggle("open", isOpen);
  }

  /** @param {object} given */
  #ask(given) {
    Object.assign(this.given, given);
    this.#offer();
    const isPlain = JSON.stringify(this.given) === JSON.stringify({ ...PLAIN, of: this.given.of });
    this.context.ask(isPlain ? {} : { ...this.given });
  }

  // The classes that there are, where one is to be chosen.
  #offer() {
    const { classes } = this.context.names;
    if (!this.of) return;
    this.of.hidden = this.given.mode !== "proba";
    if (this.of.dataset.key !== String(classes)) {
      this.of.dataset.key = String(classes);
      this.of.replaceChildren(...classes.map((name, k) => element("option", { value: k }, name)));
    }
    this.given.of = Math.min(this.given.of, classes.length - 1);
    this.of.value = String(this.given.of);
  }

  /**
   * Take what the next picture shows; return its inks, or null for those of the predicted class.
   *
   * @param {Theme | null} theme
   * @param {number[][]} colours of the classes
   */
  take(theme, colours) {
    const { about } = this.context.latest;
    this.told = about?.views.boundary ?? this.told;
    const { mode, of = 0 } = this.told;
    const key = JSON.stringify([mode, of, theme?.text, colours]);
    if (key === this.inked) return this.inks;
    this.inked = key;
    const [ground, text] = [theme?.ground ?? "#fff", theme?.text ?? "#000"].map(rgb);
    this.colour = mode === "proba" ? (colours[of] ?? text) : mixed(ground, text, 0.9);
    this.inks = mode === "hard" ? flat(colours) : null;
    if (this.told.high !== undefined) this.inks = fades(this.colour);
    return this.inks;
  }

  /**
   * Draw the lines over the picture, and write what it shows.
   *
   * @param {Arrays} arrays
   */
  draw({ contour, lines }) {
    const [under, over] = this.overlay.children;
    this.overlay.style.display = contour || lines ? "" : "none"; // even empty, it is painted anew
    under.setAttribute("d", lines ? path(chords(lines)) : "");
    over.setAttribute("d", contour ? path(crossings(contour)) : "");
    if (!this.isOpen) return;
    this.#offer();
    this.#scale();
    const text = sentence(this.told, this.given, this.context.names.classes);
    if (!this.words || this.words.textContent === text) return;
    this.words.textContent = text;
    this.words.hidden = !text;
  }

  #scale() {
    const { mode, low, high } = this.told;
    if (!this.bar || !this.low || !this.high || !this.strip) return;
    this.bar.hidden = high === undefined;
    if (low === undefined || high === undefined) return;
    const unit = mode === "entropy" ? " bit" : "";
    this.low.textContent = decimal(low, low ? 2 : 0);
    this.high.textContent = `${decimal(high, high % 1 ? 2 : 0)}${unit}`;
    const [red, green, blue] = this.colour ?? [0, 0, 0];
    this.strip.style.setProperty("--ink", `${red} ${green} ${blue}`);
  }
}

/** @param {Tensor} lines (m, 3) */
function chords({ data, shape: [n] }) {
  return Array.from({ length: n }, (_, i) =>
    chord(data[3 * i], data[3 * i + 1], data[3 * i + 2]),
  ).flatMap((piece) => (piece ? [piece] : []));
}

/** Return what lines are drawn on: a square, stretched over the picture. */
function overlay() {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 1 1");
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("aria-hidden", "true");
  svg.style.display = "none";
  for (const kind of ["lines", "contour"]) {
    const made = document.createElementNS(space, "path");
    made.setAttribute("class", kind);
    svg.append(made);
  }
  return svg;
}
