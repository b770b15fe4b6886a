// Status: the bar's buttons, numbers and words, the notice line and the announcements.

import { element, rename } from "./dom.js";
import { decimal } from "./outputs.js";

const WORDS = {
  idle: "Ready",
  running: "Training",
  paused: "Paused",
  finished: "Finished",
  diverged: "Diverged",
  reconnecting: "Reconnecting",
  refused: "Not admitted",
};

const ASKED = { play: "Starting", pause: "Pausing", step: "Stepping", reset: "Resetting" };
const SOON = 150; // milliseconds in which the run usually answers
const EVERY = 90; // milliseconds between two readings of the numbers while training

export class Status {
  constructor(parts) {
    this.parts = parts;
    this.status = "";
    this.read = 0;
  }

  /** Say what was asked of the run, `op`, if the answer takes long; "" for another Config. */
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

  /** Show the state of the run; `about` are the frame's numbers, if there is a frame. */
  show(status, about) {
    const { root, values } = this.parts;
    if (status !== "running" || this.status !== status) this.answered();
    if (about) this.#numbers(about, status, root, values);
    if (status === this.status) return;
    this.status = status;
    root.dataset.status = status === "refused" ? "reconnecting" : status;
    this.parts.word.textContent = WORDS[status];
    this.#buttons(status);
    this.announce(sentence(status, about));
  }

  #numbers(about, status, root, values) {
    root.dataset.epoch = about.epoch;
    const now = performance.now();
    if (status === "running" && now - this.read < EVERY) return;
    this.read = now;
    values.epoch.textContent = about.epoch.toLocaleString("en");
    values["train-loss"].textContent = loss(about.train_loss);
    values["test-loss"].textContent = loss(about.test_loss);
    values["train-accuracy"].textContent = percent(about.train_accuracy);
    values["test-accuracy"].textContent = percent(about.test_accuracy);
    values.parameters.textContent = about.n_parameters.toLocaleString("en");
    values.speed.textContent = status === "running" ? rate(about.epochs_per_second) : "–";
  }

  #buttons(status) {
    const { play, step, reset } = this.parts;
    const away = status === "reconnecting" || status === "refused";
    if (status === "running") rename(play, "Pause", "pause", "Space");
    else rename(play, "Train", "train", "Space");
    play.disabled = away || status === "finished" || status === "diverged";
    step.disabled = play.disabled || status === "running";
    reset.disabled = away;
  }

  announce(text) {
    this.parts.live.textContent = text;
  }

  /**
   * Say one line; `kind` is "info", "run" (of the run's present state) or "error". The words `name`
   * in it do `action`; `button` is a button to stand behind it.
   */
  notice(text, kind = "info", name = "", action = null, button = null) {
    const { notice } = this.parts;
    const close = element("button", { type: "button", "aria-label": "Dismiss" }, "×");
    close.onclick = () => this.quiet();
    const words = element("span", {}, ...(name ? linked(text, name, action) : [text]));
    notice.replaceChildren(words, ...(button ? [button] : []), close);
    notice.dataset.kind = kind;
    notice.hidden = false;
    this.announce(text);
  }

  /** Take the notice away; with `kind` only one of that kind. */
  quiet(kind) {
    const { notice } = this.parts;
    if (!kind || notice.dataset.kind === kind) notice.hidden = true;
  }
}

// Return `text` with its last `name` as a link, put behind it when it is not there.
function linked(text, name, action) {
  const at = text.lastIndexOf(name);
  if (at < 0) return [`${text} `, link(name, action)];
  return [text.slice(0, at), link(name, action), text.slice(at + name.length)];
}

function link(name, action) {
  const made = element("a", { href: "#" }, name);
  made.onclick = (event) => {
    event.preventDefault();
    action();
  };
  return made;
}

function sentence(status, about) {
  const epoch = about ? ` at epoch ${about.epoch}` : "";
  const reached = about ? `, test accuracy ${percent(about.test_accuracy)}` : "";
  return {
    running: "Training",
    paused: `Paused${epoch}`,
    finished: `Finished${epoch}${reached}`,
    diverged: `Diverged${epoch}`,
  }[status] ?? WORDS[status];
}

function loss(value) {
  if (value === null || !Number.isFinite(value)) return "–";
  if (value >= 1e5 || (value > 0 && value < 1e-4)) return value.toExponential(1);
  return decimal(value, value < 10 ? 4 : value < 1000 ? 2 : 0);
}

const percent = (share) =>
  share === null || !Number.isFinite(share) ? "–" : `${(100 * share).toFixed(1)} %`;

const rate = (speed) => (speed >= 10 ? Math.round(speed).toLocaleString("en") : speed.toFixed(1));
