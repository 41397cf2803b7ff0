/** What is kept at the top of a channel: its canvas, its pinned messages, its bookmarks. */

import { Refused, get } from "./api.js";
import { timeOf } from "./dates.js";
import { el, fill, find } from "./dom.js";
import { keepingFocus } from "./focus.js";
import { markdown } from "./markdown.js";
import { link, plain } from "./mrkdwn.js";
import { navigate } from "./navigate.js";
import { menu, popover } from "./popover.js";
import { findMessage, store } from "./store.js";

const WIDE = 640;
const MARGIN = 16;
const SHOWN = 70;

/** Draws the bar for a channel; there is none where nothing is kept. */
export function drawKept(channel) {
  const bar = find("#bookmarks");
  const { canvas, pins, bookmarks } = channel ?? { pins: [], bookmarks: [] };
  bar.hidden = !canvas && !pins.length && !bookmarks.length;
  keepingFocus(bar, () => fill(
    bar,
    canvas && kept("canvas", `Canvas: ${canvas.title || "Untitled"}`, (button) => void showCanvas(button, channel)),
    pins.length > 0 && kept("pins", `${pins.length} pinned`, (button) => showPins(button, channel)),
    bookmarks.map(({ title, link: href, emoji }) => link(href, [emoji ? plain(`${emoji} `) : [], title])),
  ));
}

function kept(name, label, open) {
  const button = { type: "button", class: "plain", dataset: { kept: name }, "aria-haspopup": "true", "aria-expanded": "false" };
  return el("button", { ...button, onclick: (event) => open(event.currentTarget) }, label);
}

function showPins(button, channel) {
  const items = channel.pins.map((ts) => ({
    label: saidIn(channel.id, ts),
    run: () => navigate.to({ channel: channel.id, ts }),
    dataset: { ts },
  }));
  menu(button, items, { label: "Pinned messages", align: "start" });
}

function saidIn(channelId, ts) {
  const words = findMessage(channelId, ts)?.text.split("\n")[0].replace(/[*_~`]/g, "") ?? "";
  if (!words) return `A message of ${timeOf(ts)}`;
  return words.length > SHOWN ? `${words.slice(0, SHOWN)}…` : words;
}

async function showCanvas(button, channel) {
  const page = el("div", { class: "canvas", role: "dialog", "aria-label": "Canvas", tabindex: "0" });
  const width = Math.min(WIDE, window.innerWidth - MARGIN);
  const handle = popover(button, page, { width });
  try {
    const { canvas } = await get("canvas", { as: store.as, channel: channel.id });
    fill(page, canvas.title && el("h2", {}, canvas.title), markdown(canvas.markdown));
  } catch (refusal) {
    if (!(refusal instanceof Refused)) throw refusal;
    fill(page, el("p", { class: "empty" }, refusal.message));
  }
  handle.place();
  page.focus();
}
