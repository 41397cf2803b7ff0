/** Small helpers for building and watching the page. Text is always set as text, never parsed as HTML. */

let counter = 0;

export const uid = (prefix = "id") => `${prefix}-${++counter}`;

/**
 * el("button", { class: "x", onclick: f, dataset: { ts } }, "text", node, null) builds an element.
 * Strings become text nodes; null, undefined and false are left out; arrays are flattened.
 */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (key === "class") node.className = value;
    else if (key === "dataset") {
      for (const [name, item] of Object.entries(value)) {
        if (item !== undefined && item !== null) node.dataset[name] = item;
      }
    } else if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key === "value") node.value = value;
    else node.setAttribute(key, value === true ? "" : String(value));
  }
  put(node, children);
  return node;
}

export function put(node, ...children) {
  for (const child of children.flat(Infinity)) {
    if (child === undefined || child === null || child === false) continue;
    node.append(child instanceof Node ? child : String(child));
  }
  return node;
}

export function fill(node, ...children) {
  node.replaceChildren();
  return put(node, ...children);
}

export const hiddenText = (text) => el("span", { class: "sr-only" }, text);

export const find = (selector, root = document) => root.querySelector(selector);

const SVG = "http://www.w3.org/2000/svg";

const PATHS = {
  menu: "M3 5h14M3 10h14M3 15h14",
  lock: "M6 9V6.5a4 4 0 0 1 8 0V9M4.5 9h11v8h-11z",
  hash: "M7.5 3 6 17M14 3l-1.5 14M3.5 7.5h14M2.5 12.5h14",
  smile: "M10 2.5a7.5 7.5 0 1 1 0 15a7.5 7.5 0 1 1 0-15M6.8 12c1.6 2.4 4.8 2.4 6.4 0M7.5 7.6v.4M12.5 7.6v.4",
  dots: "M10 4.5v.1M10 10v.1M10 15.5v.1",
  close: "M5 5l10 10M15 5 5 15",
  send: "M3 3.5 17.5 10 3 16.5 5 10zM5 10h6",
  plus: "M10 4v12M4 10h12",
  search: "M9 3.5a5.5 5.5 0 1 1 0 11a5.5 5.5 0 1 1 0-11M13.2 13.2 17 17",
  people: "M7 4.5a3 3 0 1 1 0 6a3 3 0 1 1 0-6M1.8 16.5c.4-5 10-5 10.4 0M13 5a2.6 2.6 0 0 1 0 5.2M14.5 12.2c2.2.5 3.4 2 3.6 4.3",
  down: "M10 4v11M5 10.5l5 5 5-5",
  bolt: "M11 2.5 4.5 11.5h5L9 17.5l6.5-9h-5z",
  caret: "M5.5 8l4.5 4.5L14.5 8",
  eye: "M1.8 10c3.6-6.6 12.8-6.6 16.4 0c-3.6 6.6-12.8 6.6-16.4 0M10 7.6a2.4 2.4 0 1 1 0 4.8a2.4 2.4 0 1 1 0-4.8",
  thread: "M3.5 4h13v9h-8l-3.5 3.5V13H3.5zM6.5 7.5h7M6.5 10h4.5",
  attach: "M13.5 6.5 7.8 12.2a1.8 1.8 0 0 0 2.6 2.6l6-6a3.6 3.6 0 0 0-5.1-5.1l-6.2 6.2a5.4 5.4 0 0 0 7.6 7.6l4-4",
  sliders: "M3 6h7M14 6h3M3 14h3M10 14h7M12 4v4M8 12v4",
  file: "M5 2.5h6.5L15.5 7v10.5H5zM11.5 2.5V7h4",
  box: "M3 4h14v4H3zM4.5 8v8.5h11V8M8 11h4",
};

/** An icon drawn with one stroke; it is decoration, so that a label must stand beside it. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name] ?? "");
  svg.append(path);
  return svg;
}

export const iconButton = (name, label, onclick, extra = {}) =>
  el("button", { type: "button", class: "plain", "aria-label": label, title: label, onclick, ...extra }, icon(name));

export function spinner(label = "Working…") {
  return el("span", { class: "spinner", role: "status" }, hiddenText(label));
}

/** Makes an anchor act as a link inside the page, and leaves new tab and new window to the browser. */
export function inPage(handler) {
  return (event) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    handler(event);
  };
}

/** Moves a list's active option with the keyboard; `active` is kept in aria-activedescendant. */
export class ListCursor {
  constructor(owner, list) {
    this.owner = owner;
    this.list = list;
    this.index = -1;
  }

  get options() {
    return [...this.list.querySelectorAll('[role="option"]:not([aria-disabled="true"])')];
  }

  get current() {
    return this.options[this.index] ?? null;
  }

  move(index) {
    const options = this.options;
    this.list.querySelector(".active")?.classList.remove("active");
    if (!options.length) {
      this.index = -1;
      this.owner.removeAttribute("aria-activedescendant");
      return;
    }
    this.index = (index + options.length) % options.length;
    const option = options[this.index];
    option.id ||= uid("option");
    option.classList.add("active");
    option.scrollIntoView({ block: "nearest" });
    this.owner.setAttribute("aria-activedescendant", option.id);
  }

  clear() {
    this.list.querySelector(".active")?.classList.remove("active");
    this.index = -1;
    this.owner.removeAttribute("aria-activedescendant");
  }
}
