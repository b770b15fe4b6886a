// ROC: recall against false positives over all thresholds.

import { Curves } from "../../browser/curves.js";

export default class RocView extends Curves {
  static area = "AUC";

  /** @param {Arrays} arrays */
  draw(arrays) {
    if (!this.lay(arrays)) return;
    const words = this.atThreshold(arrays.dots, ["false positive rate", "true positive rate"]);
    this.tell(arrays.areas, words);
  }
}
