// Drawing: a square on which points of several classes are drawn, and handed to the script as
// [[x1, x2, class], ...]. A component of its own: it imports nothing.

const KEPT = "playground-drawing";
const DOT = 4; // pixels from a point's centre to its rim
const SPACING = 0.05; // between the points of one stroke
const REACH = 0.06; // of the eraser
const STRIDE = 0.05; // of an arrow key
const UNDOS = 50;

/** @typedef {[x1: number, x2: number, label: number]} Point */
/** @typedef {[x1: number, x2: number]} Spot */
/** @typedef {number | "erase"} Tool */

/** @type {Record<string, Spot>} */
const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/** @type {WeakMap<ParentNode, Pad>} */
const pads = new WeakMap();

/**
 * Streamlit's entry: called again with each new data (in a list of one) or theme.
 *
 * @param {object} mount
 * @param {[{colours: string[], most: number}]} mount.data
 * @param {ParentNode} mount.parentElement
 * @param {(name: string, value: unknown) => void} mount.setTriggerValue
 */
export default function ({ data: [data], parentElement, setTriggerValue }) {
  let pad = pads.get(parentElement);
  if (!pad) {
    pad = new Pad(parentElement, data);
    pads.set(parentElement, pad);
  }
  pad.hand = (points) => setTriggerValue("drawn", points);
  pad.paint();
}

class Pad {
  /**
   * @param {ParentNode} root
   * @param {{colours: string[], most: number}} data
   */
  constructor(root, { colours, most }) {
    this.colours = colours;
    this.most = most;
    this.canvas = /** @type {HTMLCanvasElement} */ (root.querySelector("canvas"));
    this.pen = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext("2d"));
    this.said = /** @type {HTMLElement} */ (root.querySelector(".said"));
    this.tools = /** @type {HTMLElement} */ (root.querySelector(".tools"));
    this.points = recalled(colours.length, most);
    /** @type {Point[][]} */
    this.undos = [];
    /** @type {Tool} */
    this.tool = 0;
    /** @type {Spot | null} where the stroke that is being drawn has left its last point */
    this.last = null;
    /** @type {Spot} */
    this.cursor = [0, 0];
    this.isKeyed = false;
    this.pixel = 0.01;
    /** @type {(points: Point[]) => void} */
    this.hand = () => {};
    this.#furnish(root);
    this.#listen();
    this.#choose(0);
  }

  /** @param {ParentNode} root */
  #furnish(root) {
    const made = this.colours.map((colour, k) =>
      button(String(k), `Draw class ${k}`, () => this.#choose(k), String(k), colour),
    );
    this.tools.append(
      ...made,
      button("Erase", "Erase points", () => this.#choose("erase"), "erase"),
    );
    const acts = {
      ".undo": () => this.#change(this.undos.pop() ?? this.points),
      ".clear": () => {
        this.#remember();
        this.#change([]);
      },
      ".use": () => this.hand(this.points),
    };
    for (const [name, act] of Object.entries(acts)) {
      const found = /** @type {HTMLButtonElement} */ (root.querySelector(name));
      found.onclick = act;
    }
  }

  #listen() {
    const { canvas } = this;
    this.sizes = new ResizeObserver(() => this.paint());
    this.sizes.observe(canvas);
    canvas.onpointerdown = (event) => {
      if (event.button) return;
      canvas.setPointerCapture(event.pointerId);
      this.isKeyed = false;
      this.#remember();
      this.last = this.#spot(event);
      this.#use(this.last);
    };
    canvas.onpointermove = (event) => {
      if (!this.last) return;
      const now = this.#spot(event);
      if (distance(now, this.last) < SPACING) return;
      this.last = now;
      this.#use(now);
    };
    canvas.onpointerup = canvas.onpointercancel = () => {
      this.last = null;
    };
    canvas.onkeydown = (event) => this.#key(event);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const move = MOVES[event.key];
    if (!move && event.key !== " " && event.key !== "Enter") return;
    event.preventDefault();
    event.stopPropagation();
    this.isKeyed = true;
    if (move) {
      const [x1, x2] = this.cursor;
      this.cursor = [within(x1 + STRIDE * move[0]), within(x2 + STRIDE * move[1])];
      this.paint();
    } else {
      this.#remember();
      this.#use(this.cursor);
    }
  }

  /**
   * Return the place under a pointer event.
   *
   * @param {PointerEvent} event
   * @returns {Spot}
   */
  #spot({ clientX, clientY }) {
    const { left, top, width, height } = this.canvas.getBoundingClientRect();
    return [within(((clientX - left) / width) * 2 - 1), within(1 - ((clientY - top) / height) * 2)];
  }

  /** @param {Spot} spot */
  #use(spot) {
    const { points, tool } = this;
    if (tool === "erase") this.#change(points.filter((point) => distance(point, spot) > REACH));
    else if (points.length < this.most) this.#change([...points, [...spot, tool]]);
  }

  #remember() {
    this.undos = [...this.undos.slice(1 - UNDOS), this.points];
  }

  /** @param {Point[]} points */
  #change(points) {
    this.points = points;
    try {
      sessionStorage.setItem(KEPT, JSON.stringify(points));
    } catch {
      // Without storage the drawing is lost with its panel.
    }
    this.paint();
  }

  /** @param {Tool} tool */
  #choose(tool) {
    this.tool = tool;
    for (const made of this.tools.querySelectorAll("button")) {
      made.setAttribute("aria-pressed", String(made.dataset.tool === String(tool)));
    }
  }

  /** Draw everything again. */
  paint() {
    const { canvas, pen, points, most } = this;
    const scale = Math.min(window.devicePixelRatio || 1, 3);
    const half = Math.max(1, Math.round((canvas.clientWidth / 2) * scale));
    canvas.width = canvas.height = 2 * half;
    this.pixel = scale / half; // in units of the square
    pen.setTransform(half, 0, 0, -half, half, half);
    pen.strokeStyle = getComputedStyle(canvas).color;
    pen.lineWidth = 0.6 * this.pixel;
    this.#line([-1, 0], [1, 0]);
    this.#line([0, -1], [0, 1]);
    for (const [x1, x2, label] of points) this.#dot([x1, x2], this.colours[label]);
    if (this.isKeyed) this.#ring(this.cursor, this.tool === "erase" ? REACH : 0.04);
    this.said.textContent = `${points.length} of ${most} points`;
  }

  /**
   * @param {Spot} from
   * @param {Spot} to
   */
  #line(from, to) {
    const { pen } = this;
    pen.beginPath();
    pen.moveTo(...from);
    pen.lineTo(...to);
    pen.globalAlpha = 0.25;
    pen.stroke();
    pen.globalAlpha = 1;
  }

  /**
   * @param {Spot} spot
   * @param {number} radius
   */
  #ring(spot, radius) {
    const { pen } = this;
    pen.beginPath();
    pen.arc(...spot, radius, 0, 7);
    pen.lineWidth = 2 * this.pixel;
    pen.stroke();
  }

  /**
   * @param {Spot} spot
   * @param {string} colour
   */
  #dot(spot, colour) {
    const { pen } = this;
    pen.beginPath();
    pen.arc(...spot, DOT * this.pixel, 0, 7);
    pen.fillStyle = colour;
    pen.fill();
    pen.lineWidth = 0.8 * this.pixel;
    pen.stroke();
  }
}

