// Turns: which chart is drawn when. The picture is drawn with every frame, the other charts in turn,
// so that no frame of the display has to carry more than one of them.

/** Charts in the order in which they go first: their tensor, and milliseconds between drawings. */
const TURNS = {
  loss: { tensor: "history", part: "history", every: 85 },
  confusion: { tensor: "confusion", part: "confusion", every: 85 },
  marks: { tensor: "y_pred", part: "predictions", every: 200 },
  outputs: { tensor: "probe_proba", part: null, every: 60 },
};

const HUSH = 250; // milliseconds that Streamlit may take to draw its controls again
const SELDOM = 80; // milliseconds between two pictures in such a while

export const EVERYTHING = ["grid", "history", "predictions", "confusion"];

export class Turns {
  constructor() {
    this.drawn = Object.fromEntries(Object.keys(TURNS).map((name) => [name, 0]));
    this.asked = { ...this.drawn };
    this.drawn.picture = 0;
    this.hushed = 0;
    this.forget();
  }

  /** Take every chart as not drawn yet. */
  forget() {
    this.stamps = {};
    this.dirty = new Set();
  }

  /** Note which charts `tensors`, of the instant `stamp`, change. */
  arrive(tensors, stamp) {
    for (const [name, { tensor }] of Object.entries({ picture: { tensor: "grid" }, ...TURNS })) {
      if (!tensors[tensor] || (this.stamps[name] === stamp && name !== "outputs")) continue;
      this.stamps[name] = stamp;
      this.dirty.add(name);
    }
  }

  /** Return the parts to ask for next, with that of the chart which has waited longest. */
  parts(now) {
    let chosen = null;
    let most = 1;
    for (const [name, { part, every }] of Object.entries(TURNS)) {
      const overdue = (now - this.asked[name]) / every;
      if (part && overdue >= most) [chosen, most] = [name, overdue];
    }
    if (!chosen) return ["grid"];
    this.asked[chosen] = now;
    return ["grid", TURNS[chosen].part];
  }

  /** Return the charts to draw now: one that changed, and the outputs if it is their turn. */
  due(now) {
    if (now < this.hushed) return [];
    const changed = Object.keys(TURNS).filter((name) => this.dirty.has(name));
    const heavy = changed.filter((name) => name !== "outputs").slice(0, 1);
    const outputs = now - this.drawn.outputs >= TURNS.outputs.every;
    return outputs && this.dirty.has("outputs") ? [...heavy, "outputs"] : heavy;
  }

  /** For a while, draw nothing but now and then a picture: the browser has other work. */
  hush() {
    this.hushed = performance.now() + HUSH;
  }

  /** Draw as ever. */
  unhush() {
    this.hushed = 0;
  }

  /** Tell whether it is too early for another picture. */
  resting(now) {
    return now < this.hushed && now - this.drawn.picture < SELDOM;
  }

  /** Note that `name` was drawn. */
  done(name, now) {
    this.dirty.delete(name);
    this.drawn[name] = now;
  }
}
