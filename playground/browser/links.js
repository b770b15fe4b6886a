// Links: what the pointer asks of the plane, and what lights up where when something is clicked.

import { element } from "./dom.js";
import { brief, decimal } from "./outputs.js";
import { frame } from "./picture.js";

const FEW = 6; // outputs that the tooltip lists whole; of more it lists the likeliest
const LIKELIEST = 4;
const STILL = 4; // pixels a pointer may move between down and up and still mean a click

export class Links {
  /** `board` has send, redraw, schedule, turn, status, classes, parts, charts and latest. */
  constructor(board) {
    this.board = board;
    this.hovered = null; // {x, y} under the pointer
    this.pinned = null; // {x, y} or {point}
    this.cell = null; // {split, label, predicted}: chosen in the matrix
    this.sent = "";
    this.picture = frame(); // of the point under the pointer
    this.#listen(board.parts);
  }

  #listen({ plots, root }) {
    const { boundary, confusion } = plots;
    boundary.addEventListener("pointermove", (event) => this.#hover(event));
    boundary.addEventListener("pointerleave", () => this.#leave());
    boundary.addEventListener("pointerdown", (event) => (this.down = event), true);
    window.addEventListener("pointerup", (this.onpointerup = (event) => this.#up(event)), true);
    confusion.addEventListener("keydown", (event) => this.#key(event));
    confusion.addEventListener("blur", () => this.#move(null));
    root.addEventListener("keydown", (event) => event.key === "Escape" && this.clear());
    window.addEventListener("keydown", (this.onkeydown = (event) => this.#escape(event)));
  }

  close() {
    window.removeEventListener("pointerup", this.onpointerup, true);
    window.removeEventListener("keydown", this.onkeydown);
  }

  /** Listen to the matrix, which must have been created. */
  attach(confusion) {
    if (this.attached) return;
    this.attached = true;
    const { element } = confusion;
    element.tabIndex = 0;
    element.setAttribute("role", "application");
    element.setAttribute(
      "aria-label",
      "Confusion matrix: arrow keys choose a cell, Enter rings its points",
    );
    element.on("plotly_click", ({ points: [cell] }) => this.choose(cell.y, cell.x, true));
  }

  #escape({ key, target }) {
    if (key === "Escape" && target === document.body) this.clear();
  }

  #hover(event) {
    const place = event.pointerType === "touch" ? null : this.board.charts.boundary.place(event);
    this.hovered = place;
    this.pointer = event;
    if (!place) this.#leave();
    this.board.schedule();
  }

  #leave() {
    this.hovered = null;
    this.board.parts.tooltip.hidden = true;
    this.board.schedule();
  }

  #up(event) {
    const { down } = this;
    this.down = null;
    if (!down || event.button !== 0) return;
    if (Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY) > STILL) return;
    const { boundary } = this.board.charts;
    const place = boundary.place(event);
    if (place) this.#click(place, boundary.nearest(place));
  }

  #click(place, point) {
    const again = point === null ? this.pinned && !("point" in this.pinned) : this.isPinned(point);
    this.pinned = again ? null : point === null ? place : { point };
    this.cell = null;
    if (this.pinned && point !== null) this.#follow(point);
    this.board.redraw("marks");
  }

  isPinned(point) {
    return this.pinned?.point === point;
  }

  // Turn the matrix to the part that the point belongs to.
  #follow(point) {
    const { boundary } = this.board.charts;
    this.board.turn(boundary.points.test[point]);
  }

  /** Choose the cell of these labels, given as they stand on the axes; again: none. */
  choose(label, predicted) {
    const { classes, charts } = this.board;
    const chosen = {
      split: charts.confusion.split,
      label: typeof label === "number" ? label : classes.indexOf(label),
      predicted: typeof predicted === "number" ? predicted : classes.indexOf(predicted),
    };
    const again = this.cell && Object.keys(chosen).every((key) => chosen[key] === this.cell[key]);
    this.cell = again ? null : chosen;
    if ("point" in (this.pinned ?? {})) this.pinned = null;
    this.board.redraw("marks");
    if (this.cell) this.#say(this.cell);
  }

