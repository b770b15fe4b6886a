// Run key: who holds it reads and steers the run. One for each board of a tab; it outlives a reload.

const NAME = "playground-run";
const MAIN = "main";
const PATIENCE = 80; // milliseconds for another tab to answer

/**
 * Return the key of this tab's board `name`, and whether the tab already had it.
 *
 * @param {string} name
 */
export async function runKey(name) {
  const place = name === MAIN ? NAME : `${NAME}-${name}`;
  const kept = read(place);
  const held = kept !== null && (await heldElsewhere(kept));
  const key = kept === null || held ? fresh() : kept;
  write(place, key);
  answerFor(key);
  return { key, known: key === kept };
}

function fresh() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
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

/**
 * A duplicated tab comes with a copy of the session storage: ask whether the original lives.
 *
 * @param {string} key
 * @returns {Promise<boolean>}
 */
function heldElsewhere(key) {
  const channel = new BroadcastChannel(NAME);
  return new Promise((resolve) => {
    /** @param {boolean} held */
    const done = (held) => {
      channel.close();
      resolve(held);
    };
    channel.onmessage = ({ data }) => data.held === key && done(true);
    channel.postMessage({ asks: key });
    setTimeout(() => done(false), PATIENCE);
  });
}

/** @param {string} key */
function answerFor(key) {
  const answering = new BroadcastChannel(NAME);
  answering.onmessage = ({ data }) => data.asks === key && answering.postMessage({ held: key });
}
