/** Slack's mrkdwn, as DOM nodes. Foreign text only ever becomes text nodes. */

import { dateNode } from "./dates.js";
import { el } from "./dom.js";
import { emojiChar } from "./emoji.js";
import { navigate } from "./navigate.js";
import { channelName, personName, store } from "./store.js";

const unescape = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

export function safeUrl(url) {
  try {
    const parsed = new URL(url, location.href);
    return ["http:", "https:", "mailto:", "tel:"].includes(parsed.protocol) ? parsed.href : null;
  } catch {
    return null;
  }
}

/** A link to a message leads there within the page; any other opens beside it. */
function way(url) {
  const { channel, ts } = navigate.place(url);
  if (url.origin === location.origin && ts) return { onclick: navigate.link({ channel, ts }) };
  return { target: "_blank", rel: "noopener noreferrer" };
}

export function link(url, label) {
  const href = safeUrl(url);
  if (!href) return el("span", {}, label ?? url);
  return el("a", { href, ...way(new URL(href)) }, label ?? url);
}

export function emojiNode(name) {
  const char = emojiChar(name);
  if (!char) return document.createTextNode(`:${name}:`);
  return el("span", { class: "emoji", role: "img", "aria-label": `:${name}:`, title: `:${name}:` }, char);
}

export function userNode(id, label) {
  const known = store.people.has(id);
  const mine = id === store.as ? " mine" : "";
  return el("span", { class: `mention${mine}`, dataset: { user: id } }, `@${known ? personName(id) : (label ?? id)}`);
}

export function channelNode(id, label) {
  const channel = store.channels.get(id);
  if (!channel) return el("span", { class: "mention" }, `#${label || "private channel"}`);
  return el(
    "a",
    { class: "mention", href: navigate.href({ channel: id }), onclick: navigate.link({ channel: id }) },
    `#${channelName(channel)}`,
  );
}

export const broadcastNode = (range) => el("span", { class: "mention mine" }, `@${range}`);

/* Inline marks. Codes, <…> sequences and emoji are taken out first and put back at the end. */

