// Status: the bar's buttons, numbers and words, the notice line and the announcements.

import { element, rename } from "./dom.js";
import { accuracy, grouped, loss, percent } from "./numbers.js";
import { showControl } from "./page.js";

/** @typedef {Status | "reconnecting" | "refused" | "absent" | ""} Shown */

/** @type {Record<string, string>} */
const WORDS = {
  idle: "Ready",
  running: "Training",
  paused: "Paused",
  finished: "Finished",
  diverged: "Diverged",
  reconnecting: "Reconnecting",
  refused: "Not admitted",
  absent: "No data",
};

/** @type {Record<string, string>} */
const ASKED = { play: "Starting", pause: "Pausing", step: "Stepping", reset: "Resetting" };

const REMEDY = { epochs: "Raise Epochs, or Reset.", limit: "Change that limit, or Reset." };
const SOON = 150; // milliseconds in which the run usually answers
const EVERY = 90; // milliseconds between two readings of the numbers while training

export class StatusBar {
  /** @param {import("./dom.js").Parts} parts */
  constructor(parts) {
    this.parts = parts;
    /** @type {Shown} */
    this.status = "";
    this.read = 0;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.expected = undefined;
  }

  /**
   * Say what was asked of the run, `op`, if the answer takes long; "" for another Config.
   *
   * @param {string} op
   */
  expect(op) {
    clearTimeout(this.expected);
    this.expected = setTimeout(() => {
      this.parts.word.textContent = ASKED[op] ?? "Preparing";
      if (op !== "pause") this.status = ""; // the next frame is the answer
    }, SOON);
  }

  /** What was asked for is there. */
  answered() {
    clearTimeout(this.expected);
  }

  /**
   * Show the state of the run; `about` are the frame's numbers, if there is a frame.
   *
   * @param {Exclude<Shown, "">} status
   * @param {About | null} about
   */
  show(status, about = null) {
    if (status !== "running" || this.status !== status) this.answered();
    if (about) this.#numbers(about, status);
    if (status === this.status) return;
    this.status = status;
    this.parts.root.dataset.status = status === "refused" ? "reconnecting" : status;
    this.parts.word.textContent = WORDS[status];
    this.#buttons(status);
    this.announce(sentence(status, about));
  }

  /** There is no run that could be shown. */
  absent() {
    for (const value of Object.values(this.parts.values)) value.textContent = "–";
    this.show("absent");
  }

  /**
   * @param {About} about
   * @param {Shown} status
   */
  #numbers(about, status) {
    const { root, values } = this.parts;
    root.dataset.epoch = String(about.present);
    const now = performance.now();
    if (status === "running" && now - this.read < EVERY) return;
    this.read = now;
    values.epoch.textContent = grouped(about.epoch);
    values["train-loss"].textContent = loss(about.train_loss);
    values["test-loss"].textContent = loss(about.test_loss);
    values["train-accuracy"].textContent = accuracy(
      about.train_accuracy,
      about.label_accuracies?.[0],
    );
    values["test-accuracy"].textContent = accuracy(
      about.test_accuracy,
      about.label_accuracies?.[1],
    );
    root.classList.toggle("labelled", Boolean(about.label_accuracies));
    this.#validation(about.validation_loss, about.validation_accuracy);
    values.parameters.textContent = grouped(about.n_parameters);
    values.speed.textContent = status === "running" ? rate(about.epochs_per_second) : "–";
  }

  /**
   * Show what the validation part measures, if there is one.
   *
   * @param {number | null} lost
   * @param {number | null} accuracy
   */
  #validation(lost, accuracy) {
    const { root, values } = this.parts;
    root.classList.toggle("validated", accuracy !== null);
    const texts = { "validation-loss": loss(lost), "validation-accuracy": percent(accuracy ?? 0) };
    for (const [name, text] of Object.entries(texts)) {
      const place = /** @type {HTMLElement} */ (values[name].parentElement);
      place.hidden = accuracy === null;
      values[name].textContent = text;
    }
  }

  /** @param {Shown} status */
  #buttons(status) {
    const { play, step, reset } = this.parts;
    const away = status === "reconnecting" || status === "refused";
    if (status === "running") rename(play, "Pause", "pause", "Space");
    else rename(play, "Train", "train", "Space");
    [play.title, step.title] = ["Space", "One epoch: s"];
    const isOver = status === "finished" || status === "diverged" || status === "absent";
    play.disabled = away || isOver;
    step.disabled = play.disabled || status === "running";
    reset.disabled = away;
  }

  /** @param {string} text */
  announce(text) {
    this.parts.live.textContent = text;
  }

  /**
   * Say one line; `kind` is "info", "run" (of the run's present state) or "error".
   *
   * @param {string} text
   * @param {string} kind
   * @param {{name: string, act: () => void} | null} way the words `name` in the line do `act`
   * @param {HTMLElement | null} button stands behind the line
   */
  notice(text, kind = "info", way = null, button = null) {
    const { notice } = this.parts;
    const close = element("button", { type: "button", "aria-label": "Dismiss" }, "×");
    close.onclick = () => this.quiet();
    const words = element("span", {}, ...(way ? linked(text, way) : [text]));
    notice.replaceChildren(words, ...(button ? [button] : []), close);
    notice.dataset.kind = kind;
    notice.hidden = false;
    this.announce(text);
  }

  /**
   * Say why there is nothing left to train, and what to do: the greyed button says it too.
   *
   * @param {About} about
   */
  finished({ message, epochs }) {
    const { play, step, root } = this.parts;
    const remedies = root.dataset.side === "B" ? { epochs: "Reset.", limit: "Reset." } : REMEDY;
    const done = message || `All ${grouped(epochs)} epochs are done.`;
    const text = / Reset\.$/.test(done)
      ? done
      : `${done} ${message ? remedies.limit : remedies.epochs}`;
    play.title = step.title = text;
    const raise = { name: "Epochs", act: () => showControl("epochs") };
    this.notice(text, "run", text.includes(raise.name) ? raise : null);
  }

  /** Take the notice away; with `kind` only one of that kind. */
  quiet(kind = "") {
    const { notice } = this.parts;
    if (!kind || notice.dataset.kind === kind) notice.hidden = true;
  }
}

/**
 * Return `text` with its last `name` as a link, put behind it when it is not there.
 *
 * @param {string} text
 * @param {{name: string, act: () => void}} way
 */
function linked(text, { name, act }) {
  const link = element("a", { href: "#" }, name);
  link.onclick = (event) => {
    event.preventDefault();
    act();
  };
  const at = text.lastIndexOf(name);
  if (at < 0) return [`${text} `, link];
  return [text.slice(0, at), link, text.slice(at + name.length)];
}

/**
 * @param {Exclude<Shown, "">} status
 * @param {About | null} about
 */
function sentence(status, about) {
  const epoch = about ? ` at epoch ${about.epoch}` : "";
  const reached = about
    ? `, test accuracy ${accuracy(about.test_accuracy, about.label_accuracies?.[1])}`
    : "";
  /** @type {Record<string, string>} */
  const sentences = {
    running: "Training",
    paused: `Paused${epoch}`,
    finished: `Finished${epoch}${reached}`,
    diverged: `Diverged${epoch}`,
  };
  return sentences[status] ?? WORDS[status];
}

/** @param {number} speed */
const rate = (speed) => (speed >= 10 ? grouped(Math.round(speed)) : speed.toFixed(1));
