/** What the page knows of the workspace, as one person sees it. */

import { Refused, act, get, upload } from "./api.js";
import { toast } from "./toasts.js";

export const store = {
  as: "",
  workspace: { id: "", name: "" },
  workspaces: [],
  me: null,
  people: new Map(),
  channels: new Map(),
  apps: new Map(),
  offers: [],
  histories: new Map(),
  earlier: new Set(),
  unread: new Map(),
  drafts: new Map(),
  forms: new Map(),
  guide: { labels: {}, steps: [] },
};

export function forget() {
  for (const part of ["people", "channels", "apps", "histories", "unread"]) store[part] = new Map();
  store.earlier = new Set();
  store.me = null;
}

export async function loadState(as) {
  const state = await get("state", { as });
  store.workspace = state.workspace;
  store.workspaces = state.workspaces;
  store.me = state.me;
  store.as = state.me.id;
  store.people = new Map(state.people.map((person) => [person.id, person]));
  store.people.set(state.me.id, state.me);
  store.channels = new Map(state.channels.map((channel) => [channel.id, channel]));
  keepApps(state);
  store.notice = state.notice;
  store.guide = state.guide;
}

/** The apps that are here, and those that can be added. */
export function keepApps({ apps, offers }) {
  store.apps = new Map(apps.map((app) => [app.id, app]));
  store.offers = offers;
}

/** Does something as the acting person; a refusal is shown as a toast and answered with null. */
export async function attempt(what, fields) {
  try {
    return await act(store.as, what, fields);
  } catch (refusal) {
    if (!(refusal instanceof Refused)) throw refusal;
    toast(refusal.message);
    return null;
  }
}

/** The same for a file. */
export async function attemptUpload(where, file) {
  try {
    return await upload(store.as, where, file);
  } catch (refusal) {
    if (!(refusal instanceof Refused)) throw refusal;
    toast(refusal.message);
    return null;
  }
}

export const personName = (id) => {
  const person = store.people.get(id);
  if (person) return person.display_name || person.real_name || person.name;
  if (id === "USLACKBOT") return "Slackbot";
  const app = appOfBot(id);
  return app ? app.name : id || "Unknown";
};

export const appOfBot = (userId) =>
  [...store.apps.values()].find((app) => app.bot_user_id === userId || app.id === userId) ?? null;

export function channelName(channel) {
  if (!channel) return "unknown channel";
  if (channel.kind !== "dm") return channel.name;
  return channel.with === store.as ? `${personName(channel.with)} (you)` : personName(channel.with);
}

export const dmWith = (userId) =>
  [...store.channels.values()].find((channel) => channel.kind === "dm" && channel.with === userId) ?? null;

const byName = new Intl.Collator(undefined, { numeric: true });

/** Everybody one can act as or write to. */
export const humans = () =>
  [...store.people.values()]
    .filter((person) => !person.is_bot && !person.deleted)
    .map((person) => [personName(person.id), person])
    .sort((a, b) => byName.compare(a[0], b[0]))
    .map(([, person]) => person);

/* Histories: messages by channel, in the order of their ts. */

const byTs = (a, b) => (a.ts < b.ts ? -1 : a.ts > b.ts ? 1 : 0);

/** The newest messages of a channel; answers in threads are read when a thread is opened. */
export async function loadHistory(channelId) {
  const as = store.as;
  const answer = await get("history", { as, channel: channelId });
  if (store.as !== as) return;
  store.histories.set(channelId, answer.messages.sort(byTs));
  tellEarlier(channelId, answer.more);
}

/** The messages before those that are known; says how many came. */
export async function loadEarlier(channelId) {
  const as = store.as;
  const known = store.histories.get(channelId) ?? [];
  const { messages, more } = await get("history", { as, channel: channelId, before: known[0]?.ts });
  if (store.as !== as || store.histories.get(channelId) !== known) return 0;
  known.unshift(...messages);
  tellEarlier(channelId, more);
  return messages.length;
}

function tellEarlier(channelId, more) {
  if (more) store.earlier.add(channelId);
  else store.earlier.delete(channelId);
}

/** Whether a message stands in a thread and not in the channel. */
export const isReply = (message) =>
  Boolean(message.thread_ts) && message.thread_ts !== message.ts && message.subtype !== "thread_broadcast";

export function findIndex(messages, ts) {
  let low = 0;
  let high = messages.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (messages[middle].ts < ts) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function findMessage(channelId, ts) {
  const messages = store.histories.get(channelId) ?? [];
  const at = findIndex(messages, ts);
  return messages[at]?.ts === ts ? messages[at] : null;
}

/** Puts a message where it belongs; says whether it was new. */
export function keepMessage(message) {
  const messages = store.histories.get(message.channel);
  if (!messages || isReply(message)) return true;
  const at = findIndex(messages, message.ts);
  const known = messages[at]?.ts === message.ts;
  messages.splice(at, known ? 1 : 0, message);
  return !known;
}

export function dropMessage(channelId, ts) {
  const messages = store.histories.get(channelId);
  if (!messages) return;
  const at = findIndex(messages, ts);
  if (messages[at]?.ts === ts) messages.splice(at, 1);
}

/* What has been read is remembered by this browser, for each person and channel. */

const readKey = (channelId) => `read:${store.workspace.id}:${store.as}:${channelId}`;

export function lastRead(channelId) {
  try {
    return localStorage.getItem(readKey(channelId)) ?? "";
  } catch {
    return "";
  }
}

export function markRead(channelId) {
  const messages = store.histories.get(channelId) ?? [];
  const newest = messages.at(-1)?.ts ?? "";
  store.unread.delete(channelId);
  if (!newest) return;
  try {
    if (newest > lastRead(channelId)) localStorage.setItem(readKey(channelId), newest);
  } catch {
    /* Without storage, everything counts as unread after a reload. */
  }
}

export function mentions(message) {
  const channel = store.channels.get(message.channel);
  if (channel?.kind === "dm") return true;
  const all = `${message.text} ${message.blocks?.length ? JSON.stringify(message.blocks) : ""}`;
  return (
    all.includes(`<@${store.as}>`) || all.includes(`<@${store.as}|`) || all.includes(`"user_id":"${store.as}"`) ||
    /<!(channel|here|everyone)(\||>)/.test(all)
  );
}

export function countUnread(message) {
  if (message.user === store.as || message.ephemeral || (isReply(message) && !mentions(message)) || !store.channels.get(message.channel)?.is_member) return;
  const count = store.unread.get(message.channel) ?? { messages: 0, mentions: 0 };
  count.messages += 1;
  if (mentions(message)) count.mentions += 1;
  store.unread.set(message.channel, count);
}

export function recountUnread(channelId) {
  store.unread.delete(channelId);
  const since = lastRead(channelId);
  const messages = store.histories.get(channelId) ?? [];
  for (const message of messages.slice(findIndex(messages, since))) {
    if (message.ts > since) countUnread(message);
  }
}
