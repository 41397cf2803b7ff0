/** Who is who, as whoever runs the workspace says: people in groups, each with what they are there. */

import { navigate } from "./navigate.js";
import { about } from "./people.js";
import { humans, store } from "./store.js";

const byName = new Intl.Collator(undefined, { numeric: true });
const NOBODY = { group: "", role: "", pinned: false, opens: "" };

export const labelOf = (id) => store.guide.labels[id] ?? NOBODY;

/** What stands beside a name: the role, and what else is to be said of somebody. */
export const roleOf = (id) => [labelOf(id).role, about(id)].filter(Boolean).join(" · ");

/** Everybody one can act as, by group: { group, people }. The pinned come first, in a group without a name. */
export function grouped() {
  const everybody = humans();
  const pinned = everybody.filter(({ id }) => labelOf(id).pinned);
  const names = [...new Set(everybody.map(({ id }) => labelOf(id).group).filter(Boolean))].sort(byName.compare);
  const rest = everybody.filter(({ id }) => !labelOf(id).group && !labelOf(id).pinned);
  return [
    { group: "", people: pinned },
    ...names.map((group) => ({ group, people: everybody.filter(({ id }) => labelOf(id).group === group) })),
    { group: names.length ? "Others" : "", people: rest },
  ].filter(({ people }) => people.length);
}

/** Where one is when one acts as somebody: what their label opens, else where one was. */
export function placeAs(id) {
  const { opens } = labelOf(id);
  if (store.apps.has(opens)) return { as: id, app: opens };
  return { as: id, channel: opens || navigate.here().channel };
}
