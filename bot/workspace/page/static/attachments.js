/** Attachments, the older way to lay out a message; some have blocks, others buttons and menus from before blocks. */

import { renderBlocks } from "./blocks.js";
import { control } from "./controls.js";
import { timeOf } from "./dates.js";
import { el } from "./dom.js";
import { keyed } from "./keyed.js";
import { link, mrkdwn, safeUrl } from "./mrkdwn.js";

/**
 * Draws them into `place`. `context` is as for renderBlocks, with `press(attachment, action, value)` for what is
 * from before blocks. What has not changed is left alone.
 */
export function drawAttachments(place, attachments, context) {
  place.hidden = !attachments.length;
  keyed(place, attachments.map((one, index) => ({
    key: `${index}${one.blocks ? " blocks" : ""}`,
    sign: one.blocks ? (one.color ?? "") : JSON.stringify(one),
    draw: () => draw(one, context),
  })));
  attachments.forEach((one, index) => one.blocks && renderBlocks(place.children[index].lastChild, one.blocks, context));
}

function draw(attachment, context) {
  const node = el("div", { class: "attachment", dataset: { attachment: attachment.id } });
  const colour = /^#?([0-9a-f]{6})$/i.exec(NAMED[attachment.color] ?? attachment.color ?? "");
  if (colour) node.style.borderLeftColor = `#${colour[1]}`;
  if (attachment.blocks) node.append(el("div", { class: "blocks" }));
  else node.append(...written(attachment), actions(attachment, context));
  return node;
}

const NAMED = { good: "2eb886", warning: "daa038", danger: "a30200" };

function written({ pretext, author_name: author, title, title_link: href, text, fallback, fields, image_url: picture, footer, ts }) {
  const line = (words) => el("div", { class: "text" }, mrkdwn(String(words)));
  const image = picture && safeUrl(picture);
  const foot = [footer, ts && timeOf(ts)].filter(Boolean).join(" · ");
  return [
    pretext && line(pretext),
    author && el("small", {}, author),
    title && el("b", { class: "text" }, href ? link(href, title) : mrkdwn(title)),
    line(text ?? (title || fields ? "" : (fallback ?? ""))),
    fields?.length && el("div", { class: "fields" }, fields.map((one) => el("div", {}, el("b", {}, one.title), line(one.value ?? "")))),
    image && el("img", { class: "picture", src: image, alt: fallback || title || "image", loading: "lazy", referrerpolicy: "no-referrer" }),
    foot && el("small", {}, foot),
  ].filter(Boolean);
}

/* Buttons and menus from before blocks, drawn as the elements that took their place */

function actions(attachment, context) {
  const node = el("div", { class: "block block-actions" });
  for (const action of attachment.actions ?? []) {
    const block = { block_id: `attachment-${attachment.id}` };
    const element = { ...asElement(action), action_id: action.id, confirm: asConfirm(action.confirm) };
    const press = (value) => context.press(attachment.id, action.id, value);
    node.append(control(element, {
      label: action.text,
      get value() {
        return context.state.get(block, element);
      },
      set: (value) => context.state.set(block, element, value),
      press: () => press(null),
      commit: (value) => {
        context.state.set(block, element, value);
        return press(value);
      },
    }));
  }
  node.hidden = !attachment.actions?.length;
  return node;
}

const plain = (text) => ({ type: "plain_text", text: String(text ?? "") });
const option = ({ text, value, description }) => ({ text: plain(text), value, description: description && plain(description) });
const MENUS = { users: "users_select", channels: "channels_select", conversations: "conversations_select", external: "external_select" };

function asElement({ type, text, style, url, options, option_groups: groups, selected_options: chosen, data_source: source }) {
  if (type === "button") return { type, text: plain(text), style, url };
  const before = chosen?.[0];
  return {
    type: MENUS[source] ?? "static_select",
    placeholder: plain(text),
    options: (options ?? []).map(option),
    option_groups: groups?.map((group) => ({ label: plain(group.text), options: (group.options ?? []).map(option) })),
    initial_option: before && option(before),
    initial_user: before?.value, initial_channel: before?.value, initial_conversation: before?.value,
  };
}

const asConfirm = (confirm) =>
  confirm && {
    title: plain(confirm.title || "Are you sure?"), text: plain(confirm.text), confirm: plain(confirm.ok_text || "Okay"),
    deny: plain(confirm.dismiss_text || "Cancel"),
  };
