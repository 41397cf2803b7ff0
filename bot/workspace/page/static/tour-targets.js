/** What a step of the tour can point at. */

import { find } from "./dom.js";

const shown = (node) => node && node.getClientRects().length > 0 && getComputedStyle(node).visibility === "visible";

const PARTS = {
  messages: () => find("#messages"),
  newest: () => [...document.querySelectorAll("#message-list > .message:not(.notice)")].at(-1),
  composer: () => find("#composer .composer"),
  people: () => find("#me"),
  home: () => find("#home .blocks"),
};

/** A target (state/guide.py) on the page as it is now, or null. */
export function targetOf({ part, actions, reactions }) {
  const found = [
    () => actions.length && newest("[data-action-id]", (node) => actions.includes(node.dataset.actionId.split(":")[0])),
    () => reactions.length && newest(".chip-reaction", (node) => reactions.includes(node.dataset.reaction))?.closest(".reactions"),
    () => PARTS[part]?.(),
  ];
  return found.map((look) => look()).find(shown) ?? null;
}

function newest(selector, fits) {
  const places = ["#message-list", "#home"].map((place) => find(place));
  return places.flatMap((place) => [...place.querySelectorAll(selector)]).filter((node) => fits(node) && shown(node)).at(-1);
}
