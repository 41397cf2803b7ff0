/** People as they are shown: avatars, names, marks. */

import { el, icon } from "./dom.js";
import { appOfBot, personName, store } from "./store.js";

const PALETTE = ["2f6f8f", "8a4b9c", "3f7d3f", "a8572a", "5a5fae", "9a3f5c", "2c7a70", "7b6a1f"];

function colourOf(id) {
  const given = store.people.get(id)?.color;
  if (given) return given.replace("#", "");
  let sum = 0;
  for (const letter of id ?? "") sum = (sum * 31 + letter.charCodeAt(0)) >>> 0;
  return PALETTE[sum % PALETTE.length];
}

const luminance = (hex) => {
  const [r, g, b] = [0, 2, 4].map((at) => {
    const part = parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};

function initials(name) {
  const letters = name.replace(/[^\p{L}\p{N}\s]/gu, " ").trim().split(/\s+/);
  if (/^\d+$/.test(letters.at(-1)) && letters.length > 1) return `${letters[0][0].toUpperCase()}${letters.at(-1).slice(-2)}`;
  return ((letters[0]?.[0] ?? "?") + (letters.length > 1 ? letters.at(-1)[0] : "")).toUpperCase();
}

/** Decoration beside a name: hidden from screen readers. */
export function avatar(id, size = "") {
  const colour = /^[0-9a-f]{6}$/i.test(colourOf(id)) ? colourOf(id) : PALETTE[0];
  const shape = `avatar ${size} ${isBot(id) ? "app" : ""}`;
  const node = el("span", { class: shape, "aria-hidden": "true" }, initials(personName(id)));
  node.style.backgroundColor = `#${colour}`;
  node.style.color = luminance(colour) > 0.179 ? "#000" : "#fff";
  return node;
}

/** What stands before a conversation's name: a face, a lock or a hash. */
export function channelMark(channel, size) {
  if (channel.kind === "dm") return avatar(channel.with, size);
  return icon(channel.kind === "private" ? "lock" : "hash");
}

export const isBot = (id) => Boolean(store.people.get(id)?.is_bot) || Boolean(appOfBot(id));

/** What a list says about somebody besides their name. */
export function about(id) {
  const person = store.people.get(id);
  const real = person?.real_name === personName(id) ? "" : person?.real_name;
  return [isBot(id) && "app", real, marks(person)].filter(Boolean).join(" · ");
}

export function marks(person) {
  const found = [];
  if (person?.is_restricted) found.push("guest");
  if (person?.is_stranger) found.push("external");
  if (person?.deleted) found.push("deactivated");
  return found.join(", ");
}
