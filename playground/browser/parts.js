// Parts: which part of the points is counted, train, test or both. One choice for all views.

import { radios } from "./dom.js";

/** What a point is for, by the number that frames have. */
export const PART_NAMES = ["train", "test", "validation"];

export const PARTS = ["train", "test", "both"];

/**
 * Return radios that choose the part for every view, and the way to show which is chosen.
 *
 * @param {import("./selection.js").Selection} selection
 */
export function parts(selection) {
  /** @type {[string, string][]} */
  const options = PARTS.map((part) => [part, part]);
  const chosen = PARTS[selection.split];
  const { group, select } = radios("Part", options, chosen, (part) =>
    selection.turn(PARTS.indexOf(part)),
  );
  return { group, show: () => select(PARTS[selection.split]) };
}
