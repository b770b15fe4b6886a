// Numbers as people read them.

/**
 * Return `number` with a true minus sign; words for what is not a number.
 *
 * @param {number | null | undefined} number
 * @param {number} digits
 */
export function decimal(number, digits) {
  if (number === null || number === undefined) return "–";
  if (!Number.isFinite(number)) return String(number).replace("Infinity", "∞").replace("-", "−");
  const text = Math.abs(number) < 1e5 ? number.toFixed(digits) : number.toExponential(1);
  return text.replace("-", "−");
}

/**
 * Return `n` with its thousands apart.
 *
 * @param {number} n
 */
export const grouped = (n) => n.toLocaleString("en");

/**
 * Return a share in per cent, a dash where there is none.
 *
 * @param {number | null | undefined} share
 */
export function percent(share, digits = 1) {
  if (share === null || share === undefined || !Number.isFinite(share)) return "–";
  return `${decimal(100 * share, digits)} %`;
}

/**
 * Return an accuracy; of several labels, exact match and the share of right labels `each`.
 *
 * @param {number | null | undefined} exact
 * @param {number | null | undefined} each
 */
export function accuracy(exact, each = null) {
  if (each === null) return percent(exact);
  return `${percent(exact)} exact match, ${percent(each)} of labels`;
}

/**
 * Return a loss, short where it is large.
 *
 * @param {number | null} value
 */
export function loss(value) {
  if (value === null || !Number.isFinite(value)) return "–";
  if (value >= 1e5 || (value > 0 && value < 1e-4)) return value.toExponential(1);
  return decimal(value, value < 10 ? 4 : value < 1000 ? 2 : 0);
}

/**
 * Return the name of an axis without what stands in brackets behind it.
 *
 * @param {string} name
 */
export const brief = (name) => name.replace(/ \([^)]*\)$/, "");

/**
 * Return the name of a class where there is little room: of `class 3`, the number.
 *
 * @param {string} name
 */
export const short = (name) => name.replace(/^class (?=\d+$)/, "");

/**
 * Return `name` for Plotly, which takes names for markup and for templates.
 *
 * @param {string} name
 */
export const plain = (name) =>
  name.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll("%{", "%&#123;");
