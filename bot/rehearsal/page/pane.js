/** The messages of one channel: drawn once, then changed row by row. */

import { FormState, renderBlocks } from "./blocks.js";
import { dayKey, dayName, fullTime, shortTimeOf, timeOf, toDate } from "./dates.js";
import { el, fill, find, hiddenText, icon, uid } from "./dom.js";
import { emojiChar } from "./emoji.js";
import { mrkdwn, safeUrl, words } from "./mrkdwn.js";
import { avatar, isBot, marks } from "./people.js";
import { confirmDialog, emojiPicker, iconButton, menu } from "./popover.js";
import { attempt, channelName, findIndex, findMessage, lastRead, markRead, personName, store } from "./store.js";
import { announce } from "./toasts.js";

const SHOWN = 200;
const MOST = 500;
const NEAR = 80;
const TOGETHER = 300;

const NOTICES = /^(channel|group)_/;

const isReply = (message) => Boolean(message.thread_ts) && message.thread_ts !== message.ts;

export class Pane {
  constructor() {
    this.scroller = find("#messages");
    this.list = find("#message-list");
    this.jump = find("#jump");
    this.channel = null;
    this.rows = new Map();
    this.unseen = 0;
    this.stuck = true;
    this.jump.addEventListener("click", () => {
      this.toBottom();
      this.scroller.focus();
    });
    this.scroller.addEventListener("scroll", () => this.scrolled(), { passive: true });
    new ResizeObserver(() => this.stuck && this.toBottom()).observe(this.list);
    new ResizeObserver(() => this.stuck && this.toBottom()).observe(this.scroller);
  }

  get messages() {
    return (store.histories.get(this.channel) ?? []).filter((message) => !this.isTucked(message));
  }

  /** Replies whose parent is here are shown under it. */
  isTucked(message) {
    return isReply(message) && Boolean(findMessage(message.channel, message.thread_ts));
  }

  clear(note) {
    this.channel = null;
    this.rows.clear();
    this.hideJump();
    fill(this.list, note ?? null);
  }

  show(channelId) {
    this.channel = channelId;
    this.rows.clear();
    const messages = this.messages;
    this.from = Math.max(0, messages.length - SHOWN);
    const since = lastRead(channelId);
    const first = since ? messages.find((message) => message.ts > since && message.user !== store.as) : null;
    fill(this.list);
    this.earlier = el("button", { type: "button", class: "button earlier", onclick: () => this.showEarlier() });
    this.list.append(this.earlier, this.beginning(channelId));
    this.draw(messages.slice(this.from));
    if (first && this.rows.has(first.ts) && first !== messages[this.from]) {
      const line = { class: "new-line", role: "separator", "aria-label": "New messages" };
      this.list.insertBefore(el("div", line, el("span", {}, "New")), this.anchorOf(this.rows.get(first.ts).node));
    }
    this.tellEarlier();
    this.toBottom();
    markRead(channelId);
  }

  beginning(channelId) {
    const channel = store.channels.get(channelId);
    const what = channel?.kind === "dm" ? "your messages with " : "";
    this.start = el("p", { class: "beginning" }, `This is the start of ${what}${channelName(channel)}.`);
    return this.start;
  }

  tellEarlier() {
    this.earlier.hidden = this.from === 0;
    this.start.hidden = this.from > 0;
    if (this.from) fill(this.earlier, `Show earlier messages (${this.from})`);
  }

  showEarlier() {
    const messages = this.messages;
    const to = this.from;
    this.from = Math.max(0, to - SHOWN);
    const height = this.scroller.scrollHeight;
    const top = this.scroller.scrollTop;
    const next = messages[to] && this.rows.get(messages[to].ts);
    this.draw(messages.slice(this.from, to), next ? this.anchorOf(next.node) : null);
    if (next) this.tidy(next);
    this.tellEarlier();
    this.scroller.scrollTop = top + this.scroller.scrollHeight - height;
    this.rows.get(messages[this.from]?.ts)?.node.focus({ preventScroll: true });
  }

