// Challenge: target, budget and rules, judged by what the run really did, and the best score so far.

import { holds } from "./conditions.js";
import { element } from "./dom.js";
import { best, keepBest } from "./progress.js";
import { Runs } from "./runs.js";

const EVERY = 200; // milliseconds between two looks at the run

/** @type {WeakMap<Element, Panel>} */
const panels = new WeakMap();

/**
 * @param {object} mount
 * @param {[ChallengeData]} mount.data
 * @param {Element} mount.parentElement
 */
export default function ({ data: [data], parentElement }) {
  const panel = panels.get(parentElement) ?? new Panel(parentElement, data);
  panels.set(parentElement, panel);
  panel.take(data);
  return () => {
    panels.delete(parentElement);
    panel.close();
  };
}

class Panel {
  /**
   * @param {Element} parent
   * @param {ChallengeData} data
   */
  constructor(parent, data) {
    this.data = data;
    this.runs = new Runs();
    this.goals = data.goals.map(({ text }) => element("li", { "data-testid": "goal" }, text));
    this.line = element("p", { role: "status", "data-testid": "best" });
    this.root = element(
      "section",
      { class: "lesson", "aria-label": "Challenge" },
      element("ol", {}, ...this.goals),
      this.line,
    );
    parent.append(this.root);
    this.timer = setInterval(() => this.#look(), EVERY);
  }

  /** @param {ChallengeData} data */
  take(data) {
    this.data = data;
    this.runs.take(data);
    this.#show(this.goals.map(() => false));
  }

  #look() {
    const runs = this.runs.look();
    if (!runs) return;
    const met = this.data.goals.map((goal) => holds(goal.holds, runs));
    const score = Number(runs.a[this.data.score]);
    const before = best(this.data.name);
    const isBetter = before === null || score < before;
    if (met.every(Boolean) && isBetter) keepBest(this.data.name, score);
    this.#show(met);
  }

  /** @param {boolean[]} met */
  #show(met) {
    met.forEach((isMet, i) => {
      this.goals[i].dataset.done = String(isMet);
    });
    const { name, unit, par } = this.data;
    const score = best(name);
    const reached = score === null ? "Not yet reached." : `Your best: ${score} ${unit}.`;
    const text = `${reached} Par is ${par} ${unit}.`;
    if (this.line.textContent !== text) this.line.textContent = text;
  }

  close() {
    clearInterval(this.timer);
    this.root.remove();
  }
}
