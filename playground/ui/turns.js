// Turns: which chart is drawn when. The picture is drawn with every frame, the other charts in turn,
// so that no frame of the display has to carry more than one of them.

/** Charts in the order in which they go first: their tensor, and milliseconds between drawings. */
const TURNS = {
  loss: { tensor: "history", part: "history", every: 100 },
  confusion: { tensor: "confusion", part: "confusion", every: 100 },
  marks: { tensor: "y_pred", part: "predictions", every: 200 },
  outputs: { tensor: "probe_proba", part: null, every: 60 },
};

export const EVERYTHING = ["grid", "history", "predictions", "confusion"];

export class Turns {
  constructor() {
    this.drawn = Object.fromEntries(Object.keys(TURNS).map((name) => [name, 0]));
    this.asked = { ...this.drawn };
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
      const overdue = (now - Math.max(this.drawn[name], this.asked[name])) / every;
      if (part && overdue >= most) [chosen, most] = [name, overdue];
    }
    if (!chosen) return ["grid"];
    this.asked[chosen] = now;
    return ["grid", TURNS[chosen].part];
  }

  /** Return the charts to draw now: all that changed, or while `moving` one and the outputs. */
  due(now, moving) {
    const changed = Object.keys(TURNS).filter((name) => this.dirty.has(name));
    if (!moving) return changed;
    const heavy = changed.filter((name) => name !== "outputs").slice(0, 1);
    const outputs = now - this.drawn.outputs >= TURNS.outputs.every;
    return outputs && this.dirty.has("outputs") ? [...heavy, "outputs"] : heavy;
  }

  /** Note that `name` was drawn. */
  done(name, now) {
    this.dirty.delete(name);
    this.drawn[name] = now;
  }
}
