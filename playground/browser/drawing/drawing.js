// A square on which points of several classes are drawn; hands [[x1, x2, class], ...] to Python.
const KEPT = "playground-drawing", SIDE = 280, SPACING = 0.05, REACH = 0.06, STRIDE = 0.05;
const pads = new WeakMap();

export default function ({ data, parentElement, setTriggerValue }) {
  let pad = pads.get(parentElement);
  if (!pad) pads.set(parentElement, (pad = makePad(parentElement, data[0])));
  pad.hand = (points) => setTriggerValue("drawn", points);
  pad.paint();
}

function makePad(root, { colours, most }) {
  const canvas = root.querySelector("canvas"), pen = canvas.getContext("2d");
  const said = root.querySelector(".said"), tools = root.querySelector(".tools");
  let points = recall(colours.length, most), undos = [], tool = 0, last = null, place = [0, 0];
  let isKeyed = false;
  const pad = { hand: () => {}, paint };

  function paint() {
    const scale = Math.min(window.devicePixelRatio || 1, 3);
    canvas.width = canvas.height = SIDE * scale;
    pen.setTransform((SIDE / 2) * scale, 0, 0, (-SIDE / 2) * scale, (SIDE / 2) * scale, (SIDE / 2) * scale);
    pen.strokeStyle = getComputedStyle(canvas).color;
    pen.lineWidth = 0.004;
    line([-1, 0], [1, 0]);
    line([0, -1], [0, 1]);
    for (const [x1, x2, k] of points) dot(x1, x2, 0.028, colours[k]);
    if (isKeyed) ring(place, tool === "erase" ? REACH : 0.04);
    said.textContent = `${points.length} of ${most} points`;
  }
  function line(from, to) {
    pen.beginPath();
    pen.moveTo(...from);
    pen.lineTo(...to);
    pen.globalAlpha = 0.25;
    pen.stroke();
    pen.globalAlpha = 1;
  }
  function ring([x1, x2], radius) {
    pen.beginPath();
    pen.arc(x1, x2, radius, 0, 7);
    pen.lineWidth = 0.015;
    pen.stroke();
  }
  function dot(x1, x2, radius, colour) {
    pen.beginPath();
    pen.arc(x1, x2, radius, 0, 7);
    pen.fillStyle = colour;
    pen.fill();
    pen.lineWidth = 0.006;
    pen.stroke();
  }
  function change(next) {
    points = next;
    try {
      sessionStorage.setItem(KEPT, JSON.stringify(points));
    } catch {
      // Without storage the drawing is lost with its panel.
    }
    paint();
  }
  const remember = () => (undos = [...undos.slice(-49), points]);
  function use([x1, x2]) {
    if (tool === "erase") change(points.filter((p) => Math.hypot(p[0] - x1, p[1] - x2) > REACH));
    else if (points.length < most) change([...points, [x1, x2, tool]]);
  }
  function where(event) {
    const box = canvas.getBoundingClientRect();
    const clip = (v) => Math.round(Math.max(-1, Math.min(1, v)) * 1000) / 1000;
    return [clip(((event.clientX - box.left) / box.width) * 2 - 1),
      clip(1 - ((event.clientY - box.top) / box.height) * 2)];
  }
  canvas.onpointerdown = (event) => {
    if (event.button) return;
    canvas.setPointerCapture(event.pointerId);
    isKeyed = false;
    remember();
    use((last = where(event)));
  };
  canvas.onpointermove = (event) => {
    if (!last) return;
    const now = where(event);
    if (Math.hypot(now[0] - last[0], now[1] - last[1]) >= SPACING) use((last = now));
  };
  canvas.onpointerup = canvas.onpointercancel = () => (last = null);
  const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
  canvas.onkeydown = (event) => {
    const move = moves[event.key];
    if (!move && event.key !== " " && event.key !== "Enter") return;
    event.preventDefault();
    event.stopPropagation();
    isKeyed = true;
    if (move) {
      place = place.map((v, i) => Math.round(Math.max(-1, Math.min(1, v + STRIDE * move[i])) * 1000) / 1000);
      return paint();
    }
    remember();
    use(place);
  };
  function choose(next) {
    tool = next;
    for (const b of tools.children) b.setAttribute("aria-pressed", b.dataset.tool === String(tool));
  }
  colours.forEach((colour, k) => tools.append(button(`${k}`, `Draw class ${k}`, () => choose(k), k, colour)));
  tools.append(button("Erase", "Erase points", () => choose("erase"), "erase"));
  root.querySelector(".undo").onclick = () => undos.length && change(undos.pop());
  root.querySelector(".clear").onclick = () => (remember(), change([]));
  root.querySelector(".use").onclick = () => pad.hand(points);
  choose(0);
  return pad;
}

function button(text, name, action, tool, colour) {
  const made = document.createElement("button");
  Object.assign(made, { type: "button", textContent: text, title: name, onclick: action });
  made.setAttribute("aria-label", name);
  made.dataset.tool = tool;
  if (colour) made.style.setProperty("--class", colour);
  return made;
}

function recall(nClasses, most) {
  const fits = (p) => p.length === 3 && Math.abs(p[0]) <= 1 && Math.abs(p[1]) <= 1 && p[2] >= 0 && p[2] < nClasses;
  try {
    return JSON.parse(sessionStorage.getItem(KEPT) ?? "[]").filter(fits).slice(0, most);
  } catch {
    return [];
  }
}
