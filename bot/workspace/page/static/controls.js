/** Block Kit's interactive elements. Each holds one plain value and tells when it changes. */

import { ListCursor, el, fill, hiddenText, icon, iconButton, spinner, uid } from "./dom.js";
import { fromLocalInput, toLocalInput } from "./dates.js";
import { objectWords, safeUrl, textObject } from "./mrkdwn.js";
import { avatar } from "./people.js";
import { confirmDialog, popover } from "./popover.js";
import { channelName, humans, personName, store } from "./store.js";

const SETTLE = 700;

/** The value an element begins with: text, an option's value, an id, or a list of those. */
export function initialValue(element) {
  switch (element.type) {
    case "static_select":
    case "external_select":
    case "radio_buttons":
      return element.initial_option?.value ?? null;
    case "multi_static_select":
    case "multi_external_select":
    case "checkboxes":
      return (element.initial_options ?? []).map((option) => option.value);
    case "users_select": return element.initial_user ?? null;
    case "multi_users_select": return element.initial_users ?? [];
    case "conversations_select": return element.initial_conversation ?? null;
    case "multi_conversations_select": return element.initial_conversations ?? [];
    case "channels_select": return element.initial_channel ?? null;
    case "multi_channels_select": return element.initial_channels ?? [];
    case "datepicker": return element.initial_date ?? "";
    case "timepicker": return element.initial_time ?? "";
    case "datetimepicker": return element.initial_date_time ?? "";
    default: return element.initial_value ?? "";
  }
}

/** False for what this page cannot fill in. */
export const keepsValue = (element) => Boolean(element) && element.type in DRAW && !UNKEPT.has(element.type);

const UNKEPT = new Set(["button", "overflow"]);

export const isEmpty = (value) =>
  value === null || value === undefined || value === "" || (Array.isArray(value) && !value.length);

/** What Slack's own client refuses before it sends a form; null if nothing. */
export function fault(element, value, optional) {
  if (isEmpty(value)) return optional ? null : "Please complete this required field.";
  const text = String(value);
  const { min_length: least = 0, max_length: most = Infinity } = element;
  if (text.length < least) return `Please enter at least ${least} characters.`;
  if (text.length > most) return `Please enter no more than ${most} characters.`;
  if (element.type === "number_input") return numberFault(element, Number(text));
  if (element.type === "email_text_input" && !EMAIL.test(text)) return "Please enter a valid email address.";
  if (element.type === "url_text_input" && !URL_TEXT.test(text)) return "Please enter a valid URL.";
  return null;
}

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const URL_TEXT = /^https?:\/\/\S+$/i;

function numberFault(element, number) {
  if (Number.isNaN(number)) return "Please enter a number.";
  if (!element.is_decimal_allowed && !Number.isInteger(number)) return "Please enter a whole number.";
  const { min_value: least = -Infinity, max_value: most = Infinity } = element;
  if (number < Number(least)) return `Please enter a number of at least ${least}.`;
  if (number > Number(most)) return `Please enter a number no larger than ${most}.`;
  return null;
}

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

/* Text and numbers */

function describe(box, extra = {}) {
  return {
    id: box.id, "aria-label": box.labelledBy ? undefined : box.label, "aria-describedby": box.describedBy,
    "aria-required": box.required ? "true" : undefined, ...extra,
  };
}

function textInput(type) {
  return (element, box) => {
    const placeholder = objectWords(element.placeholder);
    const many = Boolean(element.multiline);
    const input = many
      ? el("textarea", describe(box, { class: "field", rows: 4, placeholder }))
      : el("input", describe(box, {
          class: "field", type, placeholder, min: element.min_value, max: element.max_value,
          step: element.is_decimal_allowed ? "any" : undefined,
        }));
    input.value = box.value ?? "";
    const dispatch = element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
    const counter = element.max_length && many ? el("span", { class: "counter", "aria-hidden": "true" }) : null;
    const count = () => counter && fill(counter, `${input.value.length} / ${element.max_length}`);
    count();
    input.addEventListener("input", () => {
      box.set(input.value);
      count();
      if (dispatch.includes("on_character_entered")) void box.commit(input.value);
    });
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.isComposing && (!many || event.metaKey || event.ctrlKey)) {
        if (box.dispatches && dispatch.includes("on_enter_pressed")) {
          event.preventDefault();
          void box.commit(input.value);
        }
      }
    });
    if (!counter) return input;
    return el("div", { class: "counted" }, input, counter);
  };
}

