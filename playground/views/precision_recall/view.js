// Precision–recall: how pure the finds are, by how many are found.

import { Curves, NOWHERE } from "../../browser/curves.js";

export default class PrecisionRecallView extends Curves {
  static area = "average precision";

  /** @param {Arrays} arrays */
  draw(arrays) {
    if (!this.lay(arrays)) return;
    const { data } = arrays.shares;
    const guess = data.length === 1 ? { x: [0, 1], y: [data[0], data[0]] } : NOWHERE;
    this.feed([guess], this.indices("reference"));
    this.tell(arrays.areas, this.atThreshold(arrays.dots, ["recall", "precision"]));
  }
}
