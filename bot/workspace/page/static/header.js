/** The top of a place: its name, topic, members, tabs and what is kept there. */

import { el, fill, find, icon, inPage } from "./dom.js";
import { keepingFocus } from "./focus.js";
import { drawKept } from "./kept.js";
import { words } from "./mrkdwn.js";
import { navigate } from "./navigate.js";
import { about, avatar, channelMark } from "./people.js";
import { searchList } from "./popover.js";
import { openDm } from "./sidebar.js";
import { appOfBot, channelName, dmWith, personName, store } from "./store.js";

/** Draws it for a place: { channel } or { app }. */
export function drawHeader(place) {
  const channel = store.channels.get(place.channel);
  const app = store.apps.get(place.app) ?? (channel?.kind === "dm" ? appOfBot(channel.with) : null);
  const [title, topic, tabs] = [find("#title"), find("#topic"), find("#tabs")];
  find("#members").hidden = true;
  tabs.hidden = !app;
  drawKept(channel);
  fill(topic);
  if (app) {
    const name = el("span", { class: "place-name" }, app.name);
    fill(title, avatar(app.bot_user_id, "small"), name, el("span", { class: "badge" }, "APP"));
    drawTabs(tabs, app, place);
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
  if (channel.kind !== "dm") drawMembers(channel.members.length);
}

function drawMembers(count) {
  const members = find("#members");
  members.hidden = false;
  const label = count === 1 ? " member" : " members";
  fill(members, icon("people"), String(count), el("span", { class: "sr-only" }, label));
  members.title = `${count}${label}`;
}

export function showMembers(channelId) {
  const channel = store.channels.get(channelId);
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
      node: () => avatar(id, "small"),
      dataset: { user: id },
      run: () => void openDm(id),
    })),
  });
}

function drawTabs(tabs, app, place) {
  const dm = dmWith(app.bot_user_id);
  const tab = (name, current, go, to) => {
    const dataset = { tab: name.toLowerCase() };
    const href = navigate.href(to);
    return el("a", { class: "tab", href, "aria-current": current ? "page" : undefined, onclick: inPage(go), dataset }, name);
  };
  const atMessages = Boolean(dm) && place.channel === dm.id;
  keepingFocus(tabs, () => fill(
    tabs,
    tab("Home", place.app === app.id, () => navigate.to({ app: app.id }), { app: app.id }),
    tab("Messages", atMessages, () => void openDm(app.bot_user_id), { channel: dm?.id, app: dm ? undefined : app.id }),
  ));
}
