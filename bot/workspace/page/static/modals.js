/** The stack of modals: at most three, the topmost can be used. */

import { FormState, formFaults, formValues, renderBlocks, showErrors } from "./blocks.js";
import { el, fill, find, iconButton, spinner, uid } from "./dom.js";
import { Refused, act } from "./api.js";
import { objectWords, textObject } from "./mrkdwn.js";
import { back, keepingFocus, spot, toPlace } from "./focus.js";
import { closePopover } from "./popover.js";
import { attempt, store } from "./store.js";

/** How elements of a modal or a Home reach the workspace. */
export function inView(viewId) {
  const send = (what) => (block, element, value) =>
    attempt(what, { view_id: viewId(), action_id: element.action_id, block_id: block.block_id, value });
  return { dispatch: send("click_in_view"), tell: send("enter_in_view") };
}

const FOCUSABLE = "input:not([type=hidden]),textarea,select,button,a[href],[tabindex='0']";

export class Modals {
  constructor() {
    this.place = find("#modals");
    this.stack = [];
    document.addEventListener("keydown", (event) => {
      const top = this.stack.at(-1);
      if (!top || find("#layer .shade")) return;
      if (event.key === "Escape") {
        event.preventDefault();
        void this.close(top);
      } else if (event.key === "Tab") this.keepFocus(event, top.node);
    });
  }

  keepFocus(event, node) {
    if (find("#layer").contains(document.activeElement)) return;
    const all = [...node.querySelectorAll(FOCUSABLE)].filter((item) => !item.disabled && item.offsetParent);
    if (!all.length) return;
    const outside = !node.contains(document.activeElement);
    if (event.shiftKey && (outside || document.activeElement === all[0])) {
      event.preventDefault();
      all.at(-1).focus();
    } else if (!event.shiftKey && (outside || document.activeElement === all.at(-1))) {
      event.preventDefault();
      all[0].focus();
    }
  }

  /** The whole stack as the workspace has it, after a connection or a change of person. */
  load(views) {
    for (const modal of [...this.stack]) if (!views.some((view) => view.id === modal.view.id)) this.drop(modal.view.id);
    for (const view of views) this.open(view);
  }

  open(view) {
    if (view.type !== "modal") return;
    if (this.stack.some((modal) => modal.view.id === view.id)) {
      this.update(view);
      return;
    }
    closePopover();
    if (!this.stack.length) this.before = spot(document.body);
    const modal = { view, state: FormState.of(view.id) };
    modal.node = this.build(modal);
    this.stack.push(modal);
    this.place.append(modal.node);
    this.draw(modal);
    this.arrange();
    this.focusFirst(modal);
  }

  update(view) {
    const modal = this.stack.find((other) => other.view.id === view.id);
    if (!modal) return;
    modal.view = view;
    keepingFocus(modal.node, () => this.draw(modal));
  }

  drop(id, { kept = false } = {}) {
    const at = this.stack.findIndex((modal) => modal.view.id === id);
    if (at < 0) return;
    const [modal] = this.stack.splice(at, 1);
    if (!kept) FormState.drop(id);
    closePopover();
    modal.node.remove();
    this.arrange();
    if (this.stack.length) this.focusFirst(this.stack.at(-1));
    else if (!back(this.before)) toPlace();
  }

  arrange() {
    const top = this.stack.at(-1);
    for (const modal of this.stack) {
      modal.node.hidden = modal !== top;
      modal.node.inert = modal !== top;
    }
    this.place.hidden = !top;
    find("#app").inert = Boolean(top);
  }

  focusFirst(modal) {
    const wanted = modal.view.blocks.find((block) => block.element?.focus_on_load)?.block_id;
    const first = wanted && modal.node.querySelector(`[data-block-id="${CSS.escape(wanted)}"] :is(input,textarea)`);
    const field = first || modal.node.querySelector(".dialog-body :is(input:not([type=radio],[type=checkbox]),textarea)");
    (field || modal.node.querySelector(".submit") || modal.node.querySelector("button")).focus();
  }

  build(modal) {
    const title = uid("modal");
    modal.title = el("h2", { id: title });
    modal.body = el("div", { class: "dialog-body blocks" });
    modal.banner = el("div", { class: "banner", role: "alert", hidden: true });
    modal.submit = el("button", { type: "submit", class: "button primary submit" });
    modal.cancel = el("button", { type: "button", class: "button", onclick: () => void this.close(modal) });
    modal.form = el(
      "form", { class: "dialog-form", novalidate: true },
      el("header", { class: "dialog-head" }, modal.title, iconButton("close", "Close", () => void this.close(modal))),
      modal.banner,
      modal.body,
      el("footer", { class: "dialog-buttons" }, modal.cancel, modal.submit),
    );
    modal.box = el("div", {
      class: "dialog", role: "dialog", "aria-modal": "true", "aria-labelledby": title, dataset: { view: modal.view.id },
    }, modal.form);
    modal.form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.send(modal);
    });
    return el("div", { class: "shade" }, modal.box);
  }

  draw(modal) {
    const { view } = modal;
    fill(modal.title, textObject(view.title));
    modal.box.dataset.callbackId = view.callback_id ?? "";
    const inputs = view.blocks.some((block) => block.type === "input");
    modal.submit.hidden = !view.submit && !inputs;
    if (!modal.busy) fill(modal.submit, objectWords(view.submit) || "Submit");
    fill(modal.cancel, objectWords(view.close) || (modal.submit.hidden ? "Close" : "Cancel"));
    renderBlocks(modal.body, view.blocks, {
      state: modal.state,
      ...inView(() => view.id),
    });
    const nothing = !modal.body.querySelector("a[href], button, input, textarea, select, [tabindex]");
    modal.body.toggleAttribute("tabindex", nothing); // so that it can be scrolled by keyboard
    if (nothing) modal.body.tabIndex = 0;
  }

  async send(modal) {
    if (modal.busy || modal.submit.hidden) return;
    const blocks = modal.view.blocks;
    this.say(modal, "");
    const faults = formFaults(blocks, modal.state);
    showErrors(modal.body, faults);
    if (Object.keys(faults).length) return;
    this.busy(modal, true);
    try {
      const answer = await act(store.as, "submit", {
        view_id: modal.view.id, callback_id: modal.view.callback_id, values: formValues(blocks, modal.state),
      });
      this.busy(modal, false);
      const left = showErrors(modal.body, answer.errors ?? {});
      this.say(modal, Object.values(left).join(" "));
    } catch (refusal) {
      if (!(refusal instanceof Refused)) throw refusal;
      this.busy(modal, false);
      this.say(modal, refusal.message);
    }
  }

  say(modal, text) {
    modal.banner.hidden = !text;
    fill(modal.banner, text);
  }

  busy(modal, on) {
    modal.busy = on;
    modal.box.setAttribute("aria-busy", String(on));
    modal.submit.disabled = on;
    fill(modal.submit, on ? spinner("Submitting…") : null, objectWords(modal.view.submit) || "Submit");
    modal.submit.classList.toggle("busy", on);
  }

  async close(modal) {
    if (modal.busy) return;
    const done = await attempt("close_view", { view_id: modal.view.id });
    if (done || !modal.node.isConnected) this.drop(modal.view.id);
  }

  clear() {
    for (const modal of [...this.stack]) this.drop(modal.view.id, { kept: true });
  }
}