function dateInput(type, read = (text) => text, show = (value) => value) {
  return (element, box) => {
    const input = el("input", describe(box, { class: "field date-field", type }));
    input.value = isEmpty(box.value) ? "" : show(box.value);
    let told = input.value;
    let timer = null;
    const settle = () => {
      clearTimeout(timer);
      if (input.value === told) return;
      told = input.value;
      void ask(element, box, input.value ? read(input.value) : "", () => {
        input.value = told = isEmpty(box.value) ? "" : show(box.value);
      });
    };
    input.addEventListener("input", () => {
      if (!element.confirm) box.set(input.value ? read(input.value) : "");
      clearTimeout(timer);
      timer = setTimeout(settle, SETTLE);
    });
    input.addEventListener("blur", settle);
    return input;
  };
}

/** Commits a change, after its confirmation if it has one; `undo` puts the old value back. */
async function ask(element, box, value, undo) {
  if (element.confirm && !(await confirmDialog(element.confirm))) {
    undo();
    return;
  }
  await box.commit(value);
}

/* Radio buttons and checkboxes */

function choices(type) {
  return (element, box) => {
    const many = type === "checkbox";
    const name = uid("choice");
    const group = el("div", {
      class: "choices", role: many ? "group" : "radiogroup", id: box.id, tabindex: -1,
      "aria-labelledby": box.labelledBy, "aria-label": box.labelledBy ? undefined : box.label,
      "aria-describedby": box.describedBy,
    });
    const has = (value) => (many ? (box.value ?? []).includes(value) : box.value === value);
    const inputs = [];
    for (const option of element.options ?? []) {
      const id = uid("choice");
      const input = el("input", { type, name, id, value: option.value, dataset: { value: option.value } });
      input.checked = has(option.value);
      input.addEventListener("change", () => {
        const chosen = inputs.filter((other) => other.checked).map((other) => other.value);
        void ask(element, box, many ? chosen : (chosen[0] ?? null), () => {
          for (const other of inputs) other.checked = has(other.value);
        });
      });
      inputs.push(input);
      const detail = option.description && el("small", { class: "text" }, textObject(option.description));
      group.append(
        el(
          "label",
          { class: "choice", for: id },
          input,
          el("span", { class: "text" }, textObject(option.text), detail),
        ),
      );
    }
    return group;
  };
}

/* Menus: one searchable list for options, people and channels, for one choice or several */

function fromOptions(element) {
  const groups = element.option_groups ?? [{ options: element.options ?? [] }];
  return groups.flatMap((group) =>
    (group.options ?? []).map((option) => ({
      value: option.value,
      label: objectWords(option.text),
      node: () => textObject(option.text),
      detail: objectWords(option.description),
      group: objectWords(group.label),
    })),
  );
}

const fromPeople = () =>
  [...humans(), ...[...store.people.values()].filter((person) => person.is_bot)]
    .filter((person) => !person.deleted)
    .map((person) => ({
      value: person.id,
      label: personName(person.id),
      detail: person.real_name === personName(person.id) ? "" : person.real_name,
      node: () => [avatar(person.id, "tiny"), personName(person.id)],
    }));

const PREFIX = { public: "#", private: "🔒 ", dm: "" };
const KINDS = { public: ["public"], private: ["private"], im: ["dm"], mpim: [] };

const fromChannels = (onlyPublic) => (element) => {
  const wanted = onlyPublic ? ["public"] : (element.filter?.include ?? ["public", "private", "im"]);
  const kinds = wanted.flatMap((kind) => KINDS[kind] ?? []);
  return [...store.channels.values()]
    .filter((channel) => kinds.includes(channel.kind) && !channel.archived)
    .map((channel) => ({
      value: channel.id,
      label: `${PREFIX[channel.kind]}${channelName(channel)}`,
      node: () => [PREFIX[channel.kind], channelName(channel)],
      detail: channel.kind === "private" ? "private" : "",
    }));
};

