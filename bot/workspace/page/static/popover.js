/** Things that float above the page: menus, lists, the emoji picker, and questions that need an answer. */

import { ListCursor, el, fill, find, uid } from "./dom.js";
import { picker, searchEmoji } from "./emoji.js";
import { back as giveBack, spot } from "./focus.js";
import { objectWords, textObject } from "./mrkdwn.js";

const GAP = 6;
const MARGIN = 8;
const MOST_LISTED = 100;
let open = null;

/** Floats `content` beside `anchor` until Escape, a click elsewhere, or close(). One at a time. */
export function popover(anchor, content, { onclose, align = "start", width, back = true } = {}) {
  open?.close();
  const before = spot(document.body) ?? spot(document.body, anchor);
  const node = el("div", { class: "popover" }, content);
  if (width) node.style.width = `${width}px`;
  find("#layer").append(node);
  const place = () => {
    const box = anchor.getBoundingClientRect();
    const size = node.getBoundingClientRect();
    const below = window.innerHeight - box.bottom - GAP - MARGIN;
    const above = box.top - GAP - MARGIN;
    const up = below < size.height && above > below;
    node.style.maxHeight = `${Math.max(120, up ? above : below)}px`;
    const height = Math.min(size.height, up ? above : below);
    const left = align === "end" ? box.right - size.width : box.left;
    node.style.left = `${Math.max(MARGIN, Math.min(left, window.innerWidth - size.width - MARGIN))}px`;
    node.style.top = `${up ? Math.max(MARGIN, box.top - GAP - height) : box.bottom + GAP}px`;
  };
  const outside = (event) => {
    if (!node.contains(event.target) && !anchor.contains(event.target)) handle.close();
  };
  const escape = (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    handle.close();
  };
  const follow = (event) => {
    if (!node.contains(event.target)) place();
  };
  const handle = {
    node,
    place,
    close() {
      if (open === handle) open = null;
      else if (!node.isConnected) return;
      const inside = node.contains(document.activeElement);
      document.removeEventListener("pointerdown", outside, true);
      document.removeEventListener("keydown", escape, true);
      window.removeEventListener("resize", place);
      document.removeEventListener("scroll", follow, true);
      node.remove();
      anchor.setAttribute("aria-expanded", "false");
      if (inside && back && !giveBack(before)) anchor.focus();
      onclose?.();
    },
  };
  open = handle;
  document.addEventListener("pointerdown", outside, true);
  document.addEventListener("keydown", escape, true);
  window.addEventListener("resize", place);
  document.addEventListener("scroll", follow, true);
  anchor.setAttribute("aria-expanded", "true");
  place();
  return handle;
}

export const closePopover = () => open?.close();

/** A menu of choices under a button: items are { label, detail, run, dataset }. */
export function menu(anchor, items, { label, align = "end" } = {}) {
  const list = el("div", { class: "menu", role: "menu", "aria-label": label });
  for (const item of items) {
    list.append(
      el(
        "button",
        {
          type: "button", class: "menu-item", role: item.checked === undefined ? "menuitem" : "menuitemradio",
          "aria-checked": item.checked === undefined ? undefined : String(item.checked), dataset: item.dataset ?? {},
          onclick: () => {
            handle.close();
            item.run();
          },
        },
        el("span", {}, item.label),
        item.detail && el("small", {}, item.detail),
      ),
    );
  }
  list.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const buttons = [...list.children];
    const at = buttons.indexOf(document.activeElement);
    buttons[(at + step + buttons.length) % buttons.length].focus();
  });
  const handle = popover(anchor, list, { align });
  list.firstChild?.focus();
  return handle;
}

/** A searchable list in a popover: `items` are { label, detail, group, node, current, run }, those of a group together. */
export function searchList(anchor, { label, items, placeholder = "Search", align = "start", width = 300 }) {
  const list = el("div", { class: "options", role: "listbox", id: uid("list"), "aria-label": label });
  const input = el("input", {
    class: "field", type: "text", role: "combobox", placeholder, "aria-label": label,
    "aria-expanded": "true", "aria-controls": list.id, "aria-autocomplete": "list", autocomplete: "off",
  });
  const cursor = new ListCursor(input, list);
  const show = () => {
    const query = input.value.trim().toLowerCase();
    const words = (item) => [item.label, item.detail, item.group].filter(Boolean).join(" ").toLowerCase();
    const found = items.filter((item) => query.split(/\s+/).every((word) => words(item).includes(word)));
    fill(
      list,
      inGroups(found.slice(0, MOST_LISTED), (item) => {
        const option = el(
          "div",
          { class: `option ${item.current ? "chosen" : ""}`, role: "option", dataset: item.dataset ?? {} },
          item.node?.(),
          el("span", { class: "option-text" }, item.label, item.detail && el("small", {}, item.detail)),
          item.current && el("span", { class: "tick", "aria-hidden": "true" }, "✓"),
        );
        option.addEventListener("click", () => {
          handle.close();
          item.run();
        });
        return option;
      }),
      found.length ? null : el("p", { class: "nothing" }, "Nothing found"),
      found.length > MOST_LISTED && el("p", { class: "nothing" }, `${found.length - MOST_LISTED} more: type to find them`),
    );
    cursor.move(0);
  };
  input.addEventListener("input", show);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") cursor.move(cursor.index + 1);
    else if (event.key === "ArrowUp") cursor.move(cursor.index - 1);
    else if (event.key === "Enter") cursor.current?.click();
    else return;
    event.preventDefault();
  });
  const handle = popover(anchor, el("div", { class: "search-list", role: "dialog", "aria-label": label }, input, list), { align, width });
  show();
  handle.place();
  input.focus();
  return handle;
}

