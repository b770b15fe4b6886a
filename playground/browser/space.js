// Space: charts in three dimensions: how fine they are drawn, and where one looks from.

/**
 * Plotly draws four pixels for each of the display's unless it is told: a quarter of the work where
 * no graphics card does it.
 */
export const FINENESS = { plotGlPixelRatio: window.devicePixelRatio };

/**
 * Step back from a scene as far as a card that is higher than wide needs to show all of it:
 * Plotly's angle of view is that of the height.
 *
 * @param {Record<string, any>} layout whose `scene.camera.eye` is changed
 * @param {HTMLElement} element
 */
export function stepBack(layout, { clientWidth: width, clientHeight: height }) {
  const far = width ? Math.min(Math.max(1, height / width), 2) : 1;
  const { eye } = layout.scene.camera;
  for (const axis of ["x", "y", "z"]) eye[axis] *= far;
}
