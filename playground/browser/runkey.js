// Run key: who holds it reads and steers the run. One per tab; it outlives a reload.

const NAME = "playground-run";
const PATIENCE = 80; // milliseconds for another tab to answer

let mine = null; // the key of the board that was here before another page was shown

/** Return {key, known}: this tab's key, and whether the tab already had it. */
export async function runKey() {
  if (mine) return { key: mine, known: true };
  const kept = read();
  const known = kept !== null && !(await heldElsewhere(kept));
  mine = known ? kept : fresh();
  write(mine);
  answerFor(mine);
  return { key: mine, known };
}

function fresh() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function read() {
  try {
    const key = sessionStorage.getItem(NAME);
    return /^[0-9a-f]{32}$/.test(key ?? "") ? key : null;
  } catch {
    return null; // storage may be forbidden; the run then ends with the page
  }
}

function write(key) {
  try {
    sessionStorage.setItem(NAME, key);
  } catch {
    // as in read()
  }
}

// A duplicated tab comes with a copy of the session storage: ask whether the original lives.
function heldElsewhere(key) {
  const channel = new BroadcastChannel(NAME);
  return new Promise((resolve) => {
    const done = (held) => {
      channel.close();
      resolve(held);
    };
    channel.onmessage = ({ data }) => data.held === key && done(true);
    channel.postMessage({ asks: key });
    setTimeout(() => done(false), PATIENCE);
  });
}

function answerFor(key) {
  const answering = new BroadcastChannel(NAME);
  answering.onmessage = ({ data }) => data.asks === key && answering.postMessage({ held: key });
}
