/** Where a person writes: messages and slash commands, with completion of commands, names, channels and emoji. */

import { ListCursor, el, fill, find } from "./dom.js";
import { searchEmoji } from "./emoji.js";
import { avatar } from "./people.js";
import { emojiPicker, menu } from "./popover.js";
import { attempt, attemptUpload, channelName, humans, personName, store } from "./store.js";
import { toast } from "./toasts.js";

const MOST_SHOWN = 8;

export class Composer {
  /**
   * Fills `root` from the template; `name` begins the ids of what is in it. `show` is given a channel and what is said
   * there, shows it, and gives how to take it back.
   */
  constructor(root, { name, show }) {
    this.showSaid = show;
    root.append(find("#composer-template").content.cloneNode(true));
    const part = (className) => find(`.${className}`, root);
    this.root = part("composer");
    this.input = part("composer-input");
    this.list = part("completions");
    this.hint = part("usage-hint");
    this.notice = part("composer-notice");
    this.sendButton = part("send");
    this.bolt = part("composer-shortcuts");
    this.input.id = `${name}-input`;
    this.list.id = `${name}-completions`;
    this.input.setAttribute("aria-controls", this.list.id);
    this.cursor = new ListCursor(this.input, this.list);
    this.channel = null;
    this.thread = null;
    this.named = new Map();
    this.picked = new Set();
    this.said = Promise.resolve();
    this.oneLine = "";
    this.listen(part);
  }

