/** Block Kit's interactive elements. Each holds one plain value and tells when it changes. */

import { fromLocalInput, toLocalInput } from "./dates.js";
import { el, hiddenText, icon, spinner } from "./dom.js";
import { choices, dateInput, textInput } from "./fields.js";
import { fromChannels, fromOptions, fromPeople, select } from "./menus.js";
import { safeUrl, textObject } from "./mrkdwn.js";
import { confirmDialog, popover } from "./popover.js";

/** False for what this page cannot fill in. */
export const keepsValue = (element) => Boolean(element) && element.type in DRAW && !UNKEPT.has(element.type);

const UNKEPT = new Set(["button", "overflow"]);

/**
 * Draws an element. `box` is { value, label, labelledBy, describedBy, required, id,
 * set(value): the value as it is being typed; commit(value): a change that an app may be told of;
 * press(value): a button was pressed }. commit and press return a promise.
 */
export function control(element, box) {
  const draw = DRAW[element.type];
  if (!draw) return el("p", { class: "unknown" }, `This page cannot show a ${element.type}.`);
  const node = draw(element, box);
  node.dataset.actionId = element.action_id ?? "";
  return node;
}

/* Buttons */

function busyWhile(node, promise) {
  node.classList.add("busy");
  node.setAttribute("aria-busy", "true");
  const wheel = spinner();
  node.append(wheel);
  return promise.finally(() => {
    node.classList.remove("busy");
    node.removeAttribute("aria-busy");
    wheel.remove();
  });
}

function button(element, box) {
  const style = ["primary", "danger"].includes(element.style) ? element.style : "";
  const look = { class: `button ${style}`, "aria-label": element.accessibility_label };
  const press = async () => {
    if (node.classList.contains("busy")) return;
    if (await confirmDialog(element.confirm)) await busyWhile(node, box.press());
  };
  const href = element.url && safeUrl(element.url);
  const node = href
    ? el(
        "a",
        { ...look, href, target: "_blank", rel: "noopener noreferrer", onclick: () => void box.press() },
        textObject(element.text), hiddenText(" (opens a link)"),
      )
    : el("button", { ...look, type: "button", onclick: press }, textObject(element.text));
  return node;
}

function overflow(element, box) {
  const node = el(
    "button",
    {
      type: "button", class: "button overflow", "aria-label": "More options", "aria-haspopup": "menu",
      "aria-expanded": "false",
    },
    icon("dots"),
  );
  node.addEventListener("click", () => {
    if (node.classList.contains("busy")) return;
    const items = el("div", { class: "menu", role: "menu", "aria-label": "More options" });
    for (const option of element.options ?? []) {
      const href = option.url && safeUrl(option.url);
      const choose = async () => {
        handle.close();
        if (await confirmDialog(element.confirm)) await busyWhile(node, box.commit(option.value));
      };
      const detail = option.description && el("small", {}, textObject(option.description));
      const inside = [el("span", {}, textObject(option.text)), detail];
      const common = { class: "menu-item", role: "menuitem", dataset: { value: option.value }, onclick: choose };
      items.append(
        href
          ? el("a", { ...common, href, target: "_blank", rel: "noopener noreferrer" }, inside)
          : el("button", { ...common, type: "button" }, inside),
      );
    }
    items.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      const all = [...items.children];
      all[(all.indexOf(document.activeElement) + step + all.length) % all.length].focus();
    });
    const handle = popover(node, items, { align: "end" });
    items.firstChild?.focus();
  });
  return node;
}

/* All of them */

const DRAW = {
  button,
  overflow,
  static_select: select(fromOptions),
  multi_static_select: select(fromOptions, true),
  users_select: select(fromPeople),
  multi_users_select: select(fromPeople, true),
  conversations_select: select(fromChannels(false)),
  multi_conversations_select: select(fromChannels(false), true),
  channels_select: select(fromChannels(true)),
  multi_channels_select: select(fromChannels(true), true),
  datepicker: dateInput("date"),
  timepicker: dateInput("time"),
  datetimepicker: dateInput("datetime-local", fromLocalInput, toLocalInput),
  checkboxes: choices("checkbox"),
  radio_buttons: choices("radio"),
  plain_text_input: textInput("text"),
  number_input: textInput("number"),
  email_text_input: textInput("email"),
  url_text_input: textInput("url"),
};

