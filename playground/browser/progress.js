// Progress: what this browser remembers of the lessons. Read as far as it can be read.

import { remember, remembered } from "./page.js";

const PLACE = "playground-lessons";

/** @returns {Progress} */
const none = () => ({ guess: null, came: null, done: 0 });

/**
 * Return what `text` holds of a lesson with so many guesses and steps; nothing for nonsense.
 *
 * @param {string | null} text
 * @param {string} name
 * @param {{guesses: number, steps: number}} sizes
 * @returns {Progress}
 */
export function read(text, name, { guesses, steps }) {
  const kept = all(text)[name];
  if (typeof kept !== "object" || kept === null) return none();
  const { guess, came, done } = /** @type {Record<string, unknown>} */ (kept);
  return {
    guess: isBelow(guess, guesses) ? guess : null,
    came: isBelow(came, guesses) ? came : null,
    done: isBelow(done, steps + 1) ? done : 0,
  };
}

/**
 * Return `text` with what is remembered of one lesson in the place of what was.
 *
 * @param {string | null} text
 * @param {string} name
 * @param {Progress} progress
 */
export const write = (text, name, progress) => JSON.stringify({ ...all(text), [name]: progress });

/**
 * Return what is remembered of a lesson.
 *
 * @param {string} name
 * @param {{guesses: number, steps: number}} sizes
 */
export const recall = (name, sizes) => read(remembered(PLACE), name, sizes);

/**
 * Remember how far a lesson has come.
 *
 * @param {string} name
 * @param {Progress} progress
 */
export const keep = (name, progress) => remember(PLACE, write(remembered(PLACE), name, progress));

/**
 * Return the best score that `text` holds of a challenge; null for none, and for nonsense.
 *
 * @param {string | null} text
 * @param {string} name
 */
export function readBest(text, name) {
  const best = all(text)[`challenge:${name}`];
  return Number.isFinite(best) && Number(best) >= 0 ? Number(best) : null;
}

/**
 * Return the best score of a challenge in this browser, null before there is one.
 *
 * @param {string} name
 */
export const best = (name) => readBest(remembered(PLACE), name);

/**
 * Remember a score as the best of a challenge.
 *
 * @param {string} name
 * @param {number} score
 */
export const keepBest = (name, score) =>
  remember(PLACE, JSON.stringify({ ...all(remembered(PLACE)), [`challenge:${name}`]: score }));

/**
 * @param {string | null} text
 * @returns {Record<string, unknown>}
 */
function all(text) {
  try {
    const value = JSON.parse(text ?? "");
    return value && typeof value === "object" && !Array.isArray(value) ? value : {};
  } catch {
    return {};
  }
}

/**
 * @param {unknown} value
 * @param {number} end
 * @returns {value is number}
 */
const isBelow = (value, end) =>
  Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) < end;
