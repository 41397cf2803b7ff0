/** The panel beside a channel: one message, the answers under it, and where one writes another. */

import { Refused, get } from "./api.js";
import { Composer } from "./composer.js";
import { el, fill, find } from "./dom.js";
import { keepingFocus, leave } from "./focus.js";
import { navigate } from "./navigate.js";
import { Row } from "./rows.js";
import { Sending } from "./sending.js";
import { channelName, isReply, store } from "./store.js";

export class Thread {
  constructor() {
    this.panel = find("#thread");
    this.list = find("#thread-list");
    this.composer = new Composer(find("#thread-composer"), { name: "thread", show: (channel, text) => this.say(channel, text) });
    this.rows = new Map();
    this.sending = new Sending(this.list, { inThread: true });
    this.channel = null;
    this.ts = null;
    find("#thread-close").addEventListener("click", () => this.leave());
    this.panel.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.defaultPrevented) return;
      event.preventDefault();
      this.leave();
    });
  }

  leave() {
    navigate.to({ channel: this.channel });
  }

  close() {
    const under = this.ts && find(`#message-list [data-ts="${this.ts}"]`);
    leave(this.panel, () => this.shut(), under);
  }

  shut() {
    this.channel = null;
    this.ts = null;
    this.rows.clear();
    this.sending.clear();
    this.panel.hidden = true;
    this.composer.show(null);
    fill(this.list);
  }

  async open(channelId, ts, notice = "") {
    if (this.channel === channelId && this.ts === ts) return;
    this.close();
    this.channel = channelId;
    this.ts = ts;
    this.panel.hidden = false;
    fill(find("#thread-place"), channelName(store.channels.get(channelId)));
    this.composer.show(store.channels.get(channelId), notice, ts);
    await this.load();
    if (this.ts === ts) this.composer.input.focus();
  }

  /** Reads the thread anew, as after a lost connection. */
  async load() {
    const { channel, ts } = this;
    if (!ts) return;
    try {
      const { messages } = await get("thread", { as: store.as, channel, ts });
      if (this.ts !== ts) return;
      keepingFocus(this.list, () => {
        this.rows.clear();
        this.sending.clear();
        fill(this.list);
        for (const message of messages) this.put(message);
      });
      this.toBottom();
    } catch (refusal) {
      if (!(refusal instanceof Refused)) throw refusal;
      if (this.ts === ts) fill(this.list, el("p", { class: "empty" }, refusal.message));
    }
  }

  put(message) {
    const row = new Row(message, { inThread: true });
    this.rows.set(message.ts, row);
    this.list.insertBefore(row.node, this.sending.first);
  }

  toBottom() {
    this.list.scrollTop = this.list.scrollHeight;
  }

  belongs(message) {
    return message.channel === this.channel && (message.thread_ts === this.ts || message.ts === this.ts);
  }

  /* Changes */

  add(message) {
    if (!this.ts || !this.belongs(message) || this.rows.has(message.ts)) return;
    this.sending.came(message);
    const near = this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < 120;
    this.put(message);
    if (near || message.user === store.as) this.toBottom();
  }

  /** Shows what is being said until it comes; gives how to take it back. */
  say(channel, text) {
    const node = this.sending.show(channel, text);
    this.toBottom();
    return () => this.sending.gone(node);
  }

  change(message) {
    const row = this.channel === message.channel && this.rows.get(message.ts);
    if (!row) return;
    row.message = message;
    row.update();
  }

  remove(channel, ts) {
    if (this.channel !== channel) return;
    if (ts === this.ts) this.leave();
    const node = this.rows.get(ts)?.node;
    if (node) leave(node, () => node.remove(), node.previousElementSibling);
    this.rows.delete(ts);
  }

  react(channel, ts, reactions) {
    const row = this.channel === channel && this.rows.get(ts);
    if (!row) return;
    row.message = { ...row.message, reactions };
    row.drawReactions();
  }

  /** Whether somebody who looks at this page sees the message here and nowhere else. */
  shows(message) {
    return isReply(message) && this.belongs(message);
  }
}
