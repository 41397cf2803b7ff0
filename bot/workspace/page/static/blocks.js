/** Block Kit: blocks as DOM nodes, kept as they are when only their neighbours change. */

import { dateNode } from "./dates.js";
import { el, fill, uid } from "./dom.js";
import { control, keepsValue } from "./controls.js";
import { fileUrl } from "./files.js";
import { keepingFocus } from "./focus.js";
import { broadcastNode, channelNode, emojiNode, link, mrkdwn, objectWords, safeUrl, textObject, userNode } from "./mrkdwn.js";
import { store } from "./store.js";
import { fault, initialValue, isEmpty } from "./values.js";

/** What a person has entered, by block and action; inputs keep it when their view is updated. */
export class FormState {
  constructor() {
    this.values = new Map();
    this.untold = new Map();
    this.drawn = new Map();
  }

  /** What the acting person has entered in this message or view so far, wherever it is drawn. */
  static of(name) {
    const key = `${store.as} ${name}`;
    if (!store.forms.has(key)) store.forms.set(key, new FormState());
    return store.forms.get(key);
  }

  static drop(name) {
    store.forms.delete(`${store.as} ${name}`);
  }

  key(block, element) {
    return JSON.stringify([block.block_id ?? "", element.action_id ?? "", element.type]);
  }

  get(block, element) {
    const key = this.key(block, element);
    if (!this.values.has(key)) this.values.set(key, initialValue(element));
    return this.values.get(key);
  }

  set(block, element, value) {
    this.values.set(this.key(block, element), value);
    this.untold.set(this.key(block, element), { block, element, value });
  }

  /** What was entered since the last time and not told to the workspace; now it counts as told. */
  takeUntold() {
    const untold = [...this.untold.values()];
    this.untold.clear();
    return untold;
  }

  /** Outside inputs, a block that the app changed shows what the app says, not what was chosen before. */
  forget(block) {
    const [before, now] = [this.drawn.get(block.block_id), JSON.stringify(block)];
    this.drawn.set(block.block_id, now);
    if (before === now) return;
    for (const element of [block.accessory, ...(block.elements ?? [])]) {
      if (element?.action_id) this.values.delete(this.key(block, element));
    }
  }
}

/**
 * Draws blocks into `container`. `context` is { state: FormState, dispatch(block, element, value): promise,
 * tell(block, element, value): promise }: an app hears of the one, the workspace only remembers the other.
 * Called again with other blocks, it leaves alone every node whose block has not changed, and the focus too.
 */
export function renderBlocks(container, blocks, context) {
  keepingFocus(container, () => drawBlocks(container, blocks, context));
}

function drawBlocks(container, blocks, context) {
  const before = container.drawn ?? [];
  const reusable = new Map(before.map((item) => [item.key, item]));
  const next = blocks.map((block, index) => {
    const key = `${block.block_id ?? index} ${JSON.stringify(block)}`;
    const known = reusable.get(key);
    if (known) reusable.delete(key);
    if (known) return known;
    context.state.forget(block);
    return { key, node: drawBlock(block, context) };
  });
  for (const item of reusable.values()) item.node.remove();
  let place = container.firstChild;
  for (const { node } of next) {
    if (node === place) place = place.nextSibling;
    else container.insertBefore(node, place);
  }
  container.drawn = next;
}

function drawBlock(block, context) {
  const draw = BLOCKS[block.type];
  const node = draw ? draw(block, context) : el("p", { class: "unknown" }, `This page cannot show a ${block.type} block.`);
  node.classList.add("block", `block-${block.type}`);
  node.dataset.blockId = block.block_id ?? "";
  return node;
}

function drawElement(element, block, context, box = {}) {
  if (element.type === "image") return imageNode(element, "thumb");
  const input = block.type === "input";
  const dispatches = !input || block.dispatch_action === true;
  const send = async (value) => {
    for (const item of context.state.takeUntold()) {
      if (item.element !== element) await context.tell(item.block, item.element, item.value);
    }
    return context.dispatch(block, element, value ?? null);
  };
  return control(element, {
    label: labelOf(element, block),
    dispatches,
    get value() {
      return context.state.get(block, element);
    },
    set: (value) => context.state.set(block, element, value),
    commit: (value) => {
      context.state.set(block, element, value);
      return dispatches ? send(value) : Promise.resolve();
    },
    press: () => send(undefined),
    ...box,
  });
}

