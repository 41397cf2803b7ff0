/** An app's Home tab. */

import { FormState, renderBlocks } from "./blocks.js";
import { Refused, get } from "./api.js";
import { el, fill, find, spinner } from "./dom.js";
import { inView } from "./modals.js";
import { store } from "./store.js";

export class Home {
  constructor() {
    this.place = find("#home");
    this.clear();
  }

  async open(appId) {
    if (this.app !== appId) {
      this.clear();
      this.app = appId;
      this.state = FormState.of(appId);
      fill(this.place, el("p", { class: "empty" }, spinner("Opening Home…")));
    }
    await this.load();
  }

  clear() {
    this.app = null;
    this.body = null;
    this.shown = "";
    this.told = 0;
    fill(this.place);
  }

  /** The app published Home anew; asking for it would count as opening it again. */
  changed(change) {
    if (change.app !== this.app) return;
    this.told += 1;
    this.draw(change.view);
  }

  async load() {
    const [as, app, told] = [store.as, this.app, this.told];
    try {
      const { view } = await get("home", { as, app });
      if (store.as !== as || this.app !== app || this.told !== told) return; // what we were told is newer
      this.draw(view);
    } catch (refusal) {
      if (!(refusal instanceof Refused)) throw refusal;
      if (this.app === app && !this.body) fill(this.place, el("p", { class: "empty" }, refusal.message));
    }
  }

  /** Draws the view, where it differs from what is shown. */
  draw(view) {
    const now = JSON.stringify(view?.blocks ?? null);
    if (now === this.shown && (this.body || !view)) {
      if (view) this.view = view;
      return;
    }
    this.shown = now;
    this.view = view;
    if (!view) {
      this.body = null;
      fill(this.place, el("p", { class: "empty" }, "Nothing here yet. This app has not published its Home."));
      return;
    }
    if (!this.body) fill(this.place, (this.body = el("div", { class: "blocks" })));
    this.body.dataset.view = view.id;
    renderBlocks(this.body, view.blocks, {
      state: this.state,
      ...inView(() => this.view.id),
    });
  }
}
