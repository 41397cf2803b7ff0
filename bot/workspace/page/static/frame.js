/** What stands around every place: the ways past the lists, and dark or light. */

import { find } from "./dom.js";
import { toPlace } from "./focus.js";
import { menu } from "./popover.js";

const SCHEMES = [["", "As the system"], ["light", "Light"], ["dark", "Dark"]];

export function beginFrame() {
  const button = find("#scheme");
  button.addEventListener("click", () => {
    menu(button, SCHEMES.map(([scheme, label]) => ({
      label, checked: window.scheme.get() === scheme, dataset: { scheme }, run: () => window.scheme.set(scheme),
    })), { label: "Dark or light", align: "start" });
  });
  skip("#skip-list", () => find("#home:not([hidden])") ?? find("#messages"));
  skip("#skip-box", () => null);
  skip("#skip-side", () => {
    if (find("#menu-button").getClientRects().length) find("#menu-button").click();
    return find("#sections a[aria-current], #sections a");
  });
}

/** A link that puts the focus somewhere; the address stays as it is. */
function skip(name, where) {
  find(name).addEventListener("click", (event) => {
    event.preventDefault();
    const node = where();
    if (node) node.focus();
    else toPlace();
  });
}
