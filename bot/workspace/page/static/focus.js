/** The focus stays where it was, whatever is drawn anew around it. */

const FOCUSABLE = "input:not([type=hidden]):not([hidden]),textarea,select,button,a[href],[tabindex]";

export const focusable = (root) =>
  [...root.querySelectorAll(FOCUSABLE)].filter((node) => !node.disabled && node.tabIndex >= 0 && node.getClientRects().length);

/** What tells an element from its neighbours, from the outermost thing with a name to the element itself. */
function trail(node, root) {
  const names = [];
  for (let at = node; at && at !== root; at = at.parentElement) {
    for (const name of ["ts", "blockId", "actionId", "reaction", "attachment", "channel", "tab", "value"]) {
      if (at.dataset[name]) {
        names.unshift(`[data-${name.replace(/[A-Z]/g, (big) => `-${big.toLowerCase()}`)}="${CSS.escape(at.dataset[name])}"]`);
        break;
      }
    }
  }
  return names;
}

/** Where an element stands in `root`, so that it, or what took its place, is found again: see `back`. */
export function spot(root, node = document.activeElement) {
  if (!node || node === root || !root.contains(node)) return null;
  const names = trail(node, root);
  const inside = names.length ? root.querySelector(names.join(" ")) : null;
  return {
    root, node, names,
    within: inside && inside !== node ? focusable(inside).indexOf(node) : -1,
    at: focusable(root).indexOf(node),
    caret: "selectionStart" in node && ["text", "search", "url", "textarea"].includes(node.type)
      ? [node.selectionStart, node.selectionEnd] : null,
  };
}

/** Gives the focus back to what stood at a spot; if that is gone, to what is nearest to it in `root`. */
export function back(place) {
  if (!place) return false;
  const { root, node, names, within, at, caret } = place;
  if (!root.isConnected) return false;
  let to = node.isConnected ? node : null;
  if (!to && names.length) {
    const found = root.querySelector(names.join(" "));
    if (found) to = found.matches(FOCUSABLE) && within < 0 ? found : focusable(found)[Math.max(within, 0)];
  }
  const all = to ? [] : focusable(root);
  to ??= all[Math.min(Math.max(at, 0), all.length - 1)] ?? (root.hasAttribute("tabindex") ? root : null);
  if (!to) return false;
  to.focus({ preventScroll: true });
  if (caret && to !== node && to.setSelectionRange) to.setSelectionRange(...caret);
  return document.activeElement === to;
}

/** Draws something anew in `root`; whatever had the focus there has it afterwards. */
export function keepingFocus(root, draw) {
  const place = spot(root);
  const answer = draw();
  if (place && !root.contains(document.activeElement)) back(place);
  return answer;
}

const shown = (node) => node?.getClientRects().length > 0;

/** Puts the focus where one goes on: the message box, or what is open in its place. */
export function toPlace() {
  const places = ["#thread-composer textarea", "#composer-input", "#home", "#messages", "#blank"];
  places.map((name) => document.querySelector(name)).find(shown)?.focus({ preventScroll: true });
}

/** Takes a node away; a focus in it goes on to `next`, or to where one goes on. */
export function leave(node, away, next = null) {
  const had = node.contains(document.activeElement);
  away();
  if (!had) return;
  if (shown(next)) next.focus({ preventScroll: true });
  else toPlace();
}