const labelOf = (element, block) =>
  element.accessibility_label ||
  [block.label, element.placeholder, block.text].map(objectWords).find(Boolean) ||
  "Choose";

function imageNode(image, className) {
  const url = image.image_url ?? "";
  const alt = image.alt_text ?? "";
  const src = image.slack_file ? uploaded(image.slack_file)
    : /^data:image\/(png|jpeg|gif|webp);/.test(url) ? url : safeUrl(url);
  const instead = el("span", { class: "missing-image" }, alt || "image");
  if (!src) return instead;
  const node = el("img", { class: className, src, alt, loading: "lazy", referrerpolicy: "no-referrer" });
  node.addEventListener("error", () => node.replaceWith(instead), { once: true });
  return node;
}

/** Where the file is that a block shows, by its id or an address that holds it. */
function uploaded({ id, url }) {
  const file = id ?? /\bF[A-Z0-9]{8,}\b/.exec(url ?? "")?.[0];
  return file ? fileUrl(`page/file/${file}`) : null;
}

function inputBlock(block, context) {
  const element = block.element ?? {};
  const id = uid("input");
  const [label, hint, error] = [`${id}-label`, `${id}-hint`, `${id}-error`];
  const group = ["checkboxes", "radio_buttons"].includes(element.type);
  const required = block.optional !== true;
  const field = drawElement(element, block, context, {
    id, labelledBy: label, required,
    describedBy: [block.hint && hint, error].filter(Boolean).join(" "),
  });
  const name = [textObject(block.label), required ? null : el("span", { class: "optional" }, " (optional)")];
  return el(
    "div",
    {},
    group ? el("div", { class: "label", id: label }, name) : el("label", { class: "label", id: label, for: id }, name),
    field,
    block.hint && el("div", { class: "hint text", id: hint }, textObject(block.hint)),
    el("div", { class: "error", id: error, role: "alert", hidden: true }),
  );
}

const BLOCKS = {
  section: (block, context) => {
    const text = (object) => el("div", { class: "text" }, textObject(object));
    const node = el("div", {}, el("div", { class: "section-text" },
      block.text && text(block.text),
      block.fields && el("div", { class: "fields" }, block.fields.map(text)),
    ));
    if (block.accessory) node.append(el("div", { class: "accessory" }, drawElement(block.accessory, block, context)));
    return node;
  },
  header: (block) => el("h3", {}, textObject(block.text)),
  divider: () => el("hr"),
  context: (block) =>
    el("div", {}, (block.elements ?? []).map((item) =>
      item.type === "image" ? imageNode(item, "icon-image") : el("span", { class: "text" }, textObject(item)))),
  actions: (block, context) => el("div", {}, (block.elements ?? []).map((element) => drawElement(element, block, context))),
  image: (block) =>
    el("figure", {}, block.title && el("figcaption", {}, textObject(block.title)), imageNode(block, "picture")),
  input: inputBlock,
  rich_text: (block) => el("div", {}, richText(block.elements)),
  table: tableBlock,
  video: (block) =>
    el("figure", {}, el("figcaption", {}, link(block.title_url ?? block.video_url, textObject(block.title))),
      block.description && el("p", { class: "text" }, textObject(block.description)),
      imageNode({ image_url: block.thumbnail_url, alt_text: block.alt_text }, "picture")),
  file: (block) => el("p", { class: "unknown" }, `A remote file: ${block.external_id}`),
  markdown: (block) => el("div", { class: "text" }, mrkdwn(block.text ?? "")),
};