/** The items drawn, those of one group under its name. */
function inGroups(items, draw) {
  const names = [...new Set(items.map((item) => item.group ?? ""))];
  return names.map((name) => {
    const drawn = items.filter((item) => (item.group ?? "") === name).map(draw);
    if (!name) return drawn;
    const heading = el("div", { class: "option-group", role: "presentation" }, name);
    return el("div", { role: "group", "aria-label": name }, heading, drawn);
  });
}

/* The emoji picker */

const RECENT = "emoji:recent";
const MOST_EMOJI = 320;

function recent() {
  try {
    return JSON.parse(localStorage.getItem(RECENT) ?? "[]");
  } catch {
    return [];
  }
}

function remember(name) {
  try {
    localStorage.setItem(RECENT, JSON.stringify([name, ...recent().filter((other) => other !== name)].slice(0, 9)));
  } catch {
    /* Without storage there is no "often used" row. */
  }
}

export function emojiPicker(anchor, onpick, { align = "end" } = {}) {
  const grid = el("div", { class: "emoji-grid", role: "group", "aria-label": "Emoji" });
  const name = el("div", { class: "emoji-name", "aria-live": "polite" }, "Pick an emoji");
  const input = el("input", {
    class: "field", type: "search", placeholder: "Search emoji", "aria-label": "Search emoji", autocomplete: "off",
  });
  const pick = (item) => {
    remember(item.name);
    handle.close();
    onpick(item.name);
  };
  const button = (item) =>
    el(
      "button",
      {
        type: "button", class: "emoji-button", "aria-label": `:${item.name}:`, title: `:${item.name}:`,
        dataset: { emoji: item.name }, onclick: () => pick(item),
        onmouseenter: () => fill(name, `${item.char} :${item.name}:`),
        onfocus: () => fill(name, `${item.char} :${item.name}:`),
      },
      item.char,
    );
  let found = [];
  const show = () => {
    found = searchEmoji(input.value);
    if (!input.value.trim()) {
      const often = recent();
      const first = often.map((known) => picker.find((item) => item.name === known)).filter(Boolean);
      found = [...first, ...picker.filter((item) => !often.includes(item.name))];
    }
    const offered = found.slice(0, MOST_EMOJI).map(button);
    fill(grid, offered.length ? offered : el("p", { class: "nothing" }, "No emoji by that name"));
  };
  input.addEventListener("input", show);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && found.length) {
      event.preventDefault();
      pick(found[0]);
    } else if (event.key === "ArrowDown") {
      event.preventDefault();
      grid.querySelector("button")?.focus();
    }
  });
  grid.addEventListener("keydown", (event) => {
    const columns = Math.max(1, Math.floor(grid.clientWidth / 38));
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns }[event.key];
    if (!step) return;
    event.preventDefault();
    const buttons = [...grid.children];
    const next = buttons.indexOf(document.activeElement) + step;
    if (next < 0) input.focus();
    else buttons[Math.min(next, buttons.length - 1)]?.focus();
  });
  show();
  const box = el("div", { class: "emoji-picker", role: "dialog", "aria-label": "Emoji picker" }, input, grid, name);
  const handle = popover(anchor, box, { align, width: Math.min(330, window.innerWidth - 2 * MARGIN) });
  input.focus();
  return handle;
}

/* A confirmation that Block Kit asks for before something is done. */

export function confirmDialog(confirm) {
  if (!confirm) return Promise.resolve(true);
  closePopover();
  return new Promise((resolve) => {
    const before = spot(document.body);
    const title = uid("confirm");
    const text = uid("confirm");
    const done = (answer) => {
      shade.remove();
      document.removeEventListener("keydown", keys, true);
      giveBack(before);
      resolve(answer);
    };
    const yes = el(
      "button",
      { type: "button", class: `button ${confirm.style === "danger" ? "danger" : "primary"}`, onclick: () => done(true) },
      objectWords(confirm.confirm) || "OK",
    );
    const no = el(
      "button", { type: "button", class: "button", onclick: () => done(false) }, objectWords(confirm.deny) || "Cancel",
    );
    const box = el(
      "div",
      {
        class: "dialog confirm", role: "alertdialog", "aria-modal": "true", "aria-labelledby": title,
        "aria-describedby": text,
      },
      el("h2", { id: title }, textObject(confirm.title)),
      el("div", { class: "text dialog-body", id: text }, textObject(confirm.text)),
      el("div", { class: "dialog-buttons" }, no, yes),
    );
    const shade = el("div", { class: "shade top" }, box);
    const keys = (event) => {
      if (event.key === "Escape") {
        event.preventDefault();
        event.stopPropagation();
        done(false);
      } else if (event.key === "Tab") {
        event.preventDefault();
        (document.activeElement === yes ? no : yes).focus();
      }
    };
    document.addEventListener("keydown", keys, true);
    find("#layer").append(shade);
    yes.focus();
  });
}
