/** Puts the page together: the acting person, the open place, and the stream of changes. */

import { Refused, Stream, acted, get } from "./api.js";
import { el, fill, find } from "./dom.js";
import { Composer } from "./composer.js";
import { drawHeader, showMembers } from "./header.js";
import { beginFrame } from "./frame.js";
import { Home } from "./home.js";
import { Modals } from "./modals.js";
import { navigate } from "./navigate.js";
import { Notice } from "./notice.js";
import { Pane } from "./pane.js";
import { closedNotice, firstPerson, firstPlace, rememberPerson } from "./places.js";
import { closePopover } from "./popover.js";
import { Sidebar } from "./sidebar.js";
import {
  attempt, countUnread, dropMessage, findMessage, forget, isReply, keepApps, keepMessage, loadHistory, loadState, markRead,
  recountUnread, store,
} from "./store.js";
import { Strip } from "./strip.js";
import { Switcher } from "./switcher.js";
import { Thread } from "./thread.js";
import { toast } from "./toasts.js";
import { Tour } from "./tour.js";

const PREFETCHED = 40;
const SIDE_BY_SIDE = 3;
const OPENING = 2500;

const sidebar = new Sidebar();
const pane = new Pane();
const composer = new Composer(find("#composer"), {
  name: "composer",
  show: (channel, text) => (pane.channel === channel ? pane.say(text) : () => {}),
});
const thread = new Thread();
const switcher = new Switcher();
const strip = new Strip();
const notice = new Notice(find("#notice"));
const modals = new Modals();
const home = new Home();
const tour = new Tour({ openSide: () => sidebar.drawer(true) });
beginFrame();

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
  thread.close();
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
  rememberPerson(as);
  for (const hear of acted) hear(as, "act_as", { user: as });
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
    notice.show(store.notice);
    if (wanted) await open(wanted, { replace: true });
    else if (current) await open({ channel: current, thread: place.thread }, { replace: true, again: true });
    else if (place.app) await open({ app: place.app }, { replace: true, again: true });
    if (mine !== session) return false;
    modals.load(views);
    const waiting = early ?? [];
    early = null;
    for (const [kind, data] of waiting) change(kind, data);
    tour.changed();
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

async function open(wanted, { replace = false, again = false } = {}) {
  let target = wanted;
  if (!store.channels.has(target.channel) && !store.apps.has(target.app)) target = firstPlace();
  const before = place;
  place = {};
  if (store.channels.has(target.channel)) place = { channel: target.channel, thread: target.thread || undefined };
  else if (target.app) place = { app: target.app };
  if (!wanted.back) navigate.remember({ as: store.as, ...place }, { replace });
  sidebar.drawer(false);
  closePopover();
  if (!place.thread) thread.close();
  if (place.channel) await openChannel(wanted, { again, moved: place.channel !== before.channel });
  else await openElsewhere();
}

async function openElsewhere() {
  composer.show(null);
  pane.clear();
  if (!place.app) fill(find("#blank"), el("p", {}, "There is no channel here yet. One will appear when you are invited."));
  show(place.app ? "home" : "blank");
  drawHeader(place);
  sidebar.draw(place);
  if (place.app) await home.open(place.app);
  else home.clear();
}

async function openChannel(wanted, { again, moved }) {
  const mine = session;
  const id = place.channel;
  home.clear();
  store.unread.delete(id);
  show("channel");
  drawHeader(place);
  sidebar.draw(place);
  const notice = closedNotice(store.channels.get(id));
  if (moved || !again) composer.show(store.channels.get(id), notice);
  if (place.thread) {
    if (again) void thread.load();
    else void thread.open(id, place.thread, notice);
  }
  if (!moved && !again && pane.channel === id) {
    if (wanted.ts) await pane.showMessage(wanted.ts);
    return;
  }
  const known = store.histories.has(id);
  if (!(await haveHistory(id, mine, again))) return;
  pane.show(id);
  if (wanted.ts) await pane.showMessage(wanted.ts);
  if (!known) sidebar.draw(place);
  const mayFocus = moved && !again && !place.thread && !modals.stack.length;
  if (!mayFocus || find("#tour").contains(document.activeElement)) return;
  if (window.matchMedia("(hover: hover)").matches) composer.input.focus();
  else if (document.activeElement === document.body) find("#messages").focus({ preventScroll: true });
}

