/** An app's Home tab. */

import { FormState, renderBlocks } from "./blocks.js";
import { Refused, get } from "./api.js";
import { el, fill, find, spinner } from "./dom.js";
import { attempt, store } from "./store.js";

const QUIET = 400;
const LONGEST_QUIET = 10000;

export class Home {
  constructor() {
    this.place = find("#home");
    this.app = null;
  }

  async open(appId) {
    if (this.app !== appId) {
      this.clear();
      this.app = appId;
      fill(this.place, el("p", { class: "empty" }, spinner("Opening Home…")));
    }
    this.wait = QUIET;
    await this.load();
  }

  clear() {
    clearTimeout(this.timer);
    this.timer = null;
    this.app = null;
    this.body = null;
    this.shown = "";
    this.state = new FormState();
    fill(this.place);
  }

  /**
   * Asking for Home tells the app that it was opened, and many apps then publish it again. So a change that
   * brings nothing new makes the page wait longer before it asks again, and one that does resets the wait.
   */
  changed(change) {
    if (change.app !== this.app) return;
    if (change.view) {
      this.draw(change.view);
      return;
    }
    if (this.timer) return;
    const since = performance.now() - (this.asked ?? 0);
    this.timer = setTimeout(() => {
      this.timer = null;
      void this.load();
    }, Math.max(0, this.wait - since));
  }

  async load() {
    const [as, app] = [store.as, this.app];
    this.asked = performance.now();
    try {
      const { view } = await get("home", { as, app });
      if (store.as !== as || this.app !== app) return;
      if (!this.draw(view)) this.wait = Math.min(this.wait * 2, LONGEST_QUIET);
      else this.wait = QUIET;
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
    const focused = this.body.contains(document.activeElement) ? document.activeElement.closest("[data-action-id]")?.dataset.actionId : null;
    renderBlocks(this.body, view.blocks, {
      state: this.state,
      dispatch: (block, element, value) => attempt("click_in_view", { view_id: this.view.id, action_id: element.action_id, value }),
    });
    if (focused && !this.body.contains(document.activeElement)) {
      this.body.querySelector(`[data-action-id="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
    }
    return true;
  }
}
