/** Ctrl+K: goes to a channel, a person or an app by name. */

import { find } from "./dom.js";
import { navigate } from "./navigate.js";
import { about, avatar, channelMark } from "./people.js";
import { searchList } from "./popover.js";
import { openDm } from "./sidebar.js";
import { channelName, humans, personName, store } from "./store.js";

export class Switcher {
  open() {
    searchList(find("#header"), {
      label: "Go to a channel, person or app",
      placeholder: "Go to …",
      width: Math.min(460, window.innerWidth - 24),
      items: [...this.channels(), ...this.apps(), ...this.people()],
    });
  }

  channels() {
    const open = [...store.channels.values()].filter((channel) => channel.kind !== "dm");
    const unread = (channel) => store.unread.get(channel.id)?.messages ?? 0;
    open.sort((a, b) => Boolean(unread(b)) - Boolean(unread(a)) || a.archived - b.archived);
    return open.map((channel) => ({
      label: channelName(channel),
      detail: [unread(channel) && "unread", channel.archived && "archived"].filter(Boolean).join(", "),
      node: () => channelMark(channel, "tiny"),
      dataset: { channel: channel.id },
      run: () => navigate.to({ channel: channel.id }),
    }));
  }

  apps() {
    return [...store.apps.values()].map((app) => ({
      label: app.name, detail: "app", node: () => avatar(app.bot_user_id, "tiny"), run: () => navigate.to({ app: app.id }),
    }));
  }

  people() {
    return humans().map((person) => ({
      label: personName(person.id), detail: about(person.id), node: () => avatar(person.id, "tiny"),
      run: () => void openDm(person.id),
    }));
  }
}
