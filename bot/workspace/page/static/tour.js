/** A tour of the page: a panel that says one thing after the other and points at what it speaks of. */

import { acted } from "./api.js";
import { el, fill, find, hiddenText } from "./dom.js";
import { toPlace } from "./focus.js";
import { navigate } from "./navigate.js";
import { store } from "./store.js";
import { announce } from "./toasts.js";
import { targetOf } from "./tour-targets.js";

const LOOK_AGAIN = 250;
const PATIENCE = 4000;
const GAP = 14;
const MARGIN = 10;
const AROUND = 5;

export class Tour {
  /** `openSide()` shows what stands at the side of narrow windows. */
  constructor({ openSide }) {
    this.openSide = openSide;
    this.panel = find("#tour");
    this.ring = find("#tour-ring");
    this.button = find("#tour-button");
    this.open = false;
    this.target = null;
    this.button.addEventListener("click", () => this.begin());
    this.panel.addEventListener("keydown", (event) => this.key(event));
    document.addEventListener("keydown", (event) => this.escape(event));
    for (const kind of ["scroll", "resize"]) window.addEventListener(kind, () => this.open && this.place(), true);
    setInterval(() => this.open && !document.hidden && this.look(), LOOK_AGAIN);
    acted.push((as, what, fields) => this.did(as, what, fields));
  }

  get steps() {
    return store.guide.steps;
  }

  get step() {
    return this.steps[this.at];
  }

  get at() {
    return Math.max(0, this.steps.findIndex(({ key }) => key === this.memory.at));
  }

  /* What is remembered: { at: the step's key, folded, over } */

  get memory() {
    try {
      return JSON.parse(localStorage.getItem(`tour:${store.workspace.id}`) ?? "{}");
    } catch {
      return this.kept ?? {};
    }
  }

  remember(changed) {
    this.kept = { ...this.memory, ...changed };
    try {
      localStorage.setItem(`tour:${store.workspace.id}`, JSON.stringify(this.kept));
    } catch {
      /* Then it is remembered until the page is left. */
    }
  }

  /** The steps are there, or are others. It begins by itself for somebody who has not seen it. */
  changed() {
    this.button.hidden = !this.steps.length;
    if (!this.steps.length) {
      this.hide();
      return;
    }
    const { folded, over } = this.memory;
    const theirs = !this.steps[0].person || this.steps[0].person === store.as;
    if (!this.open && !folded && !over && (theirs || this.memory.at)) this.show();
    else if (this.open) this.draw();
    this.name();
  }

  name() {
    const { at, over } = this.memory;
    const words = at && !over && !this.open ? `Resume tour (${this.at + 1}/${this.steps.length})` : "Tour";
    fill(this.button, words);
    this.button.setAttribute("aria-expanded", String(this.open));
  }

  /* Going through it */

  begin() {
    if (this.open) {
      this.fold();
      return;
    }
    if (this.memory.over) this.remember({ at: this.steps[0].key });
    this.remember({ folded: false, over: false });
    this.show();
    this.lead();
    this.panel.focus();
  }

  show() {
    this.open = true;
    this.panel.hidden = false;
    this.enter();
    this.name();
  }

  hide() {
    this.open = false;
    this.panel.hidden = this.ring.hidden = true;
    this.target = null;
  }

  fold() {
    const had = this.panel.contains(document.activeElement);
    this.remember({ folded: true });
    this.hide();
    this.name();
    if (had) this.button.focus();
    announce("The tour is put away. The button at the top brings it back.");
  }

  finish(words = "That was the tour.") {
    const had = this.panel.contains(document.activeElement);
    this.remember({ over: true, at: "" });
    this.hide();
    this.name();
    if (had) toPlace();
    announce(words);
  }

  /** Goes to another step. `lead`: to its place, too; else only its words are shown. */
  go(by, { lead = true } = {}) {
    const to = this.at + by;
    if (to < 0) return;
    if (to >= this.steps.length) {
      this.finish();
      return;
    }
    const had = this.panel.contains(document.activeElement);
    this.by = by;
    this.remember({ at: this.steps[to].key });
    if (lead) this.lead();
    this.enter();
    if (had) this.panel.focus();
  }

  /** A step begins: it is drawn and told, and its target is looked for. */
  enter() {
    this.remember({ at: this.step.key });
    this.since = Date.now();
    this.target = null;
    this.sign = "";
    this.draw();
    announce(`Tour, step ${this.at + 1} of ${this.steps.length}. ${this.step.title}. ${this.step.text}`);
    this.look();
  }

  /** Takes the person where the step is. */
  lead() {
    const { person, place, target } = this.step;
    this.since = Date.now();
    const as = person || store.as;
    if (as !== store.as || (place && !this.isHere())) {
      navigate.to(store.apps.has(place) ? { as, app: place } : { as, channel: place || navigate.here().channel });
    }
    if (target.part === "people") this.openSide();
    this.wantsView = true;
  }

  isHere() {
    const { person, place } = this.step;
    const { as, channel, app } = navigate.here();
    return (!person || (as || store.as) === person) && (!place || place === channel || place === app);
  }

  /** Whether the step's place is none that its person can go to. */
  isClosed() {
    const { person, place } = this.step;
    return (!person || person === store.as) && place && !store.channels.has(place) && !store.apps.has(place);
  }

  /** Somebody did something; if it is what the step asks for, the tour goes on, and leaves them where they are. */
  did(as, what, fields) {
    if (!this.open || !this.step) return;
    const theirs = !this.step.person || this.step.person === as || what === "act_as";
    if (!theirs || !this.step.done.some((deed) => fits(deed, what, fields))) return;
    this.go(1, { lead: false });
  }

