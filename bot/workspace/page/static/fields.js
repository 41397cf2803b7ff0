/** What people type, pick and tick. */

import { el, fill, uid } from "./dom.js";
import { objectWords, textObject } from "./mrkdwn.js";
import { confirmDialog } from "./popover.js";
import { isEmpty } from "./values.js";

const SETTLE = 700;

/* Text and numbers */

export function describe(box, extra = {}) {
  return {
    id: box.id, "aria-label": box.labelledBy ? undefined : box.label, "aria-describedby": box.describedBy,
    "aria-required": box.required ? "true" : undefined, ...extra,
  };
}

export function textInput(type) {
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

export function dateInput(type, read = (text) => text, show = (value) => value) {
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
export async function ask(element, box, value, undo) {
  if (element.confirm && !(await confirmDialog(element.confirm))) {
    undo();
    return;
  }
  await box.commit(value);
}

/* Radio buttons and checkboxes */

export function choices(type) {
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
