/** Where the page begins, and why nothing can be written in a place. */

import { Refused, get } from "./api.js";
import { el } from "./dom.js";
import { navigate } from "./navigate.js";
import { attempt, loadState, store } from "./store.js";

const LAST_PERSON = "last-person";

export async function firstPerson() {
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

export function rememberPerson(as) {
  try {
    localStorage.setItem(LAST_PERSON, as);
  } catch {
    /* Without storage the page begins as the first person. */
  }
}

export function firstPlace() {
  const channels = [...store.channels.values()].filter((channel) => channel.is_member && !channel.archived);
  const named = channels.filter((channel) => channel.kind !== "dm").sort((a, b) => a.name.localeCompare(b.name));
  const first = named.find((channel) => channel.name === "general") ?? named[0] ?? channels[0];
  if (first) return { channel: first.id };
  const app = store.apps.keys().next().value;
  return app ? { app } : {};
}

export function closedNotice(channel) {
  if (!channel) return "";
  if (channel.archived) return "This channel is archived. It can be read, but nothing more can be written.";
  if (!channel.is_member) {
    const join = () => void attempt("join", { channel: channel.id });
    return el("span", {}, `You are not a member of #${channel.name}. `,
      el("button", { type: "button", class: "button primary", onclick: join }, "Join channel"));
  }
  return "";
}
