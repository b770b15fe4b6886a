// Theme: the page's colours and sizes, read from Streamlit's CSS variables.

/**
 * Return the colours and sizes that charts take, as they are now around `element`.
 *
 * @param {Element} element
 * @returns {Theme}
 */
export function readTheme(element) {
  const style = getComputedStyle(element);
  /** @param {string} name @param {string} otherwise */
  const read = (name, otherwise) => {
    const value = style.getPropertyValue(name).trim();
    return value && value !== "unset" ? value : otherwise;
  };
  const ground = read("--st-background-color", "#ffffff");
  const dark = luminance(rgb(ground)) < 0.2;
  return {
    dark,
    ground,
    text: read("--st-text-color", "#222222"),
    accent: read("--st-primary-color", "#4c78a8"),
    font: read("--st-font", "sans-serif"),
    muted: dark ? "#9aa4b2" : "#5b6472",
    faint: dark ? "rgba(255,255,255,0.12)" : "rgba(15,23,42,0.10)",
    line: dark ? "rgba(255,255,255,0.30)" : "rgba(15,23,42,0.30)",
    panel: read("--st-secondary-background-color", "#f4f5f7"),
    size: 0.857 * Number.parseFloat(getComputedStyle(document.documentElement).fontSize),
  };
}

/**
 * Return red, green and blue of a CSS colour, 0 to 255.
 *
 * @param {string} colour
 * @returns {number[]}
 */
export function rgb(colour) {
  const context = new OffscreenCanvas(1, 1).getContext("2d");
  if (!context) return [0, 0, 0];
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  return Array.from(context.getImageData(0, 0, 1, 1).data.slice(0, 3));
}

/**
 * Return the relative luminance (WCAG 2.2) of red, green and blue, 0 to 1.
 *
 * @param {number[]} channels
 */
export function luminance(channels) {
  const [red, green, blue] = channels.map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/**
 * Return `from` mixed with a share of `to`.
 *
 * @param {number[]} from
 * @param {number[]} to
 * @param {number} share
 */
export const mixed = (from, to, share) => from.map((a, i) => Math.round(a + (to[i] - a) * share));

/**
 * Return the layout changes that put `theme` on a chart with the given axes.
 *
 * @param {Theme} theme
 * @param {string[]} axes
 */
export function themedLayout(theme, axes) {
  /** @type {Record<string, unknown>} */
  const layout = {
    "font.color": theme.text,
    "font.family": theme.font,
    "font.size": theme.size,
    "hoverlabel.bgcolor": theme.panel,
    "hoverlabel.bordercolor": theme.line,
    "hoverlabel.font.color": theme.text,
  };
  for (const axis of axes) {
    layout[`${axis}.color`] = theme.muted;
    layout[`${axis}.title.font.color`] = theme.text;
    layout[`${axis}.linecolor`] = theme.line;
    layout[`${axis}.tickcolor`] = theme.line;
    layout[`${axis}.gridcolor`] = theme.faint;
  }
  return layout;
}

/**
 * Return the changes that give a trace the colour that its `meta.ink` names, none for none.
 *
 * @param {Theme} theme
 * @param {string} [ink]
 * @returns {Record<string, unknown>}
 */
export function themedTrace({ accent, ground, muted, text }, ink = "") {
  /** @type {Record<string, string>} */
  const inks = { accent, ink: muted, hollow: muted, strong: text };
  const line = inks[ink];
  if (ink === "halo") return { "marker.color": text, "marker.line.color": ground };
  if (!line) return {};
  const fill = ink === "hollow" ? ground : line;
  return { "marker.color": fill, "marker.line.color": line, "line.color": line };
}
