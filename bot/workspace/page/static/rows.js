/** One message as it stands in a channel or a thread. */

import { drawAttachments } from "./attachments.js";
import { FormState, renderBlocks } from "./blocks.js";
import { fullTime, shortTimeOf, timeOf, toDate } from "./dates.js";
import { el, fill, icon, iconButton, uid } from "./dom.js";
import { drawFiles } from "./files.js";
import { keepingFocus } from "./focus.js";
import { mrkdwn } from "./mrkdwn.js";
import { navigate } from "./navigate.js";
import { avatar, isBot, marks } from "./people.js";
import { confirmDialog, menu } from "./popover.js";
import { addReaction, drawReactions } from "./reactions.js";
import { attempt, personName, store } from "./store.js";

const NOTICES = /^(channel|group)_/;

export class Row {
  constructor(message, { inThread = false } = {}) {
    this.message = message;
    this.inThread = inThread;
    this.state = FormState.of(`${message.channel} ${message.ts}`);
    this.current = () => this.message;
    this.build();
    this.drawAuthor();
    this.update();
  }

  build() {
    const { ts, channel } = this.message;
    this.name = uid("author");
    this.side = el("div", { class: "side" });
    this.head = el("div", { class: "meta" });
    this.note = el("div", { class: "only-you" }, icon("eye"), "Only visible to you",
      el("button", { type: "button", class: "dismiss", onclick: () => void attempt("dismiss", this.where()) }, "Dismiss"));
    this.content = el("div", { class: "content" });
    this.attached = el("div", { class: "attachments" });
    this.files = el("div", { class: "files" });
    this.reactions = el("div", { class: "reactions" });
    this.replies = el("div", { class: "replies" });
    this.tools = el("div", { class: "tools", role: "toolbar", "aria-label": "Message actions" });
    this.node = el(
      "article",
      { class: "message", tabindex: -1, dataset: { ts, channel }, "aria-labelledby": this.name },
      this.side,
      el("div", { class: "body" }, this.head, this.note, this.content, this.attached, this.files, this.reactions, this.replies),
      this.tools,
    );
    this.node.addEventListener("pointerenter", () => this.drawTools());
    this.node.addEventListener("focusin", () => this.drawTools());
    this.node.addEventListener("keydown", (event) => this.key(event));
  }

  where() {
    return { channel: this.message.channel, ts: this.message.ts };
  }

  drawAuthor() {
    const { user, ts } = this.message;
    const person = marks(store.people.get(user));
    this.node.dataset.user = user ?? "";
    fill(this.side, avatar(user), el("time", { class: "short", "aria-hidden": "true" }, shortTimeOf(ts)));
    fill(
      this.head,
      el("span", { class: "author", id: this.name }, personName(user)),
      isBot(user) && el("span", { class: "badge", title: "This is an app" }, "APP"),
      person && el("span", { class: "badge quiet" }, person),
      el("time", { datetime: toDate(ts).toISOString(), title: fullTime(ts) }, timeOf(ts)),
    );
  }

  /** Draws everything but the author, where it differs; the focus stays on what it was on. */
  update() {
    keepingFocus(this.node, () => this.draw());
  }

  draw() {
    const { ephemeral, subtype } = this.message;
    this.node.classList.toggle("ephemeral", Boolean(ephemeral));
    this.node.classList.toggle("notice", NOTICES.test(subtype ?? ""));
    this.node.dataset.ephemeral = String(Boolean(ephemeral));
    this.note.hidden = !ephemeral;
    if (!this.content.querySelector(":scope > .editing")) this.drawContent();
    drawAttachments(this.attached, this.message.attachments ?? [], this.context());
    drawFiles(this.files, this.message.files ?? []);
    this.drawReactions();
    this.drawThread();
  }

  drawContent() {
    const { blocks, text, edited } = this.message;
    const mark = edited ? el("span", { class: "edited" }, " (edited)") : null;
    if (blocks?.length) {
      if (!this.blocks) fill(this.content, (this.blocks = el("div", { class: "blocks" })));
      this.content.querySelector(":scope > .edited")?.remove();
      renderBlocks(this.blocks, blocks, this.context());
      if (mark) this.content.append(mark);
    } else {
      this.blocks = null;
      fill(this.content, el("div", { class: "text" }, mrkdwn(text), mark));
    }
  }

  context() {
    const at = (block, element) => ({ ...this.where(), action_id: element.action_id, block_id: block.block_id });
    return {
      state: this.state,
      dispatch: (block, element, value) =>
        element.type === "button" ? attempt("click", at(block, element)) : attempt("choose", { ...at(block, element), value }),
      tell: (block, element, value) => attempt("enter", { ...at(block, element), value }),
      press: (attachment, action, value) => attempt("press_attached", { ...this.where(), attachment, action, value }),
    };
  }