  listen(part) {
    this.input.addEventListener("input", () => this.changed());
    window.addEventListener("resize", () => (this.oneLine = ""));
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => setTimeout(() => this.shut(), 150));
    this.input.addEventListener("paste", (event) => this.attach(event, event.clipboardData));
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.root.addEventListener("dragover", (event) => event.preventDefault());
    this.root.addEventListener("drop", (event) => this.attach(event, event.dataTransfer));
    this.sendButton.addEventListener("click", () => void this.send());
    const smile = part("composer-emoji");
    smile.addEventListener("click", () => emojiPicker(smile, (name) => this.insert(`:${name}: `), { align: "start" }));
    this.bolt.addEventListener("click", () => this.shortcuts(this.bolt));
    const file = part("composer-file");
    part("composer-attach").addEventListener("click", () => file.click());
    file.addEventListener("change", () => {
      void this.share([...file.files]);
      file.value = "";
    });
  }

  /** Opens the composer for a channel or a thread in it, or says why nothing can be written there. */
  show(channel, notice = "", thread = null) {
    const same = Boolean(channel) && channel.id === this.channel && thread === this.thread;
    if (this.channel) store.drafts.set(this.draft, this.input.value);
    this.channel = channel?.id ?? null;
    this.thread = thread;
    this.root.hidden = Boolean(notice) || !channel;
    this.notice.hidden = !notice;
    fill(this.notice, notice);
    const name = channel ? `${channel.kind === "dm" ? "" : "#"}${channelName(channel)}` : "";
    this.input.placeholder = thread ? "Reply…" : `Message ${name}`;
    this.input.setAttribute("aria-label", thread ? "Reply in the thread" : `Message to ${name}`);
    this.bolt.hidden = Boolean(thread) || !this.globals().length;
    if (same) return;
    this.input.value = store.drafts.get(this.draft) ?? "";
    this.changed();
    this.shut();
  }

  get draft() {
    return `${store.as} ${this.channel} ${this.thread ?? ""}`;
  }

  /** Leaves the open channel, as somebody else is acted as from now on; what was typed is kept for who typed it. */
  reset() {
    this.show(null);
    this.input.value = "";
    this.picked.clear();
  }

  /* Files: chosen, dropped, or pasted */

  attach(event, transfer) {
    const files = [...(transfer?.files ?? [])];
    if (!files.length) return;
    event.preventDefault();
    void this.share(files);
  }

  async share(files) {
    const where = { channel: this.channel, thread_ts: this.thread };
    for (const file of files) await attemptUpload(where, file);
  }

  globals() {
    return [...store.apps.values()].flatMap((app) =>
      (app.shortcuts ?? []).filter((shortcut) => shortcut.type === "global").map((shortcut) => ({ app, shortcut })));
  }

  shortcuts(anchor) {
    menu(anchor, this.globals().map(({ app, shortcut }) => ({
      label: shortcut.name,
      detail: app.name,
      dataset: { callbackId: shortcut.callback_id },
      run: () => void attempt("shortcut", { callback_id: shortcut.callback_id }),
    })), { label: "Shortcuts", align: "start" });
  }

  commands() {
    return [...store.apps.values()].flatMap((app) => (app.commands ?? []).map((command) => ({ ...command, app })));
  }

  /** Makes the field as high as what is typed. Measuring lays out the page, so an empty field is measured once. */
  grow() {
    const { value, style } = this.input;
    if (value || !this.oneLine) {
      style.height = "auto";
      const height = this.input.scrollHeight;
      style.height = `${Math.min(height + 2, 220)}px`;
      if (!value && height) this.oneLine = style.height;
    } else style.height = this.oneLine;
  }

  changed() {
    this.grow();
    this.sendButton.disabled = !this.input.value.trim();
    const command = this.typedCommand();
    this.hint.hidden = !command;
    if (command) {
      const description = el("span", { class: "quiet" }, command.description ?? "");
      fill(this.hint, el("code", {}, command.command), ` ${command.usage_hint ?? ""}`, description);
    }
    this.complete();
  }

  /** The known command that is being given its words. */
  typedCommand() {
    const match = /^(\/\S+)\s/.exec(this.input.value);
    return match ? this.commands().find((item) => item.command === match[1].toLowerCase()) : null;
  }

  /* Completion */

  complete() {
    const before = this.input.value.slice(0, this.input.selectionStart);
    const found = this.suggestions(before);
    if (!found.length) return this.shut();
    fill(this.list, found.slice(0, MOST_SHOWN).map((item) =>
      el(
        "div",
        { class: "option", role: "option", dataset: item.dataset ?? {}, onclick: () => this.take(item, before) },
        item.node?.(),
        el(
          "span", { class: "option-text" },
          el("span", {}, item.label, item.hint && el("span", { class: "quiet" }, item.hint)),
          item.detail && el("small", {}, item.detail),
        ),
        item.side && el("small", { class: "quiet" }, item.side),
      )));
    this.list.hidden = false;
    this.cursor.move(0);
    return undefined;
  }

  suggestions(before) {
    const known = (person, word) => `${personName(person.id)} ${person.name}`.toLowerCase().includes(word);
    let match = /^\/\S*$/.exec(before);
    if (match) {
      const word = match[0].toLowerCase();
      return this.commands()
        .filter((item) => item.command.startsWith(word))
        .map((item) => ({
          from: 0, text: `${item.command} `, label: item.command, hint: item.usage_hint, detail: item.description,
          side: item.app.name, dataset: { command: item.command },
        }));
    }
    match = /(?:^|\s)@((?! )[\p{L}\p{N}._ -]{0,30})$/u.exec(before);
    if (match && !this.isPicked(match[1])) {
      const word = match[1].toLowerCase();
      const bots = [...store.people.values()].filter((person) => person.is_bot);
      const all = [...humans(), ...bots].filter((person) => !person.deleted && known(person, word));
      const from = before.length - match[1].length - 1;
      const special = ["channel", "here"].filter((range) => word && range.startsWith(word));
      if (!all.length && !special.length) return [];
      return [
        ...all.map((person) => ({
          from, text: `@${personName(person.id)} `, label: personName(person.id), detail: person.real_name,
          node: () => avatar(person.id, "tiny"), name: [`@${personName(person.id)}`, handle(person)], dataset: { user: person.id },
        })),
        ...special.map((range) => ({ from, text: `@${range} `, label: `@${range}` })),
      ];
    }
    match = /(?:^|\s)#([\p{L}\p{N}_-]*)$/u.exec(before);
    if (match) {
      return [...store.channels.values()]
        .filter((channel) => channel.kind !== "dm" && !channel.archived && channel.name.includes(match[1].toLowerCase()))
        .map((channel) => ({
          from: before.length - match[1].length - 1, text: `#${channel.name} `, label: `#${channel.name}`,
        }));
    }
    match = /(?:^|\s):([a-z0-9_+-]{2,})$/.exec(before);
    if (match) {
      const from = before.length - match[1].length - 1;
      return searchEmoji(match[1]).map(({ name, char }) => ({ from, text: `:${name}: `, label: `${char} :${name}:` }));
    }
    return [];
  }

  /** Whether what follows an @ begins with a name that was picked, so that there is nothing left to suggest. */
  isPicked(word) {
    return [...this.picked].some((name) => `${word} `.startsWith(name));
  }

  take(item, before) {
    const after = this.input.value.slice(before.length);
    const start = before.slice(0, item.from) + item.text;
    if (item.text.startsWith("@")) this.picked.add(item.text.slice(1));
    if (item.name) this.named.set(...item.name);
    this.input.value = start + after;
    this.input.setSelectionRange(start.length, start.length);
    this.input.focus();
    this.shut();
    this.changed();
  }

  shut() {
    this.list.hidden = true;
    this.cursor.clear();
  }

  insert(text) {
    const { selectionStart: from, selectionEnd: to, value } = this.input;
    this.input.value = value.slice(0, from) + text + value.slice(to);
    this.input.focus();
    this.input.setSelectionRange(from + text.length, from + text.length);
    this.changed();
  }

  key(event) {
    if (event.isComposing) return;
    const listed = !this.list.hidden;
    const takes = event.key === "Tab" || (event.key === "Enter" && !event.shiftKey && !this.isWholeCommand());
    if (listed && ["ArrowDown", "ArrowUp"].includes(event.key)) {
      event.preventDefault();
      this.cursor.move(this.cursor.index + (event.key === "ArrowDown" ? 1 : -1));
    } else if (listed && event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      this.shut();
    } else if (listed && takes && this.cursor.current) {
      event.preventDefault();
      this.cursor.current.click();
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      void this.send();
    } else if (event.key === "ArrowUp" && !this.input.value && this.onup) {
      event.preventDefault();
      this.onup();
    }
  }

  isWholeCommand() {
    const word = this.input.value.trim().toLowerCase();
    return this.commands().some((item) => item.command === word);
  }

  /** Picked names become handles that the workspace knows; all else stays as it was typed. */
  encode(text) {
    let coded = text;
    const names = [...this.named].sort((a, b) => b[0].length - a[0].length);
    for (const [name, code] of names) {
      coded = coded.replaceAll(new RegExp(`${quote(name)}(?![\\p{L}\\p{N}_])`, "gu"), () => code);
    }
    return coded;
  }

  async send() {
    const raw = this.input.value.trim();
    const { channel, draft } = this;
    if (!raw || !channel) return;
    this.shut();
    this.input.value = "";
    this.changed();
    const command = /^(\/[^\s/]+)(?:\s+([\s\S]*))?$/.exec(raw);
    const text = this.encode(command ? (command[2] ?? "") : raw);
    if (command && this.thread) {
      toast("Slash commands do not work in threads, as in Slack.");
      this.input.value = raw;
      this.changed();
      return;
    }
    const done = await (command ? this.run(channel, command[1], text) : this.say(channel, raw, text));
    if (done) return;
    if (this.draft === draft) {
      this.input.value = [raw, this.input.value].filter(Boolean).join("\n");
      this.changed();
      this.shut();
    } else store.drafts.set(draft, [raw, store.drafts.get(draft)].filter(Boolean).join("\n"));
  }

  /** One message after the other, so that they stay in the order in which they were typed. */
  async say(channel, raw, text) {
    const where = { channel, thread_ts: this.thread ?? undefined };
    const takeBack = this.showSaid(channel, raw);
    this.said = this.said.then(() => attempt("say", { ...where, text }));
    const done = await this.said;
    if (!done) takeBack();
    return done;
  }

  run(channel, typed, text) {
    if (typed.toLowerCase() === "/invite") return this.invite(channel, text);
    const known = this.commands().find((item) => item.command === typed.toLowerCase());
    if (!known) {
      toast(`${typed} is not a valid command.`);
      return Promise.resolve(null);
    }
    return attempt("command", { channel, command: known.command, text });
  }

  /** Slack's own `/invite`, which cards name as the way to bring an app into a channel. */
  invite(channel, text) {
    const words = text.split(/[\s,]+/).filter(Boolean);
    const users = words.map((word) => /^<@(\w+)>$/.exec(word)?.[1] ?? calledThat(word.replace(/^@/, ""))?.id);
    if (users.length && users.every(Boolean)) return attempt("invite", { channel, users });
    toast("Name the people or the app to invite, like this: /invite @name");
    return Promise.resolve(null);
  }
}

/** The person or app of this name; nobody if several have it. */
function calledThat(name) {
  const same = [...store.people.values()].filter((other) => isCalled(other, name));
  return same.length === 1 ? same[0] : undefined;
}

const isCalled = (person, name) => [person.name, person.display_name].some((one) => one?.toLowerCase() === name.toLowerCase());

/** "@ada", or the id where the name would not be read as one word or is somebody else's too. */
function handle(person) {
  return /^[\w][\w.-]*$/.test(person.name) && calledThat(person.name) ? `@${person.name}` : `<@${person.id}>`;
}

const quote = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

