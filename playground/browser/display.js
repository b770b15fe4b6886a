// Display: its next picture, also where it draws none.

const LATE = 1000; // milliseconds without a picture of the display after which it isn't waited for

/**
 * Call `act` with the display's next picture; return what calls that off. A page that is visible is
 * brought up to date also when no picture comes for a second, as behind a display that sleeps; one
 * that is hidden waits.
 *
 * @param {() => void} act
 */
export function withNextPicture(act) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const cancel = () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
  const now = () => {
    cancel();
    act();
  };
  const late = () => {
    if (document.visibilityState === "visible") now();
    else timer = setTimeout(late, LATE);
  };
  const frame = requestAnimationFrame(now);
  timer = setTimeout(late, LATE);
  return cancel;
}
