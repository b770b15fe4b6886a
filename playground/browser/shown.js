// Shown: the boards of the page, by their names.

/** @type {Map<string, import("./board.js").Board>} */
export const shown = new Map();
