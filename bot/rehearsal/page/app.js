/** Puts the page together: the acting person, the open place, and the stream of changes. */

import { Refused, Stream, get } from "./api.js";
import { el, fill, find, icon, inPage } from "./dom.js";
import { Composer } from "./composer.js";
import { Home } from "./home.js";
import { Modals } from "./modals.js";
import { link, plain, words } from "./mrkdwn.js";
import { navigate } from "./navigate.js";
import { Pane } from "./pane.js";
import { about, avatar, channelMark } from "./people.js";
import { closePopover, searchList } from "./popover.js";
import { Sidebar, openDm } from "./sidebar.js";
import {
  appOfBot, attempt, channelName, countUnread, dmWith, dropMessage, findMessage, forget, keepMessage, loadHistory,
  loadState, markRead, personName, recountUnread, store,
} from "./store.js";
import { toast } from "./toasts.js";

const PREFETCHED = 40;
const SIDE_BY_SIDE = 3;
const OPENING = 2500;
const LAST_PERSON = "last-person";

const sidebar = new Sidebar();
const pane = new Pane();
const composer = new Composer();
const modals = new Modals();
const home = new Home();

let stream = null;
let place = {};
let session = 0;
let early = null;

/* Beginning as a person */

async function begin(as, wanted) {
  const mine = (session += 1);
  stream?.close();
  closePopover();
  modals.clear();
  composer.reset();
  home.clear();
  pane.clear();
  forget();
  place = {};
  store.as = as;
  early = [];
  reconnecting(false);
  const opened = new Promise((resolve) => {
    stream = new Stream(as, {
      onchange: (kind, data) => mine === session && (early ? early.push([kind, data]) : change(kind, data)),
      onopen: (again) => {
        resolve();
        if (mine !== session) return;
        reconnecting(false);
        if (again) void refresh(mine);
      },
      onlost: () => mine === session && reconnecting(true),
    });
    setTimeout(resolve, OPENING);
  });
  await opened;
  if (mine !== session) return;
  if (!(await refresh(mine, wanted))) return;
  try {
    localStorage.setItem(LAST_PERSON, as);
  } catch {
    /* Without storage the page begins as the first person. */
  }
}

/** Asks for everything anew. Changes that come meanwhile are kept, and applied after it. */
async function refresh(mine, wanted = null) {
  early ??= [];
  try {
    const as = store.as;
    await loadState(as);
    const { views } = await get("modals", { as });
    if (mine !== session) return false;
    const channels = [...store.histories.keys()];
    const current = place.channel;
    store.histories.clear();
    sidebar.drawPeople();
    if (wanted) await open(wanted, { replace: true });
    else if (current) await open({ channel: current }, { replace: true, again: true });
    else if (place.app) await open({ app: place.app }, { replace: true, again: true });
    if (mine !== session) return false;
    modals.load(views);
    const waiting = early ?? [];
    early = null;
    for (const [kind, data] of waiting) change(kind, data);
    void prefetch(mine, channels);
    document.body.dataset.ready = "true";
    return true;
  } catch (refusal) {
    if (!(refusal instanceof Refused)) throw refusal;
    if (mine !== session) return false;
    early = null;
    if (!store.me) {
      stream?.close();
      reconnecting(false);
      cannotBegin(refusal.message);
    } else toast(refusal.message);
    return false;
  }
}

/** Histories of the person's channels are read ahead, to know what is unread and to open them at once. */
async function prefetch(mine, first) {
  const mineAndOpen = [...store.channels.values()].filter((channel) => channel.is_member && !channel.archived);
  const members = mineAndOpen.map((channel) => channel.id);
  const rank = (id) => (first.includes(id) ? 0 : store.channels.get(id).kind === "dm" ? 1 : 2);
  const wanted = members.filter((id) => !store.histories.has(id)).sort((a, b) => rank(a) - rank(b)).slice(0, PREFETCHED);
  const worker = async () => {
    while (wanted.length && mine === session) {
      const id = wanted.shift();
      try {
        await history(id, mine);
      } catch (refusal) {
        if (!(refusal instanceof Refused)) throw refusal;
      }
      if (mine === session) sidebar.draw();
    }
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, worker));
}

/** Reads a history; changes that arrive while it is under way are applied after it. */
async function history(id, mine) {
  const arrived = [];
  coming.set(id, [...(coming.get(id) ?? []), arrived]);
  try {
    await loadHistory(id);
    if (mine !== session) return;
    for (const apply of arrived) apply();
    recountUnread(id);
    if (id === place.channel) store.unread.delete(id);
  } finally {
    coming.set(id, (coming.get(id) ?? []).filter((other) => other !== arrived));
  }
}
const coming = new Map();

function later(channel, apply) {
  for (const list of coming.get(channel) ?? []) list.push(apply);
}

