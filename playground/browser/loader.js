// Loader: all that Streamlit sends of a component, with every message. Fetches the real one from an
// address relative to the page, so that it is found under any base path and behind any proxy.

const ASSETS = "{assets}"; // filled in by the script, as are the others
const ENTRY = "{entry}";
const VIEWS = "{views}";

const FIRST_WAIT = 1000; // milliseconds before the first new attempt
const LONGEST_WAIT = 30_000;
const MISSING = "The board could not be fetched from the server and is tried again.";

/** @typedef {{parentElement: Element}} Mount */
/** @typedef {(mount: Mount) => () => void} Show */

/** @param {string} name */
const load = (name) => import(new URL(`${ASSETS}/${name}`, document.baseURI).href);

const missing = () => {}; // who needs it hears of it
load("browser/preload.js").catch(missing);
for (const name of VIEWS.split(" ").filter(Boolean)) load(`views/${name}/view.js`).catch(missing);

/** @returns {Promise<Show>} */
const entry = async () => (await load(ENTRY)).default;

/**
 * Say that the board is missing, and try it ever less often until it is there.
 *
 * @param {Mount} mount
 */
async function again({ parentElement }) {
  const line = document.createElement("p");
  line.setAttribute("role", "status");
  line.textContent = MISSING;
  parentElement.append(line);
  for (let wait = FIRST_WAIT; ; wait = Math.min(2 * wait, LONGEST_WAIT)) {
    await new Promise((done) => setTimeout(done, wait));
    const show = await entry().catch(missing);
    line.remove();
    if (show) return show;
    parentElement.append(line);
  }
}

/** @type {Promise<Show> | null} */
let late = null;

/**
 * Stand in for the board until it is there.
 *
 * @type {Show}
 */
function patient(mount) {
  let end = () => {};
  let isOver = false;
  late ??= again(mount);
  late.then((show) => {
    if (!isOver) end = show(mount);
  });
  return () => {
    isOver = true;
    end();
  };
}

export default (await entry().catch(missing)) ?? patient;
