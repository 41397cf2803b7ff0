/** What does not fit on a screen nobody scrolls: smaller letters first, then pages that turn by themselves. */

import { $, say } from "./dom.js";

export const TURN = 12_000; // milliseconds for each page
export const flowing = matchMedia("(max-width: 899px), (max-height: 479px)"); // there, people scroll

/** A hundredth of the height of a screen of 16:9, in pixels: every size is counted in it. */
export const unit = () => Math.min(innerHeight / 100, innerWidth / 177.8);

/** Gives `node` the largest letters, between two sizes in units, with which its content fits into it. */
export function fit(node, least, most) {
  if (flowing.matches) {
    node.style.fontSize = "";
    return;
  }
  let [low, high] = [least, most];
  const fits = (size) => {
    node.style.fontSize = `${size * unit()}px`;
    return node.scrollHeight <= node.clientHeight && node.scrollWidth <= node.clientWidth + 1;
  };
  if (fits(high)) return;
  while (high - low > 0.1) {
    const middle = (low + high) / 2;
    if (fits(middle)) low = middle;
    else high = middle;
  }
  fits(low);
}

/** Divides items of these heights into columns; an item that `stays` is never the last of its column. */
export function divide(heights, height, gap, stays = () => false) {
  const columns = [[]];
  let filled = 0;
  heights.forEach((size, place) => {
    const column = columns.at(-1);
    const needed = size + (stays(place) && place + 1 < heights.length ? gap + heights[place + 1] : 0);
    if (column.length && filled + gap + needed > height) {
      columns.push([place]);
      filled = size;
    } else {
      filled += (column.length ? gap : 0) + size;
      column.push(place);
    }
  });
  return columns;
}

const pagers = new Set();
let held = false;

/** Whether somebody has stopped the pages. */
export const holding = () => held;
export const hold = (on) => (held = on);

const turning = () => [...pagers].filter((one) => one.shown && one.pages.length > 1);
export const anyPages = () => turning().length > 0;

export function turnPages(by) {
  turning().forEach((one) => one.turn(by));
  sayPages();
}

const sayPages = () => say("pages", turning().map((one) => `${one.name(one.at)}, page ${one.at + 1} of ${one.pages.length}`).join(" · "));

/** Turns the pages whose time is over, and says which are open. Called each second. */
export function tickPages() {
  for (const one of turning()) if (!held && performance.now() - one.turned >= one.each) one.turn();
  sayPages();
}

/** Shows one of several pages of what a node holds; each page is a list of nodes. */
export class Pager {
  /** `name(page)` says in words what a page holds. */
  constructor(id, name) {
    Object.assign(this, { node: $(id), name, pages: [], at: 0, turned: performance.now(), each: TURN });
    pagers.add(this);
  }

  get shown() {
    return this.node.offsetParent !== null;
  }

  /** New pages, where the same one stays open as far as it can. */
  set(pages) {
    this.pages = pages;
    this.at = Math.min(this.at, Math.max(0, pages.length - 1));
    this.show();
  }

  /** From the first page on. */
  restart() {
    [this.at, this.turned] = [0, performance.now()];
  }

  turn(by = 1) {
    this.at = (this.at + by + this.pages.length) % this.pages.length;
    this.turned = performance.now();
    this.show();
  }

  show() {
    this.pages.forEach((nodes, page) => nodes.forEach((node) => (node.hidden = page !== this.at)));
  }
}