function reconnecting(on) {
  find("#reconnecting").hidden = !on;
}

function cannotBegin(text) {
  fill(find("#blank"), el("h1", {}, "This workspace cannot be opened"), el("p", {}, text),
    el("a", { class: "button primary", href: "/" }, "Try again"));
  show("blank");
}

/* Places */

function show(part) {
  find("#pane").hidden = part !== "channel";
  find("#bottom").hidden = part !== "channel";
  find("#home").hidden = part !== "home";
  find("#blank").hidden = part !== "blank";
}

function firstPlace() {
  const channels = [...store.channels.values()].filter((channel) => channel.is_member && !channel.archived);
  const named = channels.filter((channel) => channel.kind !== "dm").sort((a, b) => a.name.localeCompare(b.name));
  const first = named.find((channel) => channel.name === "general") ?? named[0] ?? channels[0];
  if (first) return { channel: first.id };
  const app = store.apps.keys().next().value;
  return app ? { app } : {};
}

async function open(wanted, { replace = false, again = false } = {}) {
  let target = wanted;
  if (!store.channels.has(target.channel) && !store.apps.has(target.app)) target = firstPlace();
  const mine = session;
  const moved = target.channel !== place.channel || target.app !== place.app;
  place = {};
  if (store.channels.has(target.channel)) place = { channel: target.channel };
  else if (target.app) place = { app: target.app };
  if (!wanted.back) navigate.remember({ as: store.as, ...place }, { replace });
  document.body.classList.remove("drawer-open");
  closePopover();
  if (place.app) {
    composer.show(null);
    pane.clear();
    show("home");
    header();
    sidebar.draw(place);
    await home.open(place.app);
    return;
  }
  home.clear();
  if (!place.channel) {
    composer.show(null);
    pane.clear();
    fill(find("#blank"), el("p", {}, "There is no channel here yet. One will appear when you are invited."));
    show("blank");
    header();
    sidebar.draw(place);
    return;
  }
  const id = place.channel;
  store.unread.delete(id);
  show("channel");
  header();
  sidebar.draw(place);
  if (moved || !again) composer.show(store.channels.get(id), closedNotice(store.channels.get(id)));
  if (!store.histories.has(id)) {
    if (!again) pane.clear(el("p", { class: "empty" }, "Loading…"));
    try {
      await history(id, mine);
    } catch (refusal) {
      if (!(refusal instanceof Refused)) throw refusal;
      if (mine === session && place.channel === id) pane.clear(el("p", { class: "empty" }, refusal.message));
      return;
    }
  }
  if (mine !== session || place.channel !== id) return;
  pane.show(id);
  if (wanted.ts) pane.showMessage(wanted.ts);
  sidebar.draw(place);
  if (moved && !again && window.matchMedia("(hover: hover)").matches && !modals.stack.length) composer.input.focus();
}

function closedNotice(channel) {
  if (!channel) return "";
  if (channel.archived) return "This channel is archived. It can be read, but nothing more can be written.";
  if (!channel.is_member) {
    const join = () => void attempt("join", { channel: channel.id });
    return el("span", {}, `You are not a member of #${channel.name}. `,
      el("button", { type: "button", class: "button primary", onclick: join }, "Join channel"));
  }
  return "";
}

/* The header of a place */

function header() {
  const channel = store.channels.get(place.channel);
  const app = store.apps.get(place.app) ?? (channel?.kind === "dm" ? appOfBot(channel.with) : null);
  const title = find("#title");
  const topic = find("#topic");
  const members = find("#members");
  const tabs = find("#tabs");
  members.hidden = true;
  tabs.hidden = !app;
  drawBookmarks(channel?.bookmarks ?? []);
  fill(topic);
  if (app) {
    const name = el("span", { class: "place-name" }, app.name);
    fill(title, avatar(app.bot_user_id, "small"), name, el("span", { class: "badge" }, "APP"));
    drawTabs(tabs, app);
    return;
  }
  if (!channel) {
    fill(title, store.workspace.name);
    return;
  }
  fill(title, channelMark(channel, "small"), el("span", { class: "place-name" }, channelName(channel)),
    channel.kind === "private" && el("span", { class: "sr-only" }, " (private channel)"),
    channel.archived && el("span", { class: "badge quiet" }, "archived"));
  fill(topic, channel.topic ? words(channel.topic) : "");
  topic.title = channel.topic ? words(channel.topic) : "";
  if (channel.kind === "dm") return;
  const count = channel.members.length;
  members.hidden = false;
  fill(members, icon("people"), String(count), el("span", { class: "sr-only" }, count === 1 ? " member" : " members"));
  members.title = `${count} member${count === 1 ? "" : "s"}`;
}

