/** The director's strip: the controls of whoever runs the workspace, stand-ins, trouble to order, and the traffic. */

import { Refused, control, controlState } from "./api.js";
import { el, fill, find, icon } from "./dom.js";
import { Inspector } from "./inspector.js";
import { keyed } from "./keyed.js";
import { navigate } from "./navigate.js";
import { avatar } from "./people.js";
import { confirmDialog, menu, popover } from "./popover.js";
import { personName, store } from "./store.js";
import { toast } from "./toasts.js";

const SHOWN = "director's-strip";
const LOOK_AGAIN = 4000;

/** Does something as whoever runs the workspace; what came of it, or why not, is said. */
export async function direct(what, fields = {}, done = "") {
  try {
    const answer = await control(what, fields);
    if (answer.said || done) toast(answer.said || done, "notice");
    return answer;
  } catch (refusal) {
    if (!(refusal instanceof Refused)) throw refusal;
    toast(refusal.message);
    return null;
  }
}

export class Strip {
  constructor() {
    this.bar = find("#strip");
    this.controls = find("#strip-controls");
    this.inspector = new Inspector(find("#inspector"));
    this.button = find("#strip-toggle");
    this.button.addEventListener("click", () => this.toggle());
    this.opens("#strip-stand-ins", (anchor) => void this.standIns(anchor));
    this.opens("#strip-trouble", (anchor) => this.trouble(anchor));
    find("#strip-traffic").addEventListener("click", () => this.inspector.toggle());
    this.state = { controls: [], played: [], apps: [], faults: [], methods: [] };
    void this.begin();
  }

  opens(selector, open) {
    const node = find(selector);
    node.addEventListener("click", () => open(node));
  }

  async begin() {
    await this.look();
    const wanted = remembered();
    const roomy = window.matchMedia("(min-width: 720px)").matches;
    if (wanted ?? (roomy && this.state.controls.length > 0)) this.show(true);
    setInterval(() => !this.bar.hidden && !document.hidden && void this.look(), LOOK_AGAIN);
  }

  toggle() {
    const on = this.bar.hidden;
    this.show(on);
    try {
      localStorage.setItem(SHOWN, String(on));
    } catch {
      /* Without storage the strip is as it was at the next start. */
    }
    if (on) void this.look();
  }

  show(on) {
    this.bar.hidden = !on;
    this.button.setAttribute("aria-pressed", String(on));
  }

  async look() {
    try {
      this.state = await controlState();
    } catch (refusal) {
      if (!(refusal instanceof Refused)) throw refusal;
      return;
    }
    this.draw();
  }

  draw() {
    const { controls, played: all, faults } = this.state;
    keyed(this.controls, controls.map((item) => ({
      key: item.key,
      sign: JSON.stringify(item),
      draw: () => el("button", {
        type: "button", class: "strip-button", title: item.hint, dataset: { control: item.key },
        onclick: () => void direct("control", { key: item.key }).then(() => this.look()),
      }, item.label),
    })));
    const playing = all.filter((one) => one.on).length;
    const standIns = find("#strip-stand-ins");
    standIns.hidden = !all.length;
    fill(standIns, `Stand-ins ${playing}/${all.length}`, icon("caret"));
    fill(find("#strip-trouble"), faults.length ? `Trouble (${faults.length})` : "Trouble", icon("caret"));
  }

  /* Stand-ins, which a program plays: on or off for each, and a way to act as them */

  async standIns(anchor) {
    await this.look();
    const list = el("ul", { class: "stand-ins" });
    const box = el("div", { class: "strip-box", role: "dialog", "aria-label": "Stand-ins" },
      el("div", { class: "strip-row" },
        el("b", {}, "Who plays by themselves"),
        el("button", { type: "button", class: "button small", onclick: () => void this.all(list, true) }, "All on"),
        el("button", { type: "button", class: "button small", onclick: () => void this.all(list, false) }, "All off")),
      list);
    fill(list, this.state.played.map((one) => this.standIn(one)));
    popover(anchor, box, { align: "start", width: Math.min(400, window.innerWidth - 16) });
    box.querySelector("input")?.focus();
  }

