/** What whoever runs the workspace tells everybody: a card above the channel, with links and buttons. */

import { el, fill, iconButton } from "./dom.js";
import { leave } from "./focus.js";
import { navigate } from "./navigate.js";
import { direct } from "./strip.js";
import { announce } from "./toasts.js";

export class Notice {
  constructor(node) {
    this.node = node;
    this.shown = "null";
  }

  /** Shows a notice, unless it is the one that was shown last: that may have been put away. */
  show(notice) {
    const sign = JSON.stringify(notice ?? null);
    if (sign === this.shown) return;
    this.shown = sign;
    this.node.hidden = !notice;
    if (!notice) return;
    fill(this.node,
      el("div", { class: "notice-text" }, el("h3", {}, notice.title), notice.lines.map((line) => el("p", {}, line))),
      iconButton("close", "Put this away", () => leave(this.node, () => (this.node.hidden = true))),
      el("div", { class: "notice-buttons" }, notice.links.map(link), notice.controls.map(button)));
    announce([notice.title, ...notice.lines].join(" "));
  }
}

/** A link within the page goes there; any other opens beside it. */
function link({ label, href }) {
  const url = new URL(href, location.href);
  const place = navigate.place(url);
  const inside = url.origin === location.origin && (place.channel || place.app);
  const way = inside ? { onclick: navigate.link(place) } : { target: "_blank", rel: "noopener" };
  return el("a", { class: "button small", href: url.href, ...way }, label);
}

function button({ key, label, hint }) {
  const press = async (event) => {
    event.currentTarget.disabled = true;
    await direct("control", { key });
  };
  return el("button", { type: "button", class: "button small primary", title: hint, dataset: { control: key }, onclick: press }, label);
}