function showMembers() {
  const channel = store.channels.get(place.channel);
  if (!channel) return;
  const known = channel.members.filter((id) => store.people.has(id));
  known.sort((a, b) => personName(a).localeCompare(personName(b), undefined, { numeric: true }));
  searchList(find("#members"), {
    label: "Members",
    placeholder: "Find a member to write to",
    align: "end",
    items: known.map((id) => ({
      label: personName(id),
      detail: about(id),
      node: avatar(id, "small"),
      dataset: { user: id },
      run: () => void openDm(id),
    })),
  });
}

function drawBookmarks(bookmarks) {
  const bar = find("#bookmarks");
  bar.hidden = !bookmarks.length;
  fill(bar, bookmarks.map(({ title, link: href, emoji }) => link(href, [emoji ? plain(`${emoji} `) : [], title])));
}

function drawTabs(tabs, app) {
  const dm = dmWith(app.bot_user_id);
  const tab = (name, current, go, to) => {
    const dataset = { tab: name.toLowerCase() };
    const href = navigate.href(to);
    return el("a", { class: "tab", href, "aria-current": current ? "page" : undefined, onclick: inPage(go), dataset }, name);
  };
  const atMessages = Boolean(dm) && place.channel === dm.id;
  fill(
    tabs,
    tab("Home", place.app === app.id, () => navigate.to({ app: app.id }), { app: app.id }),
    tab("Messages", atMessages, () => void openDm(app.bot_user_id), { channel: dm?.id, app: dm ? undefined : app.id }),
  );
}

/* Changes */

let drawing = false;
let peopleChanged = false;

/** Draws the sidebar once for many changes. */
function sidebarSoon() {
  if (drawing) return;
  drawing = true;
  setTimeout(() => {
    drawing = false;
    sidebar.draw(place);
    if (!peopleChanged || !store.me) return;
    peopleChanged = false;
    sidebar.drawPeople();
    header();
  }, 60);
}

const CHANGES = {
  message(message) {
    later(message.channel, () => keepMessage(message));
    const fresh = keepMessage(message);
    const here = place.channel === message.channel && pane.channel === message.channel;
    if (here) {
      pane.add(message);
      if (document.hasFocus() || message.user === store.as) markRead(message.channel);
    } else if (fresh && place.channel !== message.channel) countUnread(message);
    sidebarSoon();
  },
  message_changed(message) {
    later(message.channel, () => keepMessage(message));
    keepMessage(message);
    if (pane.channel === message.channel) pane.change(message);
  },
  message_deleted({ channel, ts }) {
    later(channel, () => dropMessage(channel, ts));
    dropMessage(channel, ts);
    if (pane.channel === channel) pane.remove(ts);
  },
  reaction({ channel, ts, reactions }) {
    const apply = () => {
      const message = findMessage(channel, ts);
      if (message) message.reactions = reactions;
    };
    apply();
    later(channel, apply);
    if (pane.channel === channel) pane.react(ts);
  },
  channel(channel) {
    const gone = channel.kind !== "public" && channel.is_member === false;
    if (gone) store.channels.delete(channel.id);
    else store.channels.set(channel.id, channel);
    if (place.channel === channel.id) {
      if (gone) {
        toast(`You are no longer a member of ${channel.name}.`, "notice");
        void open({}, { replace: true });
        return;
      }
      composer.show(channel, closedNotice(channel));
      header();
    } else if (place.app) header();
    sidebarSoon();
  },
  person(person) {
    store.people.set(person.id, person);
    if (person.id === store.as) store.me = person;
    peopleChanged = true;
    sidebarSoon();
    pane.renamed(person.id);
  },
  view_opened: (view) => modals.open(view),
  view_updated: (view) => (view.type === "home" ? home.changed({ app: home.app, view }) : modals.update(view)),
  view_closed: ({ id }) => modals.drop(id),
  home: (data) => home.changed(data),
  problem: ({ text }) => toast(text),
};

function change(kind, data) {
  CHANGES[kind]?.(data);
}

/* Start */

async function firstPerson() {
  const asked = navigate.here().as;
  if (asked) return asked;
  try {
    const last = localStorage.getItem(LAST_PERSON);
    if (last) {
      await loadState(last);
      return last;
    }
  } catch {
    /* Not known to this workspace any more. */
  }
  const { people } = await get("people", {});
  if (!people.length) throw new Refused("There is nobody here to act as yet.");
  return people[0].id;
}

navigate.begin((wanted) => {
  if (wanted.as && wanted.as !== store.as) {
    if (!wanted.back) navigate.remember(wanted);
    void begin(wanted.as, wanted);
  } else void open(wanted);
});

find("#members").addEventListener("click", showMembers);
window.addEventListener("focus", () => place.channel && store.histories.has(place.channel) && markRead(place.channel));
window.addEventListener("beforeunload", () => stream?.close());

try {
  await begin(await firstPerson(), navigate.here());
} catch (refusal) {
  cannotBegin(refusal.message);
}