  /* What is shown */

  look() {
    if (!this.step) return;
    const busy = !find("#modals").hidden;
    this.panel.hidden = busy;
    const found = !busy && this.isHere() ? drawnHere(targetOf(this.step.target)) : null;
    const missing = !found && !busy && (this.isHere() || this.isClosed()) && Date.now() - this.since > PATIENCE;
    if (missing && !this.step.missing) {
      this.go(this.by ?? 1);
      return;
    }
    const sign = `${Boolean(found)} ${missing}`;
    if (sign !== this.sign) {
      this.sign = sign;
      this.draw();
    }
    if (found && found !== this.target && (this.wantsView || !this.target)) {
      const long = found.offsetHeight > window.innerHeight / 3;
      const block = this.step.target.part === "newest" ? "end" : long ? "start" : "center"; // what comes next stays in view
      found.scrollIntoView({ block, inline: "nearest" });
      this.wantsView = false;
    }
    this.target = found;
    this.place();
  }

  draw() {
    const { step, steps, at } = this;
    const missing = this.sign?.endsWith("true");
    const drawn = JSON.stringify([step, at, steps.length, Boolean(this.target), this.sign]);
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    const focused = this.panel.contains(document.activeElement) ? document.activeElement.dataset.tour : null;
    const last = at === steps.length - 1;
    const button = (name, label, run, extra = {}) =>
      el("button", { type: "button", class: "button small", dataset: { tour: name }, onclick: run, ...extra }, label);
    fill(this.panel,
      el("p", { class: "tour-count" }, hiddenText("Tour, step "), `${at + 1} of ${steps.length}`),
      el("h2", { id: "tour-title" }, step.title),
      el("p", { id: "tour-text" }, missing ? step.missing : step.text),
      el("div", { class: "tour-buttons" },
        button("skip", "Skip tour", () => this.fold()),
        at > 0 && button("back", "Back", () => this.go(-1)),
        this.sign?.startsWith("false") && !missing && !this.isHere() && button("lead", "Show me", () => this.lead()),
        button("next", last ? "Finish" : "Next", () => this.go(1), { class: "button small primary" })));
    if (focused) (this.panel.querySelector(`[data-tour="${focused}"]`) ?? this.panel).focus();
  }

  /** Beside the target where there is room for all of the panel; else at the foot of the page, which makes room. */
  place() {
    const box = this.target?.isConnected ? seen(this.target) : null;
    this.ring.hidden = !box;
    if (box) {
      const [left, top] = [Math.max(box.left - AROUND, 0), Math.max(box.top - AROUND, 0)];
      const width = Math.min(box.right + AROUND, window.innerWidth) - left;
      Object.assign(this.ring.style, {
        left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${box.bottom + AROUND - top}px`,
      });
    }
    const room = window.innerWidth >= 720 && !find("#composer .completions:not([hidden])");
    const spot = box && room && beside(box, this.panel);
    this.panel.classList.toggle("floating", Boolean(spot));
    Object.assign(this.panel.style, spot ? { left: `${spot.left}px`, top: `${spot.top}px` } : { left: "", top: "" });
  }

  /* The keyboard */

  key(event) {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    this.go(by);
  }

  escape(event) {
    const elsewhere = event.defaultPrevented || !find("#modals").hidden || document.body.classList.contains("drawer-open");
    if (!this.open || event.key !== "Escape" || elsewhere) return;
    event.preventDefault();
    this.fold();
  }
}

/** Not what still stands there of the channel that was open before. */
function drawnHere(node) {
  const row = node?.closest("#message-list > .message");
  return row && row.dataset.channel !== navigate.here().channel ? null : node;
}

/** The part of an element that is in view, clear of what scrolls it. */
function seen(node) {
  const box = node.getBoundingClientRect();
  const frame = node.closest("#messages, #home, #thread-list")?.getBoundingClientRect();
  const [top, bottom] = frame ? [frame.top, frame.bottom] : [0, window.innerHeight];
  const cut = { left: box.left, right: box.right, top: Math.max(box.top, top), bottom: Math.min(box.bottom, bottom) };
  return cut.bottom - cut.top > 4 && cut.right > 0 && cut.left < window.innerWidth ? cut : null;
}

/** A place for the panel below, above, right or left of a box, so that it covers none of it; null if there is none. */
function beside(box, panel) {
  const [width, height] = [Math.min(360, window.innerWidth - 2 * MARGIN), panel.offsetHeight];
  const within = (at, size, most) => Math.max(MARGIN, Math.min(at, most - size - MARGIN));
  const wide = box.right - box.left > 1.5 * width; // then what others say is on its left: the panel keeps to the right
  const left = within(wide ? box.right - width : box.left, width, window.innerWidth);
  const top = within(box.top, height, window.innerHeight);
  const spots = [
    box.bottom + GAP + height + MARGIN <= window.innerHeight && { left, top: box.bottom + GAP },
    box.top - GAP - height - MARGIN >= 0 && { left, top: box.top - GAP - height },
    box.right + GAP + width + MARGIN <= window.innerWidth && { left: box.right + GAP, top },
    box.left - GAP - width - MARGIN >= 0 && { left: box.left - GAP - width, top },
  ];
  return spots.find(Boolean) ?? null;
}

const upToColon = (id) => String(id).split(":")[0];

function fits(deed, what, fields) {
  if (what !== deed.do && what !== `${deed.do}_in_view`) return false;
  return Object.entries(deed.fields).every(([name, wanted]) => {
    const given = name === "action_id" ? upToColon(fields[name]) : fields[name];
    return [wanted].flat().includes(given);
  });
}
