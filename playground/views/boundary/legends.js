// Legends: where the names of classes and those of parts stand.

export const MANY = 6; // classes above which the legends are set smaller
const [AXIS, ENTRY, LETTER] = [6, 3, 0.5]; // rem: room for the axis, an entry's symbol, a letter

/**
 * Arrange the legends of a chart `width` pixels wide. Many classes: a column of entries takes less
 * of the plane than lines of them. Where both legends don't fit in a line, they are one.
 *
 * @param {PlotData[]} data
 * @param {Record<string, any>} layout
 * @param {number} width
 */
export function arrange(data, layout, width) {
  const classes = data.filter(({ meta }) => meta.role === "class");
  const parts = data.filter(({ legend }) => legend === "legend2");
  if (classes.length > MANY) {
    const beside = { orientation: "v", x: 1.01, xanchor: "left" };
    Object.assign(layout.legend, beside, { y: 1, yanchor: "top" });
    Object.assign(layout.legend2, beside, { y: 0, yanchor: "bottom" });
    layout.margin.t = 8;
  } else if (needed([...classes, ...parts]) > width) {
    for (const trace of data) delete trace.legend;
  }
}

/**
 * Return how many pixels both legends need in one line.
 *
 * @param {PlotData[]} entries
 */
function needed(entries) {
  const root = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  return root * entries.reduce((sum, { name }) => sum + ENTRY + LETTER * name.length, AXIS);
}