/** The first row is the heading, as Slack shows it. */
function tableBlock(block) {
  const settings = block.column_settings ?? [];
  const cell = (tag) => (item, column) => {
    const node = el(tag, tag === "th" ? { scope: "col" } : {}, item.type === "raw_text" ? item.text : richText(item.elements));
    node.style.textAlign = settings[column]?.align ?? "left";
    return node;
  };
  const [head, ...rows] = block.rows ?? [];
  return el("div", { tabindex: 0, role: "region", "aria-label": "Table" }, el("table", {},
    el("thead", {}, el("tr", {}, (head ?? []).map(cell("th")))),
    el("tbody", {}, rows.map((row) => el("tr", {}, row.map(cell("td")))))));
}

/* Rich text */

function richText(elements = []) {
  const nodes = [];
  for (const item of elements) {
    if (item.type === "rich_text_section") nodes.push(el("div", { class: "text" }, item.elements.map(richItem)));
    else if (item.type === "rich_text_quote") nodes.push(el("blockquote", { class: "text" }, item.elements.map(richItem)));
    else if (item.type === "rich_text_preformatted") {
      nodes.push(el("pre", {}, item.elements.map((part) => part.text ?? part.url ?? "")));
    } else if (item.type === "rich_text_list") {
      const list = el(item.style === "ordered" ? "ol" : "ul", { start: item.offset ? item.offset + 1 : undefined },
        item.elements.map((entry) => el("li", { class: "text" }, (entry.elements ?? []).map(richItem))));
      list.style.marginInlineStart = `${(item.indent ?? 0) * 1.5}em`;
      nodes.push(list);
    }
  }
  return nodes;
}

function richItem(item) {
  let node = RICH[item.type]?.(item) ?? document.createTextNode(item.fallback ?? item.text ?? "");
  const tags = { code: "code", bold: "b", italic: "i", strike: "s", underline: "u" };
  for (const [style, tag] of Object.entries(tags)) if (item.style?.[style]) node = el(tag, {}, node);
  return node;
}

const RICH = {
  text: (item) => document.createTextNode(item.text ?? ""),
  link: (item) => link(item.url, item.text || item.url),
  emoji: (item) => emojiNode(item.name),
  user: (item) => userNode(item.user_id),
  channel: (item) => channelNode(item.channel_id),
  usergroup: () => el("span", { class: "mention" }, "@group"),
  broadcast: (item) => broadcastNode(item.range),
  date: (item) => dateNode(item.timestamp, item.format, item.fallback ?? ""),
  color: (item) => document.createTextNode(item.value),
};

/* Forms */

/** The values of a view's inputs: { block_id: { action_id: value } }. */
export function formValues(blocks, state) {
  const values = {};
  for (const block of blocks) {
    if (block.type !== "input" || !keepsValue(block.element)) continue;
    const value = state.get(block, block.element);
    values[block.block_id] = { [block.element.action_id]: isEmpty(value) && !Array.isArray(value) ? null : value };
  }
  return values;
}

/** What is wrong with a form before it is sent: { block_id: sentence }. */
export function formFaults(blocks, state) {
  const faults = {};
  for (const block of blocks) {
    if (block.type !== "input" || !keepsValue(block.element)) continue;
    const found = fault(block.element, state.get(block, block.element), block.optional === true);
    if (found) faults[block.block_id] = found;
  }
  return faults;
}

/** Shows errors at their fields, clears the others, and returns those that have no field. */
export function showErrors(container, errors) {
  const left = { ...errors };
  let first = null;
  for (const node of container.querySelectorAll(".block-input")) {
    const text = errors[node.dataset.blockId];
    delete left[node.dataset.blockId];
    const place = node.querySelector(".error");
    const field = node.querySelector("[id^='input-']:is(input,textarea,[role])");
    place.hidden = !text;
    fill(place, text ?? "");
    node.classList.toggle("invalid", Boolean(text));
    if (text) field?.setAttribute("aria-invalid", "true");
    else field?.removeAttribute("aria-invalid");
    if (text) first ??= field;
  }
  first?.focus();
  first?.closest(".block")?.scrollIntoView({ block: "nearest" });
  return left;
}
