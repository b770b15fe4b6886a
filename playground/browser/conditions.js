// Conditions: whether runs have come to what a lesson waits for. Knows numbers and words only.

/** @typedef {Record<string, unknown>} Known quantities of one run, by name */

const QUANTITY = /^([ab])\.(\w+)$/;

/** @type {Record<string, (left: any, right: any) => boolean>} */
const COMPARED = {
  ">=": (left, right) => left >= right,
  "<=": (left, right) => left <= right,
  ">": (left, right) => left > right,
  "<": (left, right) => left < right,
  "=": (left, right) => left === right,
  "!=": (left, right) => left !== right,
};

/**
 * Tell whether all comparisons hold; one about a quantity that is not known does not.
 *
 * @param {Comparison[]} condition
 * @param {Record<string, Known | null>} runs by their letters
 */
export function holds(condition, runs) {
  return condition.every(({ board, quantity, operator, value }) => {
    const other = QUANTITY.exec(value);
    const left = plain(runs[board]?.[quantity]);
    const right = plain(other ? runs[other[1]]?.[other[2]] : value);
    if (left === null || right === null) return false;
    return typeof left === typeof right && COMPARED[operator](left, right);
  });
}

/**
 * Return the number of the guess that is what happened: the first that holds, or the one without a
 * condition; null when there is none.
 *
 * @param {{holds: Comparison[] | null}[]} guesses
 * @param {Record<string, Known | null>} runs
 */
export function happened(guesses, runs) {
  const found = guesses.findIndex((guess) => !guess.holds || holds(guess.holds, runs));
  return found < 0 ? null : found;
}

/**
 * Return a number where `value` spells one, else a word; null for what is not known.
 *
 * @param {unknown} value
 */
function plain(value) {
  if (value === null || value === undefined || value === "") return null;
  const number = Number(value);
  return Number.isNaN(number) ? String(value) : number;
}
