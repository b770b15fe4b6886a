// Explain: what each number of a report is made of, in counts of the same matrix.

import { decimal } from "../../browser/numbers.js";

export const SCORES = ["precision", "recall", "F1"];
export const AVERAGES = ["macro avg", "micro avg", "weighted avg"];
export const OVERALL = ["accuracy", "balanced accuracy", "majority baseline"];

const FORMULAS = ["TP / (TP + FP)", "TP / (TP + FN)", "2 TP / (2 TP + FP + FN)"];

/** @typedef {[number, number, number]} Tally TP, FP, FN */

/**
 * One part's numbers, as the worker counted and computed them.
 *
 * @typedef {object} Report
 * @property {string[]} names of classes or labels
 * @property {Tally[]} tallies
 * @property {number[][]} scores precision, recall, F1 of each; NaN where they are 0 / 0
 * @property {number[][]} averages macro, micro, weighted
 * @property {[number, number, number]} points right, right by the baseline, all
 * @property {number} balanced
 * @property {string} majority what the baseline always names
 */

/** @typedef {{text: string, made: string, lacks?: boolean}} Entry */

/** @param {number} value */
const short = (value) => decimal(value, 3);

/**
 * Return the counts that a score is made of.
 *
 * @param {number} score
 * @param {Tally} tally
 */
export function counted(score, [right, wrong, missed]) {
  return [
    `${right} / (${right} + ${wrong})`,
    `${right} / (${right} + ${missed})`,
    `2 · ${right} / (2 · ${right} + ${wrong} + ${missed})`,
  ][score];
}

/**
 * Return a class' precision, recall, F1 and support.
 *
 * @param {Report} report
 * @param {number} k
 * @returns {Entry[]}
 */
export function ofClass({ names, tallies, scores }, k) {
  const [right, , missed] = tallies[k];
  const entries = SCORES.map((score, i) => {
    const lacks = Number.isNaN(scores[k][i]);
    const of = `${score} of ${names[k]} = ${FORMULAS[i]} = ${counted(i, tallies[k])}`;
    const value = lacks ? "0 / 0, undefined, shown as 0" : short(scores[k][i]);
    return { text: lacks ? "0.000*" : short(scores[k][i]), made: `${of} = ${value}`, lacks };
  });
  const support = right + missed;
  const made = `support of ${names[k]} = TP + FN = ${right} + ${missed} = ${support}`;
  return [...entries, { text: String(support), made }];
}

/**
 * Return an average's precision, recall, F1 and support.
 *
 * @param {Report} report
 * @param {number} average
 * @returns {Entry[]}
 */
export function ofAverage(report, average) {
  const supports = report.tallies.map(([right, , missed]) => right + missed);
  const entries = SCORES.map((score, i) => {
    const value = short(report.averages[average][i]);
    const sum = [macro, micro, weighted][average](report, i, supports);
    return { text: value, made: `${AVERAGES[average]} of ${score} = ${sum} = ${value}` };
  });
  const all = String(total(supports));
  return [...entries, { text: all, made: `support of all = ${supports.join(" + ")} = ${all}` }];
}

/** @param {Report} report @param {number} i */
function macro({ scores }, i) {
  return `(${scores.map((row) => short(row[i] || 0)).join(" + ")}) / ${scores.length}`;
}

/** @param {Report} report @param {number} i */
function micro({ tallies }, i) {
  const [right, wrong, missed] = [0, 1, 2].map((at) => total(tallies.map((tally) => tally[at])));
  return counted(i, [right, wrong, missed]);
}

/** @param {Report} report @param {number} i @param {number[]} supports */
function weighted({ scores }, i, supports) {
  const terms = scores.map((row, k) => `${supports[k]} · ${short(row[i] || 0)}`);
  return `(${terms.join(" + ")}) / ${total(supports)}`;
}

/**
 * Return accuracy, balanced accuracy and the majority baseline.
 *
 * @param {Report} report
 * @returns {Entry[]}
 */
export function overall({ tallies, scores, points, balanced, majority }) {
  const [right, hits, all] = points;
  const isSplit = Number.isNaN(balanced); // several labels: all of a point's must be right
  const correct = isSplit ? `${right}` : `(${tallies.map(([count]) => count).join(" + ")})`;
  const words = isSplit ? "points with every label right / points" : "right / all";
  const recalls = scores.map((row) => row[1]).filter((recall) => !Number.isNaN(recall));
  const mean = `(${recalls.map(short).join(" + ")}) / ${recalls.length}`;
  return [
    {
      text: short(right / all),
      made: `accuracy = ${words} = ${correct} / ${all} = ${short(right / all)}`,
    },
    {
      text: isSplit ? "–" : short(balanced),
      made: isSplit
        ? "balanced accuracy is defined for classes, not for several labels"
        : `balanced accuracy = mean recall of the classes that occur = ${mean} = ${short(balanced)}`,
    },
    {
      text: short(hits / all),
      made:
        `majority baseline = always ${majority}, the most frequent in training ` +
        `= ${hits} / ${all} = ${short(hits / all)}`,
    },
  ];
}

/**
 * Say which scores are 0 / 0, why, and what stands there; empty when none is.
 *
 * @param {Report} report
 */
export function undefinedOnes({ names, scores }) {
  /** @param {number} i */
  const without = (i) => names.filter((_, k) => Number.isNaN(scores[k][i]));
  const [precision, recall] = [without(0), without(1)];
  const why = [];
  if (precision.length) why.push(`${listed(precision)} never predicted: no precision`);
  if (recall.length) why.push(`${listed(recall)} not in this part: no recall`);
  if (!why.length) return "";
  return `* 0 / 0 is undefined. ${why.join("; ")}. Shown and averaged as 0, as scikit-learn does.`;
}

/** @param {string[]} names */
const listed = (names) => `${names.join(", ")} ${names.length > 1 ? "are" : "is"}`;

/** @param {number[]} numbers */
const total = (numbers) => numbers.reduce((sum, number) => sum + number, 0);
