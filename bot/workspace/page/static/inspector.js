/** The traffic between apps and workspace: what was said, what was answered and when, and the rate limits. */

import { Refused, controlTraffic } from "./api.js";
import { el, fill, find, iconButton } from "./dom.js";
import { keyed } from "./keyed.js";

const KEPT = 400;
const LOOK_AGAIN = 1000;

export class Inspector {
  constructor(panel) {
    this.panel = panel;
    this.last = 0;
    this.all = [];
    this.open = null;
    this.build();
  }

  build() {
    this.filter = el("input", {
      class: "field", type: "search", placeholder: "Filter: chat.update, acknowledged, timeout …",
      "aria-label": "Filter the traffic", oninput: () => this.draw(),
    });
    this.note = el("span", { class: "quiet", role: "status" });
    this.rows = el("tbody");
    this.table = el("table", {}, el("thead", {}, el("tr", {},
      ["Time", "From", "What", "Outcome", "Took"].map((name) => el("th", { scope: "col" }, name)))), this.rows);
    this.budgets = el("ul", { class: "budgets", "aria-label": "Rate limits in use" });
    this.detail = el("div", { class: "exchange", role: "region", "aria-label": "The chosen exchange", tabindex: 0 });
    fill(this.panel,
      el("header", {}, el("h2", {}, "Traffic"), this.filter, this.note,
        iconButton("close", "Close the traffic", () => this.toggle())),
      el("div", { class: "inspector-body" },
        el("div", { class: "exchanges", tabindex: 0, role: "region", "aria-label": "What was said" }, this.table),
        el("div", { class: "inspector-side" }, this.detail, el("h3", {}, "Rate limits, this minute"), this.budgets)));
    fill(this.detail, el("p", { class: "quiet" }, "Choose a line to see its payloads. Tokens are never shown."));
  }

  toggle() {
    this.panel.hidden = !this.panel.hidden;
    find("#strip-traffic").setAttribute("aria-expanded", String(!this.panel.hidden));
    clearInterval(this.timer);
    if (this.panel.hidden) return;
    void this.look();
    this.timer = setInterval(() => !document.hidden && void this.look(), LOOK_AGAIN);
    this.filter.focus();
  }

  async look() {
    if (this.looking) return;
    this.looking = true;
    try {
      // What was not answered yet at the last look is asked for again.
      const waiting = this.all.find((one) => !one.outcome)?.number ?? Infinity;
      const after = Math.min(this.last, waiting - 1);
      const { exchanges, budgets, lost_events: lost } = await controlTraffic(Math.max(after, this.last - 150));
      const fresh = new Map(exchanges.map((one) => [one.number, one]));
      this.all = [...this.all.filter((one) => !fresh.has(one.number)), ...exchanges].slice(-KEPT);
      this.last = this.all.at(-1)?.number ?? 0;
      fill(this.note, lost ? `${lost} events were lost for good` : "");
      this.draw();
      this.drawBudgets(budgets);
    } catch (refusal) {
      if (!(refusal instanceof Refused)) throw refusal;
    } finally {
      this.looking = false;
    }
  }

  draw() {
    const word = this.filter.value.trim().toLowerCase();
    const wanted = (one) => !word || `${title(one)} ${one.outcome} ${JSON.stringify(one.said)}`.toLowerCase().includes(word);
    const shown = this.all.filter(wanted).slice(-200).reverse();
    keyed(this.rows, shown.map((one) => ({
      key: one.number,
      sign: `${one.outcome} ${this.open === one.number}`,
      draw: () => this.row(one),
    })));
  }

  row(one) {
    const bad = one.outcome && !["ok", "acknowledged"].includes(one.outcome);
    const choose = () => this.choose(one);
    return el("tr", { class: `${bad ? "bad" : ""} ${this.open === one.number ? "chosen" : ""}`, dataset: { number: one.number } },
      el("td", {}, new Date(one.at * 1000).toLocaleTimeString()),
      el("td", {}, one.direction === "from app" ? "app" : "Slack"),
      el("td", {}, el("button", { type: "button", class: "link", onclick: choose }, title(one))),
      el("td", {}, one.outcome || "waiting …"),
      el("td", {}, one.took === null ? "" : `${Math.round(one.took * 1000)} ms`));
  }

  choose(one) {
    this.open = one.number;
    const part = (name, value) => [el("h4", {}, name), el("pre", {}, JSON.stringify(value, null, 2))];
    fill(this.detail, el("h3", {}, title(one)), part("said", one.said), one.answer === null ? null : part("answered", one.answer));
    this.draw();
  }

  drawBudgets(budgets) {
    fill(this.budgets, budgets.slice(0, 12).map(({ method, used, of, left }) =>
      el("li", {}, el("span", {}, method), el("meter", { min: 0, max: of, value: used, high: of * 0.9, "aria-label": `${method}: ${used} of ${of}` }),
        el("small", {}, `${used}/${of}, ${Math.ceil(left)} s left`))));
  }
}

function title({ name, said }) {
  const payload = said?.payload ?? said ?? {};
  const what = payload.event?.type ?? payload.command ?? payload.type ?? "";
  const which = payload.actions?.[0]?.action_id ?? payload.event?.reaction ?? payload.view?.callback_id ?? payload.text ?? "";
  if (name === "events_api" || name === "interactive" || name === "slash_commands") {
    return [what || name, String(which).slice(0, 40)].filter(Boolean).join(" ");
  }
  return [name, said?.channel].filter(Boolean).join(" ");
}
