// Elements: as much of a document as views and panels need to say what they say.

/** An element that holds attributes, children and text, and draws nothing. */
export class Element {
  constructor(tag) {
    Object.assign(this, { tag, attributes: {}, children: [], style: {}, dataset: {} });
    Object.assign(this, { hidden: false, parentElement: null, text: "" });
    const names = new Set();
    this.classList = {
      add: (name) => names.add(name),
      toggle: (name, on) => (on ? names.add(name) : names.delete(name)),
      contains: (name) => names.has(name),
    };
  }
  setAttribute(name, value) {
    this.attributes[name] = value;
    if (name === "hidden") this.hidden = true;
  }
  append(...children) {
    for (const child of children.filter((one) => one instanceof Element))
      child.parentElement = this;
    this.children.push(...children);
  }
  replaceChildren(...children) {
    this.children = [];
    this.text = "";
    this.append(...children);
  }
  addEventListener(event, listener) {
    this[`on${event}`] = listener;
  }
  contains() {
    return false;
  }
  get childElementCount() {
    return this.children.length;
  }
  get textContent() {
    return this.text + this.children.map((child) => child.textContent ?? child).join("");
  }
  set textContent(text) {
    this.replaceChildren();
    this.text = text;
  }
}

/** Let modules make elements, 16 pixels to a rem. */
export function furnish() {
  globalThis.document = {
    createElement: (tag) => new Element(tag),
    createElementNS: (_, tag) => new Element(tag),
    baseURI: "http://host/",
    activeElement: null,
  };
  globalThis.getComputedStyle = () => ({ fontSize: "16px" });
}
