/** Where the page is: the acting person and the open channel or app, kept in the address. */

import { inPage } from "./dom.js";
import { store } from "./store.js";

let go = () => {};

export const navigate = {
  /** The address of a place: { as, channel, thread } or { as, app }; the acting person stays unless given. */
  href({ as = store.as, channel, thread, app }) {
    const query = new URLSearchParams({ as });
    if (channel) query.set("channel", channel);
    if (thread) query.set("thread", thread);
    if (app) query.set("app", app);
    return `/?${query}`;
  },

  /** The place in the address bar. */
  here: () => navigate.place(location),

  /** The place that an address names; a permalink (/archives/C1/p1700000000000100) names a message too. */
  place({ search, pathname }) {
    const query = new URLSearchParams(search);
    const link = /^\/archives\/([^/]+)\/p(\d+)(\d{6})$/.exec(pathname);
    return {
      as: query.get("as") ?? "",
      channel: query.get("channel") ?? link?.[1] ?? "",
      thread: query.get("thread") ?? "",
      app: query.get("app") ?? "",
      ts: link ? `${link[2]}.${link[3]}` : "",
    };
  },

  permalink: ({ channel, ts }) => `${location.origin}/archives/${channel}/p${ts.replace(".", "")}`,

  remember(place, { replace = false } = {}) {
    const href = navigate.href(place);
    if (href === location.pathname + location.search) return;
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