function select(source, many = false) {
  return (element, box) => {
    const list = el("div", {
      class: "options", role: "listbox", id: uid("list"), "aria-label": box.label,
      "aria-multiselectable": many ? "true" : undefined,
    });
    const placeholder = objectWords(element.placeholder) || (many ? "Choose some options" : "Choose an option");
    const input = el("input", describe(box, {
      class: "select-input", type: "text", role: "combobox", "aria-expanded": "false", "aria-controls": list.id,
      "aria-autocomplete": "list", "aria-haspopup": "listbox", autocomplete: "off", placeholder, spellcheck: "false",
    }));
    const chips = el("span", { class: "chips" });
    const node = el("div", { class: `select ${many ? "many" : "one"}` }, chips, input, icon("caret"));
    const cursor = new ListCursor(input, list);
    let handle = null;
    let typed = "";
    const chosen = () => (many ? (box.value ?? []) : isEmpty(box.value) ? [] : [box.value]);
    const labelOf = (value, items = source(element)) => items.find((item) => item.value === value)?.label ?? value;

    const showChosen = () => {
      const items = source(element);
      node.dataset.value = chosen().join(",");
      if (!many) {
        if (!handle) input.value = chosen().length ? labelOf(chosen()[0], items) : "";
        return;
      }
      input.placeholder = chosen().length ? "" : placeholder;
      fill(chips, chosen().map((value) => {
        const label = labelOf(value, items);
        const remove = iconButton("close", `Remove ${label}`, () => toggle(value));
        return el("span", { class: "chip", dataset: { value } }, label, remove);
      }));
    };

    const commit = (value) => ask(element, box, value, showChosen).then(showChosen);

    const toggle = (value) => {
      if (!many) {
        shut();
        void commit(value);
        showChosen();
        return;
      }
      const now = chosen();
      if (!now.includes(value) && element.max_selected_items && now.length >= element.max_selected_items) return;
      void commit(now.includes(value) ? now.filter((other) => other !== value) : [...now, value]);
      typed = input.value = "";
      showChosen();
      if (handle) showOptions();
      input.focus();
    };

    const showOptions = () => {
      const query = typed.trim().toLowerCase();
      const items = source(element).filter((item) => `${item.label} ${item.detail ?? ""}`.toLowerCase().includes(query));
      const now = chosen();
      let group = "";
      const nodes = [];
      if (!many && now.length && box.required === false && !query) {
        const clear = { class: "option clear", role: "option", "aria-selected": "false", onclick: () => toggle(null) };
        nodes.push(el("div", clear, "Clear"));
      }
      for (const item of items.slice(0, 200)) {
        if (item.group && item.group !== group) {
          group = item.group;
          nodes.push(el("div", { class: "option-group", role: "presentation" }, group));
        }
        const is = now.includes(item.value);
        nodes.push(
          el(
            "div",
            {
              class: `option ${is ? "chosen" : ""}`, role: "option", "aria-selected": String(is),
              dataset: { value: item.value }, onclick: () => toggle(item.value),
            },
            el(
              "span", { class: "option-text" },
              el("span", {}, item.node()),
              item.detail && el("small", {}, item.detail),
            ),
            is && el("span", { class: "tick", "aria-hidden": "true" }, "✓"),
          ),
        );
      }
      fill(list, nodes, items.length ? null : el("p", { class: "nothing" }, "No results"));
      const at = cursor.options.findIndex((option) => option.getAttribute("aria-selected") === "true");
      cursor.move(many ? 0 : Math.max(at, 0));
      handle?.place();
    };

    const shut = () => handle?.close();
    const selectAll = () => {
      input.select();
      requestAnimationFrame(() => (input.scrollLeft = 0)); // what it says is read from its beginning
    };

    const drop = () => {
      if (handle) return;
      typed = "";
      handle = popover(node, list, {
        width: Math.max(220, node.getBoundingClientRect().width), back: false,
        onclose: () => {
          handle = null;
          typed = "";
          input.value = "";
          input.setAttribute("aria-expanded", "false");
          cursor.clear();
          showChosen();
        },
      });
      input.setAttribute("aria-expanded", "true");
      node.removeAttribute("aria-expanded");
      showOptions();
      selectAll();
    };

    input.addEventListener("focus", selectAll);
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    node.addEventListener("click", (event) => {
      if (event.target.closest(".chip button")) return;
      input.focus();
      drop();
    });
    input.addEventListener("input", () => {
      const text = input.value;
      drop();
      input.value = typed = text;
      showOptions();
    });
    input.addEventListener("keydown", (event) => {
      if (event.key === "Tab") return shut();
      if (event.key === "Backspace" && many && !input.value && chosen().length) return toggle(chosen().at(-1));
      if (!["ArrowDown", "ArrowUp", "Enter"].includes(event.key)) return undefined;
      event.preventDefault();
      if (!handle) drop();
      else if (event.key === "ArrowDown") cursor.move(cursor.index + 1);
      else if (event.key === "ArrowUp") cursor.move(cursor.index - 1);
      else cursor.current?.click();
      return undefined;
    });
    showChosen();
    return node;
  };
}

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

