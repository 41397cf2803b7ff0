/** Short notices at the corner: what went wrong, in a sentence. */

import { el, find, icon } from "./dom.js";
import { leave } from "./focus.js";

const SHOWN_FOR = 9000;

export function toast(text, kind = "problem") {
  const shelf = find("#toasts");
  for (const other of shelf.children) if (other.dataset.text === text) other.remove();
  const node = el(
    "div",
    { class: `toast ${kind}`, role: kind === "problem" ? "alert" : "status", dataset: { text } },
    el("span", { class: "toast-text" }, text),
    el("button", { type: "button", class: "plain", "aria-label": "Dismiss", onclick: () => leave(node, () => node.remove()) }, icon("close")),
  );
  shelf.append(node);
  while (shelf.children.length > 4) shelf.firstChild.remove();
  const go = (soon) => setTimeout(() => leave(node, () => node.remove()), soon);
  let timer = go(SHOWN_FOR);
  for (const near of ["mouseenter", "focusin"]) node.addEventListener(near, () => clearTimeout(timer));
  for (const far of ["mouseleave", "focusout"]) {
    node.addEventListener(far, () => {
      clearTimeout(timer);
      timer = go(SHOWN_FOR / 2);
    });
  }
}

/** Tells a screen reader, without showing anything. */
export function announce(text) {
  const region = find("#announcer");
  const line = el("p", {}, text);
  region.append(line);
  while (region.children.length > 5) region.firstChild.remove();
}
