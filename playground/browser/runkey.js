// Run key: who holds it reads and steers the run. One for each board of a tab; it outlives a reload.

const NAME = "playground-run";
const MAIN = "main";

/** @param {string} name */
const place = (name) => (name === MAIN ? NAME : `${NAME}-${name}`);

function secret() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * Names this document to the server, which decides whose a run is: a duplicated tab comes with a
 * copy of the session storage, and so with the same keys, but is another document.
 */
export const DOCUMENT = secret();

/**
 * Return the key of this tab's board `name`, and whether the tab already had it.
 *
 * @param {string} name
 */
export function runKey(name) {
  const kept = read(place(name));
  return kept === null ? freshKey(name) : { key: kept, known: true };
}

/**
 * Return a new key for this tab's board `name`, in the place of an earlier one.
 *
 * @param {string} name
 */
export function freshKey(name) {
  const key = secret();
  write(place(name), key);
  return { key, known: false };
}

/** @param {string} place */
function read(place) {
  try {
    const key = sessionStorage.getItem(place);
    return key !== null && /^[0-9a-f]{32}$/.test(key) ? key : null;
  } catch {
    return null; // storage may be forbidden; the run then ends with the page
  }
}

/**
 * @param {string} place
 * @param {string} key
 */
function write(place, key) {
  try {
    sessionStorage.setItem(place, key);
  } catch {
    // as in read()
  }
}