const ATOM = /`([^`\n]+)`|<([^<>\n]+)>|:((?:[a-z0-9_+'-]+)(?:::skin-tone-[2-6])?):/g;
const URLS = /https?:\/\/[^\s<>"'`|]*[^\s<>"'`|.,;:!?)\]}]/g;
const EMPHASIS = [
  ["b", /(?<![\p{L}\p{N}*])\*(?![\s*])([^*\n]*?[^\s*])\*(?![\p{L}\p{N}*])/u],
  ["i", /(?<![\p{L}\p{N}_])_(?![\s_])([^_\n]*?[^\s_])_(?![\p{L}\p{N}_])/u],
  ["s", /(?<![\p{L}\p{N}~])~(?![\s~])([^~\n]*?[^\s~])~(?![\p{L}\p{N}~])/u],
];
const OPEN = "\uE000";
const CLOSE = "\uE001";
const PLACE = /\uE000(\d+)\uE001/;

function sequence(body) {
  const bar = body.indexOf("|");
  const target = bar < 0 ? body : body.slice(0, bar);
  const label = bar < 0 ? null : unescape(body.slice(bar + 1));
  if (target.startsWith("@")) return userNode(target.slice(1), label);
  if (target.startsWith("#")) return channelNode(target.slice(1), label);
  if (target.startsWith("!date^")) {
    const [, unix, pattern, href] = target.split("^");
    const node = dateNode(unix, unescape(pattern ?? ""), label ?? "");
    if (!href) return node;
    const anchor = link(href, "");
    anchor.replaceChildren(node);
    return anchor;
  }
  if (/^!(channel|here|everyone)$/.test(target)) return broadcastNode(target.slice(1));
  if (target.startsWith("!subteam^")) return el("span", { class: "mention" }, label ?? "@group");
  if (target.startsWith("!")) return document.createTextNode(label ?? target.slice(1));
  if (/^(https?:|mailto:|tel:)/i.test(target)) {
    return link(unescape(target), label ?? unescape(target).replace(/^(mailto|tel):/, ""));
  }
  return document.createTextNode(unescape(`<${body}>`));
}

function inline(text, { verbatim = false } = {}) {
  const atoms = [];
  const keep = (node) => {
    atoms.push(node);
    return `${OPEN}${atoms.length - 1}${CLOSE}`;
  };
  let marked = text.replace(/[\uE000\uE001]/g, "").replace(ATOM, (all, code, body, name) => {
    if (code !== undefined) return keep(el("code", {}, unescape(code)));
    if (body !== undefined) return keep(sequence(body));
    return emojiChar(name) ? keep(emojiNode(name)) : all;
  });
  if (!verbatim) marked = marked.replace(URLS, (url) => keep(link(unescape(url))));
  return emphasise(marked, atoms);
}

function emphasise(text, atoms) {
  const found = EMPHASIS.map(([tag, pattern]) => [tag, pattern.exec(text)]).filter(([, match]) => match);
  if (!found.length) return restore(text, atoms);
  const [tag, match] = found.reduce((first, other) => (other[1].index < first[1].index ? other : first));
  return [
    ...restore(text.slice(0, match.index), atoms),
    el(tag, {}, emphasise(match[1], atoms)),
    ...emphasise(text.slice(match.index + match[0].length), atoms),
  ];
}

function restore(text, atoms) {
  const nodes = [];
  text.split(PLACE).forEach((part, index) => {
    if (index % 2) nodes.push(atoms[Number(part)]);
    else if (part) nodes.push(document.createTextNode(unescape(part)));
  });
  return nodes;
}

const QUOTED = /^(?:&gt;|>)(?!&gt;|>) ?/;

function lines(text, options) {
  const nodes = [];
  const rows = text.split("\n");
  let plain = [];
  const flush = () => {
    if (plain.length) nodes.push(...inline(plain.join("\n"), options));
    plain = [];
  };
  for (let at = 0; at < rows.length; at += 1) {
    if (/^(?:&gt;|>){3}/.test(rows[at])) {
      flush();
      const rest = [rows[at].replace(/^(?:&gt;|>){3} ?/, ""), ...rows.slice(at + 1)];
      nodes.push(el("blockquote", {}, inline(rest.join("\n"), options)));
      return nodes;
    }
    if (QUOTED.test(rows[at])) {
      flush();
      const quoted = [];
      for (; at < rows.length && QUOTED.test(rows[at]); at += 1) quoted.push(rows[at].replace(QUOTED, ""));
      at -= 1;
      nodes.push(el("blockquote", {}, inline(quoted.join("\n"), options)));
    } else plain.push(rows[at]);
  }
  flush();
  return nodes;
}

/** mrkdwn text as nodes, for an element whose white space is kept (class "text"). */
export function mrkdwn(text, options = {}) {
  const nodes = [];
  String(text ?? "").split(/```\n?([\s\S]*?)\n?```\n?/).forEach((part, index) => {
    if (index % 2) nodes.push(el("pre", {}, unescape(part.replace(/<((?:https?:|mailto:)[^|>]*)(?:\|[^>]*)?>/g, "$1"))));
    else if (part) nodes.push(...lines(part, options));
  });
  return nodes;
}

/** Plain text with its emoji names turned into emoji. */
export function plain(text, { emoji = true } = {}) {
  if (!emoji) return [document.createTextNode(text)];
  const nodes = [];
  let from = 0;
  for (const match of text.matchAll(/:((?:[a-z0-9_+'-]+)(?:::skin-tone-[2-6])?):/g)) {
    if (!emojiChar(match[1])) continue;
    if (match.index > from) nodes.push(document.createTextNode(text.slice(from, match.index)));
    nodes.push(emojiNode(match[1]));
    from = match.index + match[0].length;
  }
  if (from < text.length) nodes.push(document.createTextNode(text.slice(from)));
  return nodes;
}

/** A text object of Block Kit. */
export function textObject(object) {
  if (!object) return [];
  if (object.type === "mrkdwn") return mrkdwn(object.text, { verbatim: object.verbatim === true });
  return plain(object.text ?? "", { emoji: object.emoji !== false });
}

/** The same as one line of plain words, for labels, notices and screen readers. */
export function words(text) {
  return el("span", {}, mrkdwn(text)).textContent.replace(/\s+/g, " ").trim();
}

export const objectWords = (object) => (object ? el("span", {}, textObject(object)).textContent : "");
