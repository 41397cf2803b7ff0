/** A phase's card as a page shows it: paragraphs, bullets, bold and italics; anything else is text. */

import { el } from "./dom.js";

const MARKS = /(^|[\s(“"])([*_])(\S(?:.*?\S)?)\2(?=$|[\s).,;:!?”"])/;

function inline(text) {
  const found = MARKS.exec(text);
  if (!found) return text ? [text] : [];
  const start = found.index + found[1].length;
  const end = found.index + found[0].length;
  return [...inline(text.slice(0, start)), el(found[2] === "*" ? "strong" : "em", "", ...inline(found[3])), ...inline(text.slice(end))];
}

/** Nodes for a text with Slack's simple marks. */
export function told(text) {
  const nodes = [];
  for (const line of text.split("\n").map((one) => one.trim()).filter(Boolean)) {
    const bullet = /^[•*-]\s+(.*)$/.exec(line);
    if (!bullet) nodes.push(el("p", "", ...inline(line)));
    else {
      if (nodes.at(-1)?.tagName !== "UL") nodes.push(el("ul"));
      nodes.at(-1).append(el("li", "", ...inline(bullet[1])));
    }
  }
  return nodes;
}