  draw(messages, before = null) {
    const part = document.createDocumentFragment();
    let previous = null;
    for (const message of messages) {
      const row = this.row(message);
      this.rows.set(message.ts, row);
      const day = this.dayBefore(message, previous);
      if (day) part.append(day);
      row.node.classList.toggle("together", !day && this.together(previous, message));
      part.append(row.node);
      previous = message;
    }
    this.list.insertBefore(part, before);
  }

  /* Rows among each other: day dividers, and messages of one author drawn together. */

  dayBefore(message, previous) {
    const date = toDate(message.ts);
    const key = dayKey(date);
    if (previous && dayKey(toDate(previous.ts)) === key) return null;
    const name = dayName(date);
    return el("div", { class: "day", role: "separator", "aria-label": name, dataset: { day: key } }, el("span", {}, name));
  }

  together(previous, message) {
    return (
      Boolean(previous) && previous.user === message.user && previous.ephemeral === message.ephemeral &&
      !isReply(message) && Number(message.ts) - Number(previous.ts) < TOGETHER
    );
  }

  neighbour(node, step) {
    let other = node;
    do other = other[step];
    while (other && !other.dataset.ts);
    return other ? (this.rows.get(other.dataset.ts) ?? null) : null;
  }

  /** The divider that stands before a row, or the row itself. */
  anchorOf(node) {
    let first = node;
    while (first.previousElementSibling?.matches(".day, .new-line")) first = first.previousElementSibling;
    return first;
  }

  undivide(node, selector) {
    while (node.previousElementSibling?.matches(selector)) node.previousElementSibling.remove();
  }

  tidy(row) {
    const previous = this.neighbour(row.node, "previousElementSibling");
    this.undivide(row.node, ".day");
    const day = this.dayBefore(row.message, previous?.message);
    if (day) this.list.insertBefore(day, row.node);
    row.node.classList.toggle("together", !day && this.together(previous?.message, row.message));
  }

  /* Changes */

  add(message) {
    if (this.isTucked(message)) return this.redrawParent(message.thread_ts);
    if (this.rows.has(message.ts)) return this.change(message);
    const messages = this.messages;
    const at = findIndex(messages, message.ts);
    if (at < this.from) {
      this.from += 1;
      return this.tellEarlier();
    }
    const after = messages.slice(at + 1).find((other) => this.rows.has(other.ts));
    const row = this.row(message);
    this.rows.set(message.ts, row);
    const next = after && this.rows.get(after.ts);
    this.list.insertBefore(row.node, next ? this.anchorOf(next.node) : null);
    this.tidy(row);
    if (next) this.tidy(next);
    const mine = message.user === store.as;
    if (!mine) {
      const secret = message.ephemeral ? " (only visible to you)" : "";
      announce(`${personName(message.user)}: ${words(message.text) || "a message"}${secret}`);
    }
    if (this.stuck || mine) {
      this.trim();
      this.toBottom();
    } else {
      this.unseen += 1;
      this.showJump();
    }
    return undefined;
  }

  /** Lets the oldest rows go while many new ones come in. */
  trim() {
    if (this.rows.size <= MOST) return;
    const messages = this.messages;
    const to = messages.length - SHOWN;
    for (const message of messages.slice(this.from, to)) {
      const row = this.rows.get(message.ts);
      if (!row) continue;
      this.undivide(row.node, ".day, .new-line");
      row.node.remove();
      this.rows.delete(message.ts);
    }
    this.from = to;
    const first = this.rows.get(messages[to].ts);
    if (first) this.tidy(first);
    this.tellEarlier();
  }

