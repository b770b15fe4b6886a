// Same: whether two records hold the same numbers.

/**
 * Tell whether the arrays of two records are the same, number by number.
 *
 * @param {Record<string, ArrayLike<number>> | ArrayLike<number>[] | Points} one
 * @param {Record<string, ArrayLike<number>> | ArrayLike<number>[] | Points} other
 */
export function equal(one, other) {
  const others = Object.values(other);
  return Object.values(one).every(
    (values, k) =>
      values.length === others[k].length &&
      Array.prototype.every.call(values, (value, i) => value === others[k][i]),
  );
}
