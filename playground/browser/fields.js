// Fields: a lab's controls. Each holds texts, which the server judges; a slider offers what a hand
// can reach, the field beside it takes what is typed.

import { element } from "./dom.js";

const NOTCHES = 1000; // of a slider whose numbers are compared by ratio

export class Fields {
  /**
   * @param {LabData} data
   * @param {() => void} moved
   */
  constructor({ controls, values, defaults, complaints }, moved) {
    this.controls = controls;
    this.defaults = defaults;
    this.moved = moved;
    /** @type {Record<string, string>} */
    this.values = { ...values };
    /** @type {Record<string, {element: HTMLElement, show: (text: string) => void}>} */
    this.made = {};
    /** @type {Record<string, HTMLElement>} */
    this.lines = {};
    this.element = element("form", { class: "fields", "aria-label": "Controls" });
    this.element.onsubmit = (event) => event.preventDefault();
    for (const control of controls) this.element.append(this.#group(control));
    this.complain(complaints);
    this.first = Object.keys(complaints).length > 0; // those of the address stay for once
  }

  /** @param {LabControl} control */
  #group(control) {
    const { name, label, help } = control;
    const line = element("p", { class: "complaint", role: "alert", id: `complaint-${name}` });
    const said = element("p", { class: "help", id: `help-${name}` }, help);
    const group = element("fieldset", { "data-control": name });
    /** @param {string} text */
    const take = (text) => this.set(name, text);
    const made = control.several ? several(control, take) : one(control, label, take);
    made.show(this.values[name]);
    this.made[name] = made;
    this.lines[name] = line;
    group.setAttribute("aria-describedby", `help-${name} complaint-${name}`);
    group.append(element("legend", {}, label), made.element, said, line);
    return group;
  }

  /**
   * Take a text for a control, as if it had been typed.
   *
   * @param {string} name
   * @param {string} text
   */
  set(name, text) {
    this.first = false;
    this.values[name] = text;
    this.moved();
  }

  /**
   * Move a control from elsewhere.
   *
   * @param {string} name
   * @param {string} text
   */
  move(name, text) {
    if (this.values[name] === text) return;
    this.made[name].show(text);
    this.set(name, text);
  }

  /** @param {Record<string, string>} complaints */
  complain(complaints) {
    if (this.first) {
      this.first = false;
      return;
    }
    for (const [name, line] of Object.entries(this.lines))
      line.textContent = complaints[name] ?? "";
  }

  /** Whether nothing is wrong with them. */
  get areRight() {
    return Object.values(this.lines).every((line) => !line.textContent);
  }

  /** Return what differs from the start. */
  changed() {
    const all = Object.entries(this.values);
    return Object.fromEntries(all.filter(([name, text]) => text !== this.defaults[name]));
  }
}

/** @typedef {{element: HTMLElement, show: (text: string) => void}} Made */

/**
 * Return a field for one value.
 *
 * @param {LabControl} control
 * @param {string} label
 * @param {(text: string, slid?: boolean) => void} take
 * @returns {Made}
 */
function one(control, label, take) {
  if (control.kind === "choice") return choice(control, label, take);
  if (control.kind === "flag") return flag(label, take);
  return control.square ? plain(label, take) : number(control, label, take);
}

/**
 * @param {LabControl} control
 * @param {string} label
 * @param {(text: string, slid?: boolean) => void} take
 * @returns {Made}
 */
function number(control, label, take) {
  const { element: field, show: type } = plain(label, (text) => {
    slide(text);
    take(text);
  });
  const scale = scaled(control);
  const range = element("input", { type: "range", "aria-label": label, ...scale.ends });
  range.oninput = () => {
    const text = scale.text(Number(range.value));
    type(text);
    range.setAttribute("aria-valuetext", text);
    take(text, true);
  };
  /** @param {string} text */
  const slide = (text) => {
    const place = text.trim() === "" ? Number.NaN : scale.place(Number(text));
    if (Number.isFinite(place)) range.value = String(place);
    range.setAttribute("aria-valuetext", text);
  };
  /** @param {string} text */
  const show = (text) => {
    type(text);
    slide(text);
  };
  return { element: element("div", { class: "number" }, range, field), show };
}

/**
 * Return how a slider's places and numbers belong together.
 *
 * @param {LabControl} control
 */
export function scaled({ low = 0, high = 1, step = 1, log, whole }) {
  if (!log)
    return {
      ends: { min: low, max: high, step },
      place: (/** @type {number} */ value) => value,
      text: (/** @type {number} */ place) => String(Number(place.toFixed(6))),
    };
  const span = Math.log(high / low);
  return {
    ends: { min: 0, max: NOTCHES, step: 1 },
    place: (/** @type {number} */ value) => Math.round((NOTCHES * Math.log(value / low)) / span),
    text: (/** @type {number} */ place) => {
      const value = low * Math.exp((span * place) / NOTCHES);
      return String(whole ? Math.round(value) : Number(value.toPrecision(3)));
    },
  };
}

/**
 * Return a field that takes any text; a comma would part two values.
 *
 * @param {string} label
 * @param {(text: string) => void} take
 * @returns {Made & {element: HTMLInputElement}}
 */
