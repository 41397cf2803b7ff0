/** The reactions under a message. */

import { el, iconButton } from "./dom.js";
import { emojiChar } from "./emoji.js";
import { keepingFocus } from "./focus.js";
import { keyed } from "./keyed.js";
import { emojiPicker } from "./popover.js";
import { attempt, personName, store } from "./store.js";

const NAMED = 30;

/**
 * Adds or takes back one's own reaction; asking for what is so already does nothing. It shows at once in `place`, where
 * one is given: what the workspace then says of the message stands in its stead, and if it refuses, what was before.
 */
async function toggle(current, name, on, place = null) {
  const { channel, ts, reactions = [] } = current();
  const mine = reactions.some((reaction) => reaction.name === name && reaction.users.includes(store.as));
  if (on === mine) return;
  const shown = reactions.map((one) => (one.name === name ? toggled(one, on) : one)).filter((one) => one.count);
  const draw = (different) => {
    if (!place) return;
    current().reactions = different;
    drawReactions(place, current);
  };
  draw(shown);
  const done = await attempt(on ? "react" : "unreact", { channel, ts, name });
  if (!done && current().reactions === shown) draw(reactions);
}

function toggled({ name, users }, on) {
  const now = on ? [...users, store.as] : users.filter((id) => id !== store.as);
  return { name, count: now.length, users: now };
}

/** A button that opens the emoji picker for a message; `current` gives the message as it is then. */
export function addReaction(current, className = "") {
  const align = className ? "start" : "end";
  const pick = () => emojiPicker(button, (name) => void toggle(current, name, true), { align });
  const button = iconButton("smile", "Add reaction", pick, {
    class: `plain ${className}`, "aria-haspopup": "dialog", "aria-expanded": "false",
  });
  return button;
}

function who(reaction) {
  const names = reaction.users.slice(0, NAMED).map((id) => (id === store.as ? "you" : personName(id)));
  const others = reaction.users.length - names.length;
  return `${names.join(", ")}${others > 0 ? ` and ${others} more` : ""} reacted with :${reaction.name}:`;
}

function chip(current, reaction, place) {
  const mine = reaction.users.includes(store.as);
  const many = `${reaction.count} reaction${reaction.count === 1 ? "" : "s"}`;
  return el(
    "button",
    {
      type: "button", class: "chip-reaction", "aria-pressed": String(mine), dataset: { reaction: reaction.name },
      "aria-label": `:${reaction.name}: ${many}${mine ? ", including yours" : ""}`, title: who(reaction),
      onclick: () => void toggle(current, reaction.name, !mine, place),
    },
    el("span", { class: "emoji", "aria-hidden": "true" }, emojiChar(reaction.name) ?? `:${reaction.name}:`),
    el("span", { class: "count" }, reaction.count),
  );
}

/** Draws them into `place`; what has not changed stays, and so does the focus. */
export function drawReactions(place, current) {
  const list = current().reactions ?? [];
  place.hidden = !list.length;
  keepingFocus(place.closest(".message") ?? place, () => keyed(place, [
    ...list.map((reaction) => ({
      key: reaction.name, sign: JSON.stringify([reaction.users, store.as]), draw: () => chip(current, reaction, place),
    })),
    ...(list.length ? [{ key: "add reaction", sign: "", draw: () => addReaction(current, "chip-add") }] : []),
  ]));
}