  standIn({ id, note, on }) {
    const name = personName(id);
    const box = el("input", { type: "checkbox", "aria-label": `${name} plays by themselves` });
    box.checked = on;
    box.addEventListener("change", () => void direct("play", { person: id, on: box.checked }).then(() => this.look()));
    const take = async () => {
      await direct("play", { person: id, on: false });
      navigate.to({ as: id, channel: navigate.here().channel });
    };
    return el("li", { dataset: { standIn: id } }, box, avatar(id, "tiny"), el("span", { class: "grow" }, name),
      el("small", {}, note),
      el("button", { type: "button", class: "button small", onclick: () => void take() }, "Take over"));
  }

  async all(list, on) {
    for (const { id } of this.state.played) await control("play", { person: id, on });
    await this.look();
    fill(list, this.state.played.map((one) => this.standIn(one)));
  }

  /* Trouble */

  trouble(anchor) {
    const channel = store.channels.get(navigate.here().channel);
    const app = this.state.apps.find((one) => one.installed);
    const items = this.state.apps.filter((one) => !one.installed && !one.install_url).map((one) => (
      { label: `Put ${one.name} back`, detail: "with the token that it had", run: () => direct("reinstall", { app: one.id, same_token: true }, "It is back.") }));
    if (app) {
      const bot = store.apps.get(app.id)?.name ?? app.name;
      items.push(
        { label: "Drop the connection", detail: `${bot} has ${app.connections} open`, run: () => direct("drop_sockets", { app: app.id }, "Dropped.") },
        { label: "Ask it to reconnect", detail: "disconnect: refresh_requested", run: () => direct("drop_sockets", { app: app.id, reason: "refresh_requested" }, "Asked.") },
        { label: "Rate limit the next posts", detail: "chat.postMessage: 429, ten times, Retry-After 5", run: () => direct("limit", { method: "chat.postMessage", times: 10, retry_after: 5 }, "The next ten posts are limited.") },
        { label: "Let the next posts fail", detail: "internal_error, three times, though they are posted", run: () => direct("fail", { method: "chat.postMessage", times: 3, performed: true }, "The next three posts seem to fail.") },
        { label: "Make Slack slow", detail: "every call takes two seconds more", run: () => direct("slow", { method: "*", seconds: 2 }, "Every call is slow now.") },
      );
      if (channel && channel.kind !== "dm" && channel.members.includes(store.apps.get(app.id)?.bot_user_id)) {
        items.push({ label: `Kick ${bot} out of #${channel.name}`, run: () => direct("kick", { channel: channel.id }, "Kicked.") });
      } else if (channel && channel.kind !== "dm") {
        items.push({ label: `Invite ${bot} to #${channel.name}`, run: () => direct("invite", { channel: channel.id, person: store.apps.get(app.id)?.bot_user_id }, "Invited.") });
      }
    }
    if (app) items.push({ label: `Remove ${app.name}`, detail: "its tokens stop working", run: () => sure(`Remove ${app.name}?`, `It leaves ${store.workspace.name}. It can come back.`, () => direct("uninstall", { app: app.id }, "Removed.")) });
    if (channel) {
      items.push({ label: "Delete the newest message here", run: () => this.deleteNewest(channel.id) });
      if (channel.kind !== "dm" && !channel.archived) items.push({ label: `Archive #${channel.name}`, run: () => sure(`Archive #${channel.name}?`, "No bot can open it again.", () => direct("archive", { channel: channel.id }, "Archived.")) });
    }
    items.push({ label: `Deactivate ${personName(store.as)}`, detail: "whom you act as", run: () => sure(`Deactivate ${personName(store.as)}?`, "They lose their channels for good.", () => direct("deactivate", { person: store.as }, "Deactivated.")) });
    items.push({ label: "End all trouble", detail: "calls are fast and good again", run: () => direct("clear_faults", {}, "All is well.").then(() => this.look()) });
    menu(anchor, items, { label: "Trouble", align: "start" });
  }

  deleteNewest(channel) {
    const newest = (store.histories.get(channel) ?? []).filter((message) => !message.ephemeral).at(-1);
    if (!newest) return toast("There is no message here.");
    return direct("delete_message", { channel, ts: newest.ts }, "Deleted.");
  }
}

/** Asks first, where there is no way back. */
async function sure(title, text, run) {
  const plain = (words) => ({ type: "plain_text", text: words });
  const asked = { title: plain(title), text: plain(text), confirm: plain("Do it"), deny: plain("Cancel"), style: "danger" };
  if (await confirmDialog(asked)) await run();
}

function remembered() {
  try {
    const kept = localStorage.getItem(SHOWN);
    return kept === null ? null : kept === "true";
  } catch {
    return null;
  }
}
