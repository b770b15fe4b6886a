// Marks: which lessons of the contents page this browser remembers as done.

import { element } from "./dom.js";
import { recall } from "./progress.js";

/** @type {WeakMap<Element, HTMLElement>} */
const lines = new WeakMap();

/**
 * @param {object} mount
 * @param {[{name: string, steps: number}[]]} mount.data
 * @param {Element} mount.parentElement
 */
export default function ({ data: [lessons], parentElement }) {
  const line = lines.get(parentElement) ?? element("p", { class: "lessons-done" });
  lines.set(parentElement, line);
  parentElement.append(line);
  const done = lessons.filter(
    ({ name, steps }) => recall(name, { guesses: 0, steps }).done === steps,
  );
  line.textContent = done.length ? `${done.length} of ${lessons.length} lessons are done.` : "";
  for (const { name } of lessons) {
    const entry = document.querySelector(`.st-key-lesson_${CSS.escape(name)}`);
    const isDone = done.some((one) => one.name === name);
    if (entry instanceof HTMLElement) entry.dataset.done = String(isDone);
  }
  return () => line.remove();
}