  #say({ label, predicted }) {
    const count = this.board.charts.confusion.counts()[label][predicted];
    const { classes, status } = this.board;
    status.announce(`True ${classes[label]}, predicted ${classes[predicted]}: ${count} points`);
  }

  /** Forget what is pinned, chosen or pointed at. */
  clear() {
    this.pinned = this.cell = null;
    this.board.redraw("marks");
  }

  /** Forget what no longer exists after the points changed. */
  renew(n, classes) {
    if (this.pinned?.point >= n) this.pinned = null;
    if (this.cell && Math.max(this.cell.label, this.cell.predicted) >= classes) this.cell = null;
  }

  #key(event) {
    const { confusion } = this.board.charts;
    const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
    const [down, right] = step[event.key] ?? [0, 0];
    if (event.key in step) {
      const [label, predicted] = confusion.cursor ?? [-down, -right];
      const last = confusion.size - 1;
      const within = (value) => Math.min(Math.max(value, 0), last);
      this.#move([within(label + down), within(predicted + right)]);
      event.preventDefault();
    } else if (event.key === "Enter" && confusion.cursor) {
      this.choose(...confusion.cursor);
    }
  }

  #move(cursor) {
    const { confusion } = this.board.charts;
    confusion.cursor = cursor;
    confusion.outline();
    if (cursor) this.#say({ label: cursor[0], predicted: cursor[1] });
  }

  /** Take the place that was last asked about as not asked. */
  forget() {
    this.sent = "";
  }

  // On a slice, a point under the pointer answers for itself: it lies off the plane.
  #asked() {
    const { charts, latest } = this.board;
    if (!this.hovered || !latest.note) return this.hovered ?? this.pinned;
    const point = charts.boundary.nearest(this.hovered);
    return point === null ? this.hovered : { point };
  }

  /** Send the place that is asked about when it changed. */
  ask() {
    const message = { op: "probe", ...this.#asked() };
    const text = JSON.stringify(message);
    if (text === this.sent) return;
    this.sent = text;
    this.board.send(message);
  }

  /** Return the rows to ring. */
  rung() {
    if (this.pinned && "point" in this.pinned) return [this.pinned.point];
    const { points } = this.board.charts.boundary;
    const predicted = this.board.latest.y_pred?.data;
    if (!this.cell || !points || predicted?.length !== points.label.length) return [];
    const { split, label, predicted: column } = this.cell;
    return Array.from(points.label.keys()).filter(
      (i) => points.test[i] === split && points.label[i] === label && predicted[i] === column,
    );
  }

  /** Return the matrix's cell to light: the chosen one, or that of the pinned point. */
  lit() {
    const { charts, latest } = this.board;
    const { split } = charts.confusion;
    if (this.cell) return this.cell.split === split ? [this.cell.label, this.cell.predicted] : null;
    const { points } = charts.boundary;
    const point = this.pinned?.point;
    if (point === undefined || !points || points.test[point] !== split) return null;
    return latest.y_pred ? [points.label[point], latest.y_pred.data[point]] : null;
  }

  /** Return the place {x, y} that carries the cross, null for none. */
  crossed() {
    if (this.hovered) return null;
    if (this.pinned && !("point" in this.pinned)) return this.pinned;
    return this.pinned ? null : this.board.latest.about?.probe ?? null;
  }

  /** Write the tooltip beside the pointer. */
  tell() {
    const { tooltip, root } = this.board.parts;
    if (!this.hovered) return;
    const { charts } = this.board;
    const lines = this.#likeliest();
    const place = this.spell(this.hovered, "   ");
    const point = charts.boundary.nearest(this.hovered);
    if (point !== null) lines.push(element("div", { class: "point" }, this.#describe(point)));
    if (point !== null && this.board.draws(this.picture, point)) lines.push(this.picture);
    tooltip.replaceChildren(element("div", { class: "place" }, place), ...lines);
    this.#beside(tooltip, root);
  }

  /** Return a place in words, by the names of the axes. */
  spell({ x, y }, between = ", ") {
    const [across, up] = (this.board.latest.axes ?? ["x₁", "x₂"]).map(brief);
    return `${across} ${decimal(x, 2)}${between}${up} ${decimal(y, 2)}`;
  }

  // Lines of the outputs at the probed place, the highest in bold; of labels all that are on.
  #likeliest() {
    const { outputs, isMultilabel, latest } = this.board;
    const proba = Array.from(latest.probe_proba?.data ?? []);
    const most = Math.max(...proba);
    const isBest = (p) => (isMultilabel ? p > 0.5 : p === most);
    const ranked = Array.from(proba.keys());
    if (proba.length > FEW) ranked.sort((i, k) => proba[k] - proba[i]).splice(LIKELIEST);
    return ranked.map((k) => {
      const kind = isBest(proba[k]) ? { class: "best" } : {};
      return element("div", kind, `${outputs[k]} `, number(decimal(proba[k], 3)));
    });
  }

  #describe(point) {
    const { points } = this.board.charts.boundary;
    const { classes, latest } = this.board;
    const part = points.test[point] ? "test" : "train";
    const label = points.label[point];
    const predicted = latest.y_pred?.data[point];
    const wrong = predicted === undefined || predicted === label ? "" : ", misclassified";
    return `${part} point of ${classes[label]}${wrong}`;
  }

  #beside(tooltip, root) {
    tooltip.hidden = false;
    const box = root.getBoundingClientRect();
    const { clientX, clientY } = this.pointer;
    const room = box.right - clientX > tooltip.offsetWidth + 24;
    const left = clientX - box.left + (room ? 16 : -16 - tooltip.offsetWidth);
    const top = Math.min(clientY - box.top + 16, box.height - tooltip.offsetHeight - 4);
    tooltip.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
  }
}

const number = (text) => element("span", { class: "number" }, text);
