// Marks: which lessons and challenges of the contents page this browser remembers as done.

import { element } from "./dom.js";
import { best, recall } from "./progress.js";

/** @type {WeakMap<Element, HTMLElement>} */
const lines = new WeakMap();

/**
 * @param {object} mount
 * @param {[{lessons: {name: string, steps: number}[], challenges: string[]}]} mount.data
 * @param {Element} mount.parentElement
 */
export default function ({ data: [data], parentElement }) {
  const line = lines.get(parentElement) ?? element("p", { class: "lessons-done" });
  lines.set(parentElement, line);
  parentElement.append(line);
  const { lessons, challenges } = data;
  const done = lessons.filter(
    ({ name, steps }) => recall(name, { guesses: 0, steps }).done === steps,
  );
  line.textContent = done.length ? `${done.length} of ${lessons.length} lessons are done.` : "";
  for (const lesson of lessons) mark(`lesson_${lesson.name}`, done.includes(lesson));
  for (const name of challenges) mark(`challenge_${name}`, best(name) !== null);
  return () => line.remove();
}

/**
 * @param {string} key of an entry
 * @param {boolean} isDone
 */
function mark(key, isDone) {
  const entry = document.querySelector(`.st-key-${CSS.escape(key)}`);
  if (entry instanceof HTMLElement) entry.dataset.done = String(isDone);
}