/** @param {number} value */
const within = (value) => Math.round(Math.max(-1, Math.min(1, value)) * 1000) / 1000;

/**
 * @param {Spot | Point} one
 * @param {Spot | Point} other
 */
const distance = (one, other) => Math.hypot(one[0] - other[0], one[1] - other[1]);

/**
 * @param {string} text
 * @param {string} name
 * @param {() => void} action
 * @param {string} tool
 */
function button(text, name, action, tool, colour = "") {
  const made = document.createElement("button");
  Object.assign(made, { type: "button", textContent: text, title: name, onclick: action });
  made.setAttribute("aria-label", name);
  made.dataset.tool = tool;
  if (colour) made.style.setProperty("--class", colour);
  return made;
}

/**
 * Return the points that this tab remembers, those that fit.
 *
 * @param {number} nClasses
 * @param {number} most
 * @returns {Point[]}
 */
function recalled(nClasses, most) {
  /** @param {unknown} point */
  const fits = (point) => {
    if (!Array.isArray(point) || point.length !== 3) return false;
    const [x1, x2, label] = point;
    return Math.abs(x1) <= 1 && Math.abs(x2) <= 1 && label >= 0 && label < nClasses;
  };
  try {
    return JSON.parse(sessionStorage.getItem(KEPT) ?? "[]")
      .filter(fits)
      .slice(0, most);
  } catch {
    return [];
  }
}
