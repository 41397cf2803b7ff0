/** A phase's card: paragraphs, bullets, bold and italics. What does not fit comes on pages. */

import { $, draw, el, spoken } from "./dom.js";
import { Pager, divide, fit, flowing, unit } from "./pager.js";

const MARKS = /(^|[\s(“"])([*_])(\S(?:.*?\S)?)\2(?=$|[\s).,;:!?”"])/;
const BULLET = /^[•*-]\s+/;
const [LEAST, MOST] = [2.5, 4.2]; // letters, in units
const GAP = 1;
const pager = new Pager("task", () => "The task");

function inline(text) {
  const found = MARKS.exec(text);
  if (!found) return text ? [text] : [];
  const start = found.index + found[1].length;
  const end = found.index + found[0].length;
  return [...inline(text.slice(0, start)), el(found[2] === "*" ? "strong" : "em", "", ...inline(found[3])), ...inline(text.slice(end))];
}

/** Nodes for a text with Slack's simple marks; each can be on a page of its own. */
export function told(text) {
  const lines = text.split("\n").map((one) => one.trim()).filter(Boolean);
  return lines.map((line) => {
    const bullet = BULLET.test(line);
    return el("p", bullet ? "bullet" : "", bullet && el("i", "", "• "), ...inline(line.replace(BULLET, "")));
  });
}

/** Draws what `build` makes, if the sign is another than before. */
export function drawTask(sign, language, build) {
  const area = $("task");
  spoken(area, language);
  if (!draw(area, [sign, innerWidth, innerHeight], build)) return;
  fit(area, LEAST, MOST);
  pager.restart();
  const nodes = [...area.children];
  const heights = nodes.map((node) => node.getBoundingClientRect().height);
  const fits = flowing.matches || area.scrollHeight <= area.clientHeight;
  const pages = fits ? [nodes.map((_, place) => place)] : divide(heights, area.clientHeight, GAP * unit());
  pager.set(pages.map((places) => places.map((place) => nodes[place])));
}
