/** Markdown of a canvas, as DOM nodes: headings, lists, paragraphs and simple marks. Text only ever becomes text. */

import { el } from "./dom.js";
import { link } from "./mrkdwn.js";

const LINE = /^(?:(#{1,3}) (.*)|( *)(?:[-*+]|\d+[.)]) (.*)|-{3,})$/;
const INLINE = /\\([!-/:-@[-`{-~])|`([^`]+)`|\*\*(.+?)\*\*|(?<![\p{L}\p{N}])[_*](.+?)[_*](?![\p{L}\p{N}])|\[([^\]]+)\]\(([^()\s]+)\)/gu;

export function markdown(text) {
  const nodes = [];
  let open = null;
  for (const line of text.split("\n")) {
    const [, level, heading, indent, item] = LINE.exec(line) ?? [];
    if (!line.trim()) open = null;
    else if (heading !== undefined) {
      nodes.push(el(`h${level.length + 2}`, {}, inline(heading)));
      open = null;
    } else if (item !== undefined) {
      if (nodes.at(-1)?.tagName !== "UL") nodes.push(el("ul", {}));
      open = el("li", { class: indent ? "within" : undefined }, inline(item));
      nodes.at(-1).append(open);
    } else if (open) open.append(el("br"), ...inline(line.trim()));
    else {
      open = el("p", {}, inline(line.trim()));
      nodes.push(open);
    }
  }
  return nodes;
}

function inline(text) {
  const nodes = [];
  let from = 0;
  for (const found of text.matchAll(INLINE)) {
    const [all, escaped, code, strong, soft, label, href] = found;
    nodes.push(text.slice(from, found.index));
    if (escaped !== undefined) nodes.push(escaped);
    else if (code !== undefined) nodes.push(el("code", {}, code));
    else if (strong !== undefined) nodes.push(el("b", {}, inline(strong)));
    else if (soft !== undefined) nodes.push(el("i", {}, inline(soft)));
    else nodes.push(link(href, label));
    from = found.index + all.length;
  }
  return [...nodes, text.slice(from)];
}