  drawReactions() {
    drawReactions(this.reactions, this.current);
  }

  /* The thread under a message */

  drawThread() {
    const { thread, thread_ts: parent, ts } = this.message;
    const answer = Boolean(parent) && parent !== ts;
    this.replies.hidden = this.inThread || !(thread || answer);
    if (this.replies.hidden) return;
    const words = thread ? `${thread.count} ${thread.count === 1 ? "reply" : "replies"}` : "Replied to a thread";
    const faces = (thread?.users ?? []).slice(0, 4).map((id) => avatar(id, "tiny"));
    const last = thread && el("small", {}, `Last reply at ${timeOf(thread.latest)}`);
    keepingFocus(this.replies, () => fill(this.replies, el("button", {
      type: "button", class: "thread-open", onclick: () => this.openThread(),
    }, faces, el("b", {}, words), last)));
  }

  openThread() {
    const { channel, ts, thread_ts: parent } = this.message;
    navigate.to({ channel, thread: parent ?? ts });
  }

  /* What can be done with a message */

  /** The tools are made when somebody comes near: most rows are never touched. */
  drawTools() {
    if (this.tools.childElementCount || this.message.ephemeral) return;
    this.tools.append(addReaction(this.current));
    if (!this.inThread) this.tools.append(iconButton("thread", "Reply in thread", () => this.openThread()));
    const more = iconButton("dots", "More actions", () => menu(more, this.actions(), { label: "More actions" }), {
      "aria-haspopup": "menu", "aria-expanded": "false",
    });
    this.tools.append(more);
  }

  actions() {
    const where = this.where();
    const found = [...store.apps.values()].flatMap((app) =>
      (app.shortcuts ?? []).filter((shortcut) => shortcut.type === "message").map((shortcut) => ({
        label: shortcut.name,
        detail: app.name,
        dataset: { callbackId: shortcut.callback_id },
        run: () => void attempt("shortcut", { callback_id: shortcut.callback_id, ...where }),
      })));
    found.push({ label: "Copy link", run: () => void navigator.clipboard?.writeText(navigate.permalink(where)) });
    if (this.message.user === store.as && (!this.message.subtype || this.message.files?.length)) {
      if (!this.message.subtype) found.push({ label: "Edit message", run: () => this.edit() });
      found.push({ label: "Delete message", run: () => void this.remove() });
    }
    return found;
  }

  async remove() {
    const plain = (text) => ({ type: "plain_text", text });
    const confirm = {
      title: plain("Delete this message?"), text: plain("It will be gone for everybody."), confirm: plain("Delete"),
      deny: plain("Cancel"), style: "danger",
    };
    if (await confirmDialog(confirm)) await attempt("delete", this.where());
  }

  /** Puts a field in place of the text; Enter saves, Escape leaves it as it was. */
  edit() {
    const input = el("textarea", { class: "field", rows: 2, "aria-label": "Edit message" });
    input.value = typed(this.message.text);
    const done = () => {
      this.drawContent();
      this.node.focus({ preventScroll: true });
    };
    const save = async () => {
      if (await attempt("edit", { ...this.where(), text: input.value })) done();
    };
    input.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      event.stopPropagation();
      if (event.key === "Escape") done();
      else if (event.key === "Enter" && !event.shiftKey) {
        event.preventDefault();
        void save();
      }
    });
    fill(this.content, el("div", { class: "editing" }, input, el("div", { class: "editing-buttons" },
      el("button", { type: "button", class: "button", onclick: done }, "Cancel"),
      el("button", { type: "button", class: "button primary", onclick: () => void save() }, "Save"))));
    input.focus();
  }

  /** On a message that has the focus: arrows go on, T opens the thread, R reacts, E edits. */
  key(event) {
    if (event.target !== this.node || event.ctrlKey || event.metaKey || event.altKey) return;
    const sibling = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
    const key = event.key.toLowerCase();
    if (sibling) {
      let other = this.node[sibling];
      while (other && !other.matches(".message")) other = other[sibling];
      other?.focus();
    } else if (key === "t" && !this.inThread && !this.message.ephemeral) this.openThread();
    else if (key === "r" && !this.message.ephemeral) this.tools.querySelector("button")?.click();
    else if (key === "e" && this.message.user === store.as && !this.message.subtype) this.edit();
    else return;
    event.preventDefault();
  }
}

/** What somebody would type to get this text. */
const typed = (text) =>
  text.replace(/<!(here|channel|everyone)>/g, "@$1").replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
