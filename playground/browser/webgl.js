// WebGL: what charts in space are drawn with. Not every browser has it.

/** @type {boolean | null} */
let known = null;

/** Tell whether this browser draws with WebGL; asked once, and let go at once. */
export function hasWebGL() {
  if (known === null) {
    const context = document.createElement("canvas").getContext("webgl");
    known = context !== null;
    context?.getExtension("WEBGL_lose_context")?.loseContext();
  }
  return known;
}

/** @param {string} instead what shows the same without it */
export const withoutWebGL = (instead) =>
  `This browser has no WebGL, which draws in space. ${instead}`;
