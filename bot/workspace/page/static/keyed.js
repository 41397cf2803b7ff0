/** Lists that are kept, not redrawn: only what is new or different is built. */

/**
 * Makes `parent` hold one node for each item, in this order. An item is { key, sign, draw }: `draw()` builds its
 * node, and again only when `sign` is another than before. The focus stays where it was.
 */
export function keyed(parent, items) {
  const before = parent.keyed ?? new Map();
  const after = new Map();
  let place = parent.firstChild;
  for (const { key, sign, draw } of items) {
    const known = before.get(key);
    const kept = known?.sign === sign ? known : { sign, node: draw() };
    if (known && known !== kept) {
      if (place === known.node) place = kept.node;
      const focused = known.node.contains(document.activeElement);
      known.node.replaceWith(kept.node);
      if (focused) (kept.node.matches("a,button") ? kept.node : kept.node.querySelector("a,button"))?.focus({ preventScroll: true });
    }
    if (kept.node === place) place = place.nextSibling;
    else parent.insertBefore(kept.node, place);
    before.delete(key);
    after.set(key, kept);
  }
  for (const { node } of before.values()) node.remove();
  parent.keyed = after;
}