function plain(label, take) {
  const field = element("input", { type: "text", inputmode: "decimal", "aria-label": label });
  field.autocomplete = "off";
  field.oninput = () => take(field.value.replaceAll(",", ";").trim());
  return {
    element: field,
    show: (text) => {
      if (field.value !== text) field.value = text;
    },
  };
}

/**
 * @param {LabControl} control
 * @param {string} label
 * @param {(text: string) => void} take
 * @returns {Made}
 */
function choice({ offered = [] }, label, take) {
  const select = element("select", { "aria-label": label });
  for (const [value, text] of offered) select.append(element("option", { value }, text));
  select.onchange = () => take(select.value);
  return {
    element: select,
    show: (text) => {
      select.value = text;
    },
  };
}

/**
 * @param {string} label
 * @param {(text: string) => void} take
 * @returns {Made}
 */
function flag(label, take) {
  const box = element("input", { type: "checkbox", "aria-label": label });
  box.onchange = () => take(box.checked ? "1" : "0");
  return {
    element: box,
    show: (text) => {
      box.checked = text === "1";
    },
  };
}

/**
 * Return fields for a list of values: one can be added or taken away, of a matrix a row and column.
 *
 * @param {LabControl} control
 * @param {(text: string) => void} take
 * @returns {Made}
 */
function several(control, take) {
  const { label, least, most, names, square } = control;
  const list = element("div", { class: square ? "several square" : "several" });
  const more = element("button", { type: "button", title: `More: ${label}` }, "+");
  const fewer = element("button", { type: "button", title: `Fewer: ${label}` }, "−");
  /** @type {string[]} */
  let texts = [];
  /** @type {Made[]} */
  let made = [];
  const say = () => take(texts.join(","));
  /** @param {string[]} wanted */
  const fill = (wanted) => {
    texts = wanted;
    if (made.length !== wanted.length) {
      made = wanted.map((_, i) =>
        one(
          control,
          names[i] ?? place(label, i, square ? Math.sqrt(wanted.length) : 0),
          (text, slid) => {
            texts[i] = text;
            if (control.shares && slid) fill(shared(texts, i));
            say();
          },
        ),
      );
      list.replaceChildren(...made.map((field, i) => row(names[i] ?? String(i), field, square)));
      list.style.setProperty("--n", String(Math.sqrt(wanted.length)));
    }
    for (const [i, field] of made.entries()) field.show(wanted[i]);
    more.disabled = wider(wanted, square).length > most;
    fewer.disabled = narrower(wanted, square).length < least;
  };
  more.onclick = () => {
    fill(wider(texts, square));
    say();
  };
  fewer.onclick = () => {
    fill(narrower(texts, square));
    say();
  };
  const buttons = element("div", { class: "more-fewer" }, fewer, more);
  buttons.hidden = least === most;
  const whole = element("div", {}, list, buttons);
  return { element: whole, show: (text) => fill(text.split(",")) };
}

/**
 * @param {string} label
 * @param {number} i
 * @param {number} n rows and columns of a matrix, 0 of a list
 */
const place = (label, i, n) =>
  n ? `${label}, true ${Math.floor(i / n)}, predicted ${i % n}` : `${label} ${i}`;

/**
 * @param {string} name
 * @param {Made} made
 * @param {boolean} square
 */
function row(name, made, square) {
  if (square) return made.element;
  return element("div", { class: "item" }, element("span", { class: "name" }, name), made.element);
}

/**
 * Return `texts` with one more, or with one more row and column.
 *
 * @param {string[]} texts
 * @param {boolean} square
 */
export function wider(texts, square) {
  if (!square) return [...texts, "0"].map((text, i) => (i < texts.length ? text : texts[i - 1]));
  const n = Math.sqrt(texts.length);
  const at = (/** @type {number} */ i, /** @type {number} */ j) => texts[i * n + j];
  return Array.from({ length: (n + 1) ** 2 }, (_, k) => {
    const [i, j] = [Math.floor(k / (n + 1)), k % (n + 1)];
    return i < n && j < n ? at(i, j) : i === j ? "10" : "0";
  });
}

/**
 * Return `texts` without the last, or without the last row and column.
 *
 * @param {string[]} texts
 * @param {boolean} square
 */
export function narrower(texts, square) {
  if (!square) return texts.slice(0, -1);
  const n = Math.sqrt(texts.length);
  return texts.filter((_, k) => Math.floor(k / n) < n - 1 && k % n < n - 1);
}

/**
 * Return shares of which the one at `kept` has moved: the others make room, the sum is 1 again.
 *
 * @param {string[]} texts
 * @param {number} kept
 */
export function shared(texts, kept) {
  const parts = 1e4; // whole ones, so that they sum up exactly
  const values = texts.map((text) => Math.max(0, Number(text)) || 0);
  const rest = Math.round(parts * (1 - values[kept]));
  const others = values.reduce((sum, value, i) => (i === kept ? sum : sum + value), 0);
  const whole = values.map((value, i) => {
    if (i === kept) return parts - rest;
    return Math.floor(rest * (others ? value / others : 1 / (values.length - 1)));
  });
  const left = parts - whole.reduce((sum, part) => sum + part, 0);
  const most = whole.reduce(
    (best, part, i) => (i !== kept && part > whole[best] ? i : best),
    kept ? 0 : 1,
  );
  whole[most] += left;
  return whole.map((part) => String(part / parts));
}