  change(message) {
    if (this.isTucked(message)) return this.redrawParent(message.thread_ts);
    const row = this.rows.get(message.ts);
    if (!row) return undefined;
    const focused = document.activeElement?.dataset?.actionId;
    row.message = message;
    row.update();
    if (focused && !document.activeElement?.dataset?.actionId) {
      row.node.querySelector(`[data-action-id="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
    }
    return undefined;
  }

  remove(ts) {
    const row = this.rows.get(ts);
    if (!row) return;
    const next = this.neighbour(row.node, "nextElementSibling");
    if (!next) {
      this.undivide(row.node, ".day, .new-line");
    }
    row.node.remove();
    this.rows.delete(ts);
    if (next) this.tidy(next);
  }

  redrawParent(ts) {
    const row = this.rows.get(ts);
    if (row) row.drawReplies();
  }

  react(ts) {
    this.rows.get(ts)?.drawReactions();
  }

  /** Names changed: authors and mentions are drawn again. */
  renamed(userId) {
    for (const row of this.rows.values()) {
      if (row.message.user === userId) row.drawAuthor();
    }
  }

  /** Brings one message into view; an older one is drawn with all that came after it. */
  showMessage(ts) {
    const messages = this.messages;
    const at = findIndex(messages, ts);
    if (messages[at]?.ts !== ts) return;
    while (this.from > at) this.showEarlier();
    const { node } = this.rows.get(ts);
    this.stuck = false;
    node.classList.add("found");
    node.scrollIntoView({ block: "center" });
    node.focus({ preventScroll: true });
  }

  /* Scrolling */

  scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    this.stuck = scrollHeight - scrollTop - clientHeight < NEAR;
    if (this.stuck) this.hideJump();
    else if (!this.unseen) this.showJump();
  }

  toBottom() {
    this.stuck = true;
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.hideJump();
  }

  showJump() {
    const text = this.unseen ? `${this.unseen} new message${this.unseen === 1 ? "" : "s"}` : "Jump to the newest";
    this.jump.hidden = false;
    this.jump.classList.toggle("has-new", this.unseen > 0);
    fill(this.jump, icon("down"), text);
  }

  hideJump() {
    this.unseen = 0;
    this.jump.hidden = true;
  }

  /* One message */

  row(message) {
    const pane = this;
    const state = new FormState();
    const head = el("div", { class: "meta" });
    const side = el("div", { class: "side" });
    const dismiss = () => void attempt("dismiss", { channel: row.message.channel, ts: row.message.ts });
    const note = el("div", { class: "only-you" }, icon("eye"), "Only visible to you",
      el("button", { type: "button", class: "dismiss", onclick: dismiss }, "Dismiss"));
    const content = el("div", { class: "content" });
    const files = el("div", { class: "files" });
    const reactions = el("div", { class: "reactions" });
    const replies = el("div", { class: "replies" });
    const name = uid("author");
    const node = el(
      "article",
      { class: "message", tabindex: -1, dataset: { ts: message.ts, channel: message.channel }, "aria-labelledby": name },
      side,
      el("div", { class: "body" }, head, note, content, files, reactions, replies),
    );
    const row = {
      node,
      message,
      drawAuthor() {
        const { user, ts } = row.message;
        node.dataset.user = user ?? "";
        fill(side, avatar(user), el("time", { class: "short", "aria-hidden": "true" }, shortTimeOf(ts)));
        fill(
          head,
          el("span", { class: "author", id: name }, personName(user)),
          isBot(user) && el("span", { class: "badge", title: "This is an app" }, "APP"),
          marks(store.people.get(user)) && el("span", { class: "badge quiet" }, marks(store.people.get(user))),
          el("time", { datetime: toDate(ts).toISOString(), title: fullTime(ts) }, timeOf(ts)),
        );
      },
      update() {
        const { ephemeral, blocks, text, edited } = row.message;
        node.classList.toggle("ephemeral", ephemeral);
        node.classList.toggle("notice", NOTICES.test(row.message.subtype ?? ""));
        node.dataset.ephemeral = String(Boolean(ephemeral));
        note.hidden = !ephemeral;
        const mark = edited ? el("span", { class: "edited" }, " (edited)") : null;
        if (blocks?.length) {
          if (!row.blocks) fill(content, (row.blocks = el("div", { class: "blocks" })));
          content.querySelector(":scope > .edited")?.remove();
          renderBlocks(row.blocks, blocks, {
            state,
            dispatch: (block, element, value) => pane.dispatch(row.message, block, element, value),
            tell: (block, element, value) => pane.dispatch(row.message, block, element, value),
          });
          if (mark) content.append(mark);
        } else {
          row.blocks = null;
          fill(content, el("div", { class: "text" }, mrkdwn(text), mark));
        }
        pane.drawAttachments(row, content, state);
        drawFiles(files, row.message.files ?? []);
        row.drawReactions();
        row.drawReplies();
      },
      drawReactions() {
        const list = row.message.reactions ?? [];
        reactions.hidden = !list.length;
        const had = document.activeElement?.closest?.(".chip-reaction")?.dataset.reaction;
        const inside = reactions.contains(document.activeElement);
        const more = list.length ? pane.addReaction(row, "chip-add") : null;
        fill(reactions, list.map((reaction) => pane.chip(row, reaction)), more);
        if (inside && had) reactions.querySelector(`[data-reaction="${CSS.escape(had)}"]`)?.focus({ preventScroll: true });
      },
      drawReplies() {
        pane.drawReplies(row, replies);
      },
    };
    row.drawAuthor();
    row.update();
    node.append(this.tools(row));
    return row;
  }

  /** Attachments, the older way to lay out a message. */
  drawAttachments(row, content, state) {
    for (const old of content.querySelectorAll(":scope > .attachment")) old.remove();
    for (const attachment of row.message.attachments ?? []) {
      const node = el("div", { class: "attachment" });
      const colour = /^#?([0-9a-f]{6})$/i.exec(attachment.color ?? "");
      if (colour) node.style.borderLeftColor = `#${colour[1]}`;
      if (attachment.blocks) {
        const blocks = el("div", { class: "blocks" });
        const send = (block, element, value) => this.dispatch(row.message, block, element, value);
        renderBlocks(blocks, attachment.blocks, { state, dispatch: send, tell: send });
        node.append(blocks);
      } else {
        if (attachment.title) node.append(el("b", { class: "text" }, mrkdwn(attachment.title)));
        node.append(el("div", { class: "text" }, mrkdwn(attachment.text ?? attachment.fallback ?? "")));
      }
      content.append(node);
    }
  }

  dispatch(message, block, element, value) {
    const where = { channel: message.channel, ts: message.ts, action_id: element.action_id, block_id: block.block_id };
    return element.type === "button" ? attempt("click", where) : attempt("choose", { ...where, value });
  }

  /** What can be done with a message from its menu. */
  actionsOn(row) {
    const { channel, ts, user, subtype } = row.message;
    const actions = [...store.apps.values()].flatMap((app) =>
      (app.shortcuts ?? []).filter((shortcut) => shortcut.type === "message").map((shortcut) => ({
        label: shortcut.name,
        detail: app.name,
        dataset: { callbackId: shortcut.callback_id },
        run: () => void attempt("shortcut", { callback_id: shortcut.callback_id, channel, ts }),
      })));
    if (user === store.as && !subtype) {
      actions.push({
        label: "Delete message",
        run: async () => {
          const plain = (text) => ({ type: "plain_text", text });
          const confirm = {
            title: plain("Delete this message?"), text: plain("It will be gone for everybody."), confirm: plain("Delete"),
            deny: plain("Cancel"), style: "danger",
          };
          if (await confirmDialog(confirm)) await attempt("delete", { channel, ts });
        },
      });
    }
    return actions;
  }

  tools(row) {
    const bar = el("div", { class: "tools", role: "toolbar", "aria-label": "Message actions" });
    if (!row.message.ephemeral) bar.append(this.addReaction(row, ""));
    if (this.actionsOn(row).length && !row.message.ephemeral) {
      const more = iconButton("dots", "More actions", () => menu(more, this.actionsOn(row), { label: "More actions" }), {
        "aria-haspopup": "menu", "aria-expanded": "false",
      });
      bar.append(more);
    }
    bar.hidden = !bar.children.length;
    return bar;
  }

  addReaction(row, className) {
    const align = className ? "start" : "end";
    const pick = () => emojiPicker(button, (name) => this.toggle(row, name, true), { align });
    const button = iconButton("smile", "Add reaction", pick, {
      class: `plain ${className}`, "aria-haspopup": "dialog", "aria-expanded": "false",
    });
    return button;
  }

  chip(row, reaction) {
    const mine = reaction.users.includes(store.as);
    const names = reaction.users.map((id) => (id === store.as ? "you" : personName(id)));
    const char = emojiChar(reaction.name);
    const many = `${reaction.count} reaction${reaction.count === 1 ? "" : "s"}`;
    return el(
      "button",
      {
        type: "button", class: "chip-reaction", "aria-pressed": String(mine), dataset: { reaction: reaction.name },
        "aria-label": `:${reaction.name}: ${many}${mine ? ", including yours" : ""}`,
        title: `${names.join(", ")} reacted with :${reaction.name}:`,
        onclick: () => this.toggle(row, reaction.name, !mine),
      },
      el("span", { class: "emoji", "aria-hidden": "true" }, char ?? `:${reaction.name}:`),
      el("span", { class: "count" }, reaction.count),
    );
  }

  toggle(row, name, on) {
    const { channel, ts, reactions = [] } = row.message;
    const mine = reactions.some((reaction) => reaction.name === name && reaction.users.includes(store.as));
    if (on === mine) return;
    void attempt(on ? "react" : "unreact", { channel, ts, name });
  }

  /* Threads are read here, not written. */

  drawReplies(row, place) {
    const { channel, ts } = row.message;
    const found = (store.histories.get(channel) ?? []).filter((other) => other.thread_ts === ts && other.ts !== ts);
    const orphan = isReply(row.message) && !this.isTucked(row.message);
    place.hidden = !found.length && !orphan;
    fill(place);
    if (orphan) place.append(el("span", { class: "thread-note" }, "A reply in a thread"));
    if (!found.length) return;
    const shown = row.replies ?? false;
    const words = `${found.length} ${found.length === 1 ? "reply" : "replies"}`;
    place.append(el("button", {
      type: "button", class: "thread-toggle", "aria-expanded": String(shown),
      onclick: () => {
        row.replies = !shown;
        this.drawReplies(row, place);
        place.querySelector(".thread-toggle").focus();
      },
    }, words));
    if (!shown) return;
    place.append(el("div", { class: "thread" }, found.map((message) => {
      const reply = this.row(message);
      this.rows.set(message.ts, reply);
      return reply.node;
    })));
  }
}

function drawFiles(place, files) {
  place.hidden = !files.length;
  fill(place, files.map((file) => {
    const name = file.title || file.name || file.id || "file";
    const href = fileUrl(file.url ?? file.url_private_download ?? file.url_private ?? file.permalink ?? "");
    const bytes = file.size ? el("small", {}, size(file.size)) : null;
    const inside = [icon("file"), el("span", {}, name), bytes, hiddenText(" (file)")];
    const look = { class: "file", dataset: { fileId: file.id } };
    if (!href) return el("span", look, inside);
    return el("a", { ...look, href, target: "_blank", rel: "noopener noreferrer", download: file.name ?? name }, inside);
  }));
}

/** The workspace's own files are given to those who may see them, so it must know who asks. */
function fileUrl(address) {
  if (!address || !safeUrl(address)) return null;
  const url = new URL(address, `${location.origin}/`);
  if (url.origin === location.origin) url.searchParams.set("as", store.as);
  return url.href;
}

function size(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} kB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
