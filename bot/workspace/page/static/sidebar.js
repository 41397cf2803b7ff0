/** The left side: who one acts as, channels, direct messages and apps. */

import { el, fill, find, hiddenText, icon, iconButton } from "./dom.js";
import { keyed } from "./keyed.js";
import { grouped, labelOf, placeAs, roleOf } from "./labels.js";
import { navigate } from "./navigate.js";
import { about, avatar, channelMark, marks } from "./people.js";
import { searchList } from "./popover.js";
import { attempt, channelName, dmWith, humans, personName, store } from "./store.js";

const byName = new Intl.Collator(undefined, { numeric: true });

export class Sidebar {
  constructor() {
    this.rail = find("#rail-people");
    this.place = {};
    this.folded = new Set(["Archived"]);
    this.sections = new Map();
    const search = find("#rail-search");
    search.addEventListener("click", () => this.findPerson(search));
    const all = find("#unread-note");
    this.unreadNote = all;
    find("#menu-button").addEventListener("click", () => this.drawer(true));
    find("#drawer-shade").addEventListener("click", () => this.drawer(false));
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && document.body.classList.contains("drawer-open")) this.drawer(false);
    });
  }

  drawer(open) {
    document.body.classList.toggle("drawer-open", open);
    find("#menu-button").setAttribute("aria-expanded", String(open));
    if (open) find("#sections a[aria-current], #sections a")?.focus();
    else if (find("#side").contains(document.activeElement)) find("#menu-button").focus();
  }

  findPerson(anchor) {
    searchList(anchor, {
      label: "Act as",
      placeholder: "Act as …",
      width: Math.min(360, window.innerWidth - 16),
      items: grouped().flatMap(({ group, people }) => people.map(({ id }) => ({
        group,
        label: personName(id),
        detail: roleOf(id),
        node: () => avatar(id, "small"),
        dataset: { actAs: id },
        current: id === store.as,
        run: () => navigate.to(placeAs(id)),
      }))),
    });
  }

  /** Everybody in groups; who stands above the groups does not stand in one again. */
  drawPeople() {
    const items = [];
    for (const { group, people } of grouped()) {
      if (group) items.push({ key: `group ${group}`, sign: group, draw: () => el("p", { class: "rail-group", title: group }, group) });
      items.push(...people.filter(({ id }) => !group || !labelOf(id).pinned).map((person) => this.railItem(person)));
    }
    keyed(this.rail, items);
    const current = this.rail.querySelector("[aria-current]");
    if (current && this.shownAs !== store.as) current.scrollIntoView({ block: "nearest" });
    this.shownAs = store.as;
    for (const place of ["#workspace-name", "#page-title"]) fill(find(place), store.workspace.name || "Workspace");
    this.drawWorkspaces();
    this.drawMe();
  }

  /** The workspaces beside this one, each at an address of its own. */
  drawWorkspaces() {
    const nav = find("#workspaces");
    const several = store.workspaces.length > 1 ? store.workspaces : [];
    nav.hidden = !several.length;
    fill(nav, several.map(({ id, name, url }) => {
      const here = id === store.workspace.id;
      return el("a", { href: here ? "/" : url, "aria-current": here ? "true" : undefined, dataset: { workspace: id } }, name);
    }));
  }

  railItem(person) {
    const me = person.id === store.as;
    const { role, group } = labelOf(person.id);
    const name = [personName(person.id), role, group, marks(person)].filter(Boolean).join(", ");
    return { key: person.id, sign: `${name} ${person.color} ${me}`, draw: () => this.railPerson(person, name, me) };
  }

  railPerson(person, name, me) {
    return el(
      "a",
      {
        class: "rail-person", href: navigate.href({ as: person.id }), title: `Act as ${name}`,
        "aria-label": `Act as ${name}`, "aria-current": me ? "true" : undefined, dataset: { actAs: person.id },
        onclick: (event) => navigate.link(placeAs(person.id))(event),
      },
      avatar(person.id),
    );
  }

  drawMe() {
    const me = find("#me");
    fill(
      me,
      avatar(store.as, "small"),
      el("span", {}, el("small", {}, ["Acting as", labelOf(store.as).role].filter(Boolean).join(" · ")), el("b", {}, personName(store.as))),
      marks(store.me) && el("span", { class: "badge quiet" }, marks(store.me)),
      icon("caret"),
    );
    me.setAttribute("aria-label", `Acting as ${personName(store.as)}. Act as somebody else`);
    me.onclick = () => this.findPerson(me);
  }

  /** place: { channel } or { app }. */
  draw(place = this.place) {
    this.place = place;
    const channels = [...store.channels.values()];
    const bots = new Set([...store.apps.values()].map((app) => app.bot_user_id));
    const named = channels.filter((channel) => channel.kind !== "dm");
    named.sort((a, b) => byName.compare(a.name, b.name));
    const dms = channels.filter((channel) => channel.kind === "dm" && !bots.has(channel.with));
    dms.sort((a, b) => byName.compare(channelName(a), channelName(b)));
    const apps = [...[...store.apps.values()].map((app) => this.appItem(app)), ...store.offers.filter((app) => app.install_url).map(offerItem)];
    const items = (list) => list.map((channel) => this.channelItem(channel));
    this.section("Channels", items(named.filter((channel) => !channel.archived)));
    this.section("Direct messages", items(dms), () => this.newDm());
    this.section("Apps", apps);
    this.section("Archived", items(named.filter((channel) => channel.archived)));
    this.tellUnread();
  }

  tellUnread() {
    let mentions = 0;
    let any = false;
    for (const [id, count] of store.unread) {
      if (!store.channels.has(id)) continue;
      mentions += count.mentions;
      any ||= count.messages > 0;
    }
    const words = mentions ? `${mentions} unread mention${mentions === 1 ? "" : "s"}` : any ? "unread messages" : "";
    fill(this.unreadNote, words && hiddenText(words), mentions ? String(mentions) : "");
    this.unreadNote.hidden = !any;
    this.title(mentions, any);
  }

  title(mentions, any) {
    const { channel, app } = this.place;
    const where = channel ? channelName(store.channels.get(channel)) : app ? store.apps.get(app)?.name : "";
    const mark = mentions ? `(${mentions}) ` : any ? "• " : "";
    const title = `${mark}${[where, personName(store.as), store.workspace.name].filter(Boolean).join(" – ")}`;
    if (document.title !== title) document.title = title;
  }

  /** A section of the list; `extra` builds what stands beside its title. Folded, it shows what is unread or open. */
  section(title, items, extra = null) {
    const known = this.sections.get(title) ?? this.newSection(title, extra);
    const folded = this.folded.has(title);
    known.node.hidden = !items.length && !extra;
    known.toggle.setAttribute("aria-expanded", String(!folded));
    keyed(known.list, folded ? items.filter((item) => item.lively) : items);
  }

  newSection(title, extra) {
    const toggle = el("button", {
      type: "button", class: "section-title",
      onclick: () => {
        if (!this.folded.delete(title)) this.folded.add(title);
        this.draw();
      },
    }, icon("caret"), title);
    const list = el("ul");
    const node = el(
      "section",
      { dataset: { section: title }, "aria-label": title },
      el("div", { class: "section-head" }, toggle, extra?.()),
      list,
    );
    const made = { node, toggle, list };
    this.sections.set(title, made);
    find("#sections").append(node);
    return made;
  }

  unreadMarks(count) {
    if (!count?.messages) return null;
    if (count.mentions) {
      const words = hiddenText(count.mentions === 1 ? " mention" : " mentions");
      return el("span", { class: "count-badge" }, String(count.mentions), words);
    }
    return el("span", { class: "dot" }, hiddenText("unread"));
  }

  channelItem(channel) {
    const count = store.unread.get(channel.id);
    const current = this.place.channel === channel.id;
    const outside = channel.kind === "public" && !channel.is_member;
    const unread = current ? 0 : (count?.messages ?? 0);
    const notes = [
      channel.kind === "private" && "private", outside && "not joined", channel.archived && "archived",
    ].filter(Boolean).join(", ");
    const name = channelName(channel);
    const marks = current ? 0 : (count?.mentions ?? 0);
    return {
      key: channel.id,
      sign: JSON.stringify([store.as, name, notes, current, Boolean(unread), marks]),
      lively: current || unread > 0,
      draw: () => el("li", {}, this.channelLink(channel, { name, notes, current, count: current ? null : count })),
    };
  }

  channelLink(channel, { name, notes, current, count }) {
    const faint = channel.archived || (channel.kind === "public" && !channel.is_member);
    return el(
      "a",
      {
        class: `place ${count?.messages ? "unread" : ""} ${faint ? "faint" : ""}`,
        href: navigate.href({ channel: channel.id }), dataset: { channel: channel.id, kind: channel.kind },
        "aria-current": current ? "page" : undefined, onclick: navigate.link({ channel: channel.id }),
      },
      channelMark(channel, "tiny"),
      el("span", { class: "place-name" }, name),
      notes ? hiddenText(` (${notes})`) : null,
      channel.archived && icon("box"),
      this.unreadMarks(count),
    );
  }

  appItem(app) {
    const dm = dmWith(app.bot_user_id);
    const current = this.place.app === app.id || Boolean(dm && this.place.channel === dm.id);
    const count = dm && !current ? store.unread.get(dm.id) : null;
    return {
      key: app.id,
      sign: JSON.stringify([store.as, app.name, dm?.id, current, Boolean(count?.messages), count?.mentions]),
      lively: current || Boolean(count?.messages),
      draw: () => el("li", {}, this.appLink(app, { dm, current, count })),
    };
  }

  appLink(app, { dm, current, count }) {
    return el(
      "a",
      {
        class: `place ${count?.messages ? "unread" : ""}`,
        href: navigate.href({ app: app.id }),
        dataset: { app: app.id, channel: dm?.id }, "aria-current": current ? "page" : undefined,
        onclick: navigate.link(count?.messages ? { channel: dm.id } : { app: app.id }),
      },
      avatar(app.bot_user_id, "tiny"),
      el("span", { class: "place-name" }, app.name),
      el("span", { class: "badge" }, "APP"),
      this.unreadMarks(count),
    );
  }

  newDm() {
    const button = iconButton("plus", "New direct message", () => {
      searchList(button, {
        label: "Message somebody",
        placeholder: "Message …",
        items: humans().map((person) => ({
          label: personName(person.id),
          detail: about(person.id),
          node: () => avatar(person.id, "small"),
          dataset: { user: person.id },
          run: () => void openDm(person.id),
        })),
      });
    }, { "aria-haspopup": "listbox", "aria-expanded": "false" });
    return button;
  }
}

/** An app that can be added: where that begins, beside the page. */
function offerItem({ id, name, install_url: href }) {
  const label = `Add ${name}`;
  const title = `${label} to ${store.workspace.name}`;
  return {
    key: `offer ${id}`, sign: label, lively: true,
    draw: () => el("li", {}, el("a", { class: "place", href, title, target: "_blank", rel: "noopener", dataset: { offer: id } },
      icon("plus"), el("span", { class: "place-name" }, label))),
  };
}

export async function openDm(userId) {
  const known = dmWith(userId);
  const answer = known ? { channel: known.id } : await attempt("open_dm", { user: userId });
  if (answer) navigate.to({ channel: answer.channel });
}
