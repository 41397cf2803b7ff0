/** People as they are shown: avatars, names, marks. */

import { el } from "./dom.js";
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
  return ((letters[0]?.[0] ?? "?") + (letters.length > 1 ? letters.at(-1)[0] : "")).toUpperCase();
}

/** Decoration beside a name: hidden from screen readers. */
export function avatar(id, size = "") {
  const colour = /^[0-9a-f]{6}$/i.test(colourOf(id)) ? colourOf(id) : PALETTE[0];
  const node = el("span", { class: `avatar ${size} ${isBot(id) ? "app" : ""}`, "aria-hidden": "true" }, initials(personName(id)));
  node.style.backgroundColor = `#${colour}`;
  node.style.color = luminance(colour) > 0.3 ? "#10181c" : "#fff";
  return node;
}

export const isBot = (id) => Boolean(store.people.get(id)?.is_bot) || Boolean(appOfBot(id));

export function marks(person) {
  const found = [];
  if (person?.is_restricted) found.push("guest");
  if (person?.deleted) found.push("deactivated");
  return found.join(", ");
}
