/** The messages of one channel: drawn once, then changed row by row. */

import { dayKey, dayName, toDate } from "./dates.js";
import { el, fill, find, icon } from "./dom.js";
import { keepingFocus, leave } from "./focus.js";
import { words } from "./mrkdwn.js";
import { Row } from "./rows.js";
import { Sending } from "./sending.js";
import { channelName, findIndex, lastRead, loadEarlier, markRead, personName, store } from "./store.js";
import { announce } from "./toasts.js";

const SHOWN = 80;
const MOST = 240;
const NEAR = 80;
const TOGETHER = 300;

export class Pane {
  constructor() {
    this.scroller = find("#messages");
    this.list = find("#message-list");
    this.jump = find("#jump");
    this.channel = null;
    this.rows = new Map();
    this.sending = new Sending(this.list);
    this.unseen = 0;
    this.stuck = true;
    this.jump.addEventListener("click", () => {
      this.toBottom();
      this.scroller.focus();
    });
    this.scroller.addEventListener("scroll", () => this.scrolled(), { passive: true });
    this.scroller.addEventListener("keydown", (event) => this.key(event));
    new ResizeObserver(() => this.stuck && this.toBottom()).observe(this.list);
    new ResizeObserver(() => this.stuck && this.toBottom()).observe(this.scroller);
  }

  get messages() {
    return store.histories.get(this.channel) ?? [];
  }

  get hasEarlier() {
    return this.from > 0 || store.earlier.has(this.channel);
  }

  clear(note) {
    this.channel = null;
    this.rows.clear();
    this.sending.clear();
    this.hideJump();
    fill(this.list, note ?? null);
  }

  show(channelId) {
    keepingFocus(this.list, () => this.drawAll(channelId));
  }

  drawAll(channelId) {
    this.channel = channelId;
    this.rows.clear();
    this.sending.clear();
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
    this.earlier.hidden = !this.hasEarlier;
    this.start.hidden = this.hasEarlier;
    if (this.hasEarlier) fill(this.earlier, `Show earlier messages${this.from ? ` (${this.from})` : ""}`);
  }

  async showEarlier() {
    const channel = this.channel;
    if (!this.from && store.earlier.has(channel)) {
      const added = await loadEarlier(channel);
      if (this.channel !== channel) return;
      this.from += added;
    }
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
      const row = new Row(message);
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
      !message.thread_ts && Number(message.ts) - Number(previous.ts) < TOGETHER
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
    if (this.rows.has(message.ts)) return this.change(message);
    this.sending.came(message);
    const messages = this.messages;
    const at = findIndex(messages, message.ts);
    if (at < this.from) {
      this.from += 1;
      return this.tellEarlier();
    }
    const after = messages.slice(at + 1).find((other) => this.rows.has(other.ts));
    const row = new Row(message);
    this.rows.set(message.ts, row);
    const next = after && this.rows.get(after.ts);
    this.list.insertBefore(row.node, next ? this.anchorOf(next.node) : this.sending.first);
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

  /** Shows what is being said until it comes; gives how to take it back, as long as it has not come. */
  say(text) {
    const node = this.sending.show(this.channel, text);
    const last = this.messages.at(-1);
    const follows = node !== this.sending.first || (last?.user === store.as && !last.ephemeral);
    node.classList.toggle("together", follows);
    this.toBottom();
    return () => this.sending.gone(node);
  }

  /** Lets the oldest rows go while many new ones come in. */
  trim() {
    if (this.rows.size <= MOST) return;
    const messages = this.messages;
    const to = messages.length - SHOWN;
    const focused = document.activeElement?.closest("#message-list > .message")?.dataset.ts;
    if (focused && focused < messages[to].ts) return; // somebody is reading there
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
    const row = this.rows.get(message.ts);
    if (!row) return undefined;
    row.message = message;
    row.update();
    return undefined;
  }

  remove(ts) {
    const row = this.rows.get(ts);
    if (!row) return;
    const next = this.neighbour(row.node, "nextElementSibling");
    if (!next) {
      this.undivide(row.node, ".day, .new-line");
    }
    leave(row.node, () => row.node.remove(), (next ?? this.neighbour(row.node, "previousElementSibling"))?.node);
    this.rows.delete(ts);
    if (next) this.tidy(next);
  }

  react(ts) {
    this.rows.get(ts)?.drawReactions();
  }

  thread(ts) {
    this.rows.get(ts)?.drawThread();
  }

  /** Names changed: authors and mentions are drawn again. */
  renamed(userId) {
    for (const row of this.rows.values()) {
      if (row.message.user === userId) row.drawAuthor();
    }
  }

  /** Brings one message into view; an older one is fetched and drawn with all that came after it. */
  async showMessage(ts) {
    const channel = this.channel;
    while (!this.rows.has(ts) && this.hasEarlier && this.channel === channel && this.isOlder(ts)) await this.showEarlier();
    const row = this.channel === channel && this.rows.get(ts);
    if (!row) return;
    this.stuck = false;
    row.node.classList.add("found");
    row.node.scrollIntoView({ block: "center" });
    row.node.focus({ preventScroll: true });
  }

  isOlder(ts) {
    const first = this.messages[this.from];
    return !first || ts < first.ts;
  }

  /** From the list itself an arrow goes to its last message, and from there to the others. */
  key(event) {
    if (event.target !== this.scroller || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
    event.preventDefault();
    const shown = [...this.list.querySelectorAll(":scope > .message")];
    shown.at(event.key === "ArrowUp" ? -1 : 0)?.focus();
  }

  /** What ArrowUp in an empty message box does: one's newest message can be changed. */
  editLast() {
    const mine = [...this.rows.values()].filter(({ message }) => message.user === store.as && !message.subtype);
    mine.sort((a, b) => (a.message.ts < b.message.ts ? -1 : 1)).at(-1)?.edit();
  }

  /* Scrolling */

  scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    const resized = clientHeight !== this.height && scrollTop >= this.top; // nobody scrolled away: it will go to the bottom
    Object.assign(this, { height: clientHeight, top: scrollTop });
    if (resized && this.stuck) return;
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
}
