/** Building the page. Text is always set as text, never read as HTML. */

const LONG_NAME = 16; // letters

export const $ = (id) => document.getElementById(id);

/** el("p", "quiet", "text", node): an element with a class and children; null and false are left out. */
export function el(tag, kind, ...children) {
  const node = document.createElement(tag);
  if (kind) node.className = kind;
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** Sets a text only where it has changed, so that nothing is drawn or spoken twice. */
export function say(id, text) {
  const node = typeof id === "string" ? $(id) : id;
  const words = text ?? "";
  if (node.textContent !== words) node.textContent = words;
}

/** Calls `build` for the node's children only if `sign` has changed since the last time; says whether it did. */
export function draw(node, sign, build) {
  const signed = JSON.stringify(sign);
  if (node.signed === signed) return false;
  node.signed = signed;
  node.replaceChildren(...[build()].flat().filter(Boolean));
  return true;
}

/** Content in the language of the game, which need not be the page's. */
export function spoken(node, language) {
  if (language) node.lang = language;
  return node;
}

/** A name inside a sentence, whatever the direction of its letters. */
export const isolated = (text) => `\u2068${text}\u2069`;

/** A council's name by its number. */
export const called = (board, number) => board.councils.find((one) => one.number === number)?.name ?? `Council ${number}`;

/** A heading with the name of a council, in smaller letters where it is long. */
export function named(tag, name, language) {
  const node = spoken(el(tag, name.length > LONG_NAME ? "long" : "", name), language);
  node.dir = "auto";
  return node;
}

export const hiddenText = (text) => el("span", "sr-only", text);

export const count = (number, one, many = `${one}s`) => `${number} ${number === 1 ? one : many}`;

/** A bar or a row of steps, as decoration; the words beside it say the same. */
export function bar(share) {
  const inner = el("i");
  inner.style.setProperty("--share", String(Math.max(0, Math.min(1, share))));
  const outer = el("span", "bar", inner);
  outer.ariaHidden = "true";
  return outer;
}

export function steps(done, of) {
  const row = el("span", "steps", ...Array.from({ length: of }, (_, place) => el("i", place < done ? "on" : "")));
  row.ariaHidden = "true";
  return row;
}
