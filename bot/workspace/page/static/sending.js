/** What one says is shown at once, at the end of a list of messages, until the workspace shows it or refuses it. */

import { Row } from "./rows.js";
import { store } from "./store.js";

const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

export class Sending {
  constructor(list, { inThread = false } = {}) {
    this.list = list;
    this.inThread = inThread;
    this.nodes = [];
  }

  /** Before which of them a message is put that has no other after it. */
  get first() {
    return this.nodes[0] ?? null;
  }

  /** Shows what was typed, as it will stand there but without a time; gives what `gone` takes. */
  show(channel, text) {
    const ts = (Date.now() / 1000).toFixed(6);
    const { node } = new Row({ channel, ts, user: store.as, text: escaped(text) }, { inThread: this.inThread });
    delete node.dataset.ts;
    node.inert = true;
    node.classList.add("sending");
    this.list.append(node);
    this.nodes.push(node);
    return node;
  }

  /** The list is drawn anew, or is another one. */
  clear() {
    for (const node of this.nodes) node.remove();
    this.nodes = [];
  }

  /** It was refused. */
  gone(node) {
    node.remove();
    this.nodes = this.nodes.filter((other) => other !== node);
  }

  /** Messages come in the order in which they were said: this one is the first of them, if it is one's own. */
  came(message) {
    if (message.user === store.as && !message.subtype && this.nodes.length) this.gone(this.nodes[0]);
  }
}
