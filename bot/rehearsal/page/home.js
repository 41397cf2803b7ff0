/** An app's Home tab. */

import { FormState, renderBlocks } from "./blocks.js";
import { Refused, get } from "./api.js";
import { el, fill, find, spinner } from "./dom.js";
import { inView } from "./modals.js";
import { store } from "./store.js";

const ECHO = 1500;
const FIRST_WAIT = 500;
const LONGEST_WAIT = 15000;

export class Home {
  constructor() {
    this.place = find("#home");
    this.clear();
  }

  async open(appId) {
    if (this.app !== appId) {
      this.clear();
      this.app = appId;
      fill(this.place, el("p", { class: "empty" }, spinner("Opening Home…")));
    }
    await this.load(0);
  }

  clear() {
    clearTimeout(this.timer);
    this.timer = null;
    this.app = null;
    this.body = null;
    this.shown = "";
    this.wait = 0;
    this.heard = 0;
    this.echoes = 0;
    this.asked = -Infinity;
    this.state = new FormState();
    fill(this.place);
  }

  /**
   * Asking for Home tells the app that it was opened, and most apps then publish it again. After the first
   * answer that is worth another look; after a look that was itself caused by a change, one more change is
   * only the echo of it. Looks that bring nothing new make the page wait longer before the next one.
   */
  changed(change) {
    if (change.app !== this.app) return;
    if (change.view) {
      this.draw(change.view);
      return;
    }
    const now = performance.now();
    if (now - this.asked > ECHO) {
      this.echoes = 0;
      this.heard = 0;
      this.wait = 0;
    }
    this.heard += 1;
    if (this.heard <= this.echoes || this.timer) return;
    this.timer = setTimeout(() => {
      this.timer = null;
      void this.load(1);
    }, Math.max(0, this.wait - (now - this.asked)));
  }

  /** After something was done here, the next change is not an echo. */
  expectNews() {
    this.echoes = 0;
    this.heard = 0;
    this.wait = 0;
  }

  async load(echoes) {
    const [as, app] = [store.as, this.app];
    this.asked = performance.now();
    this.echoes = echoes;
    this.heard = 0;
    try {
      const { view } = await get("home", { as, app });
      if (store.as !== as || this.app !== app) return;
      const news = this.draw(view);
      this.wait = echoes === 0 ? 0 : news ? FIRST_WAIT : Math.min(Math.max(this.wait * 2, FIRST_WAIT), LONGEST_WAIT);
    } catch (refusal) {
      if (!(refusal instanceof Refused)) throw refusal;
      if (this.app === app && !this.body) fill(this.place, el("p", { class: "empty" }, refusal.message));
    }
  }

  /** Draws the view; says whether it differs from what was shown. */
  draw(view) {
    const now = JSON.stringify(view?.blocks ?? null);
    if (now === this.shown && (this.body || !view)) {
      if (view) this.view = view;
      return false;
    }
    this.shown = now;
    this.view = view;
    if (!view) {
      this.body = null;
      fill(this.place, el("p", { class: "empty" }, "Nothing here yet. This app has not published its Home."));
      return true;
    }
    if (!this.body) fill(this.place, (this.body = el("div", { class: "blocks" })));
    this.body.dataset.view = view.id;
    const active = document.activeElement;
    const focused = this.body.contains(active) ? active.closest("[data-action-id]")?.dataset.actionId : null;
    renderBlocks(this.body, view.blocks, {
      state: this.state,
      ...inView(() => this.view.id, () => this.expectNews()),
    });
    if (focused && !this.body.contains(document.activeElement)) {
      this.body.querySelector(`[data-action-id="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
    }
    return true;
  }
}