/** Makes sure of a channel's history; false if it cannot be read, or somebody has gone on meanwhile. */
async function haveHistory(id, mine, again) {
  if (!store.histories.has(id)) {
    if (!again) pane.clear(el("p", { class: "empty" }, "Loading…"));
    try {
      await history(id, mine);
    } catch (refusal) {
      if (!(refusal instanceof Refused)) throw refusal;
      if (mine === session && place.channel === id) pane.clear(el("p", { class: "empty" }, refusal.message));
      return false;
    }
  }
  return mine === session && place.channel === id;
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
    drawHeader(place);
  }, 60);
}

const CHANGES = {
  message(message) {
    if (isReply(message)) {
      thread.add(message);
      if (!thread.shows(message)) countUnread(message);
      sidebarSoon();
      return;
    }
    later(message.channel, () => keepMessage(message));
    const fresh = keepMessage(message);
    const here = place.channel === message.channel && pane.channel === message.channel;
    if (message.thread_ts) thread.add(message);
    if (here) {
      pane.add(message);
      if (document.hasFocus() || message.user === store.as) markRead(message.channel);
    } else if (fresh && place.channel !== message.channel) countUnread(message);
    sidebarSoon();
  },
  message_changed(message) {
    later(message.channel, () => keepMessage(message));
    keepMessage(message);
    thread.change(message);
    if (pane.channel === message.channel) pane.change(message);
  },
  message_deleted({ channel, ts }) {
    later(channel, () => dropMessage(channel, ts));
    dropMessage(channel, ts);
    thread.remove(channel, ts);
    if (pane.channel === channel) pane.remove(ts);
  },
  reaction({ channel, ts, reactions }) {
    noticed(channel, ts, { reactions });
    thread.react(channel, ts, reactions);
    if (pane.channel === channel) pane.react(ts);
  },
  thread({ channel, ts, thread: under }) {
    noticed(channel, ts, { thread: under });
    if (pane.channel === channel) pane.thread(ts);
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
      drawHeader(place);
    } else if (place.app) drawHeader(place);
    sidebarSoon();
  },
  person(person) {
    store.people.set(person.id, person);
    if (person.id === store.as) store.me = person;
    peopleChanged = true;
    sidebarSoon();
    pane.renamed(person.id);
  },
  apps(data) {
    keepApps(data);
    void strip.look();
    if (place.app && !store.apps.has(place.app)) void open({}, { replace: true });
    else sidebarSoon();
  },
  view_opened: (view) => modals.open(view),
  view_updated: (view) => (view.type === "home" ? home.changed({ app: home.app, view }) : modals.update(view)),
  view_closed: ({ id }) => modals.drop(id),
  home: (data) => home.changed(data),
  notice({ notice: shown }) {
    notice.show(shown);
    void strip.look();
    if (shown?.opens) navigate.to(navigate.place(new URL(shown.opens, location.href)));
  },
  guide(guide) {
    store.guide = guide;
    peopleChanged = true;
    sidebarSoon();
    tour.changed();
  },
  problem: ({ text }) => toast(text),
};

/** Something about a message is known to be different: now, and in a history that is under way. */
function noticed(channel, ts, different) {
  const apply = () => Object.assign(findMessage(channel, ts) ?? {}, different);
  apply();
  later(channel, apply);
}

const change = (kind, data) => CHANGES[kind]?.(data);

/* Start */

navigate.begin((wanted) => {
  if (wanted.as && wanted.as !== store.as) {
    if (!wanted.back) navigate.remember(wanted);
    void begin(wanted.as, wanted);
  } else void open(wanted);
});

find("#members").addEventListener("click", () => showMembers(place.channel));
composer.onup = () => pane.editLast();
document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "k" || modals.stack.length) return;
  event.preventDefault();
  switcher.open();
});
window.addEventListener("focus", () => place.channel && store.histories.has(place.channel) && markRead(place.channel));
window.addEventListener("beforeunload", () => stream?.close());

try {
  await begin(await firstPerson(), navigate.here());
} catch (refusal) {
  cannotBegin(refusal.message);
}

