/** Menus: one searchable list for options, people and channels, for one choice or several. */

import { ListCursor, el, fill, icon, iconButton, uid } from "./dom.js";
import { ask, describe } from "./fields.js";
import { objectWords, textObject } from "./mrkdwn.js";
import { avatar } from "./people.js";
import { popover } from "./popover.js";
import { channelName, humans, personName, store } from "./store.js";
import { isEmpty } from "./values.js";

export function fromOptions(element) {
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

export const fromPeople = () =>
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

export const fromChannels = (onlyPublic) => (element) => {
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

export function select(source, many = false) {
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
