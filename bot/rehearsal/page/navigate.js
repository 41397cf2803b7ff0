/** Where the page is: the acting person and the open channel or app, kept in the address. */

import { inPage } from "./dom.js";
import { store } from "./store.js";

let go = () => {};

export const navigate = {
  /** The address of a place: { as, channel } or { as, app }; the acting person stays unless given. */
  href({ as = store.as, channel, app }) {
    const query = new URLSearchParams({ as });
    if (channel) query.set("channel", channel);
    if (app) query.set("app", app);
    return `?${query}`;
  },

  here() {
    const query = new URLSearchParams(location.search);
    return { as: query.get("as") ?? "", channel: query.get("channel") ?? "", app: query.get("app") ?? "" };
  },

  remember(place, { replace = false } = {}) {
    const href = navigate.href(place);
    if (href === location.search) return;
    if (replace) history.replaceState(null, "", href);
    else history.pushState(null, "", href);
  },

  to: (place) => go(place),
  link: (place) => inPage(() => go(place)),

  begin(handler) {
    go = handler;
    window.addEventListener("popstate", () => handler({ ...navigate.here(), back: true }));
  },
};
