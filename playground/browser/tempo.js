// Tempo: how fast the moments of a run are played back.

const LONGEST = 6000; // milliseconds that many moments take
const FASTEST = 40; // milliseconds between two of them
const SLOWEST = 400;

/**
 * Return the milliseconds between two of `n` moments.
 *
 * @param {number} n
 */
export const between = (n) => Math.min(Math.max(LONGEST / n, FASTEST), SLOWEST);
