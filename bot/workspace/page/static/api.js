/** The workspace server's interface: what can be asked, what can be done, and the stream of changes. */

export class Refused extends Error {}

async function read(response) {
  let body = null;
  try {
    body = await response.json();
  } catch {
    throw new Refused(`The workspace answered ${response.status} without an explanation.`);
  }
  return body;
}

export async function get(path, params) {
  const url = new URL(`/page/${path}`, location.href);
  for (const [key, value] of Object.entries(params)) if (value) url.searchParams.set(key, value);
  let response;
  try {
    response = await fetch(url, { headers: { Accept: "application/json" } });
  } catch {
    throw new Refused("The workspace cannot be reached.");
  }
  const body = await read(response);
  if (!response.ok || body?.ok === false) {
    throw new Refused(body?.error ?? `The workspace answered ${response.status}.`);
  }
  return body;
}

/** Called with (as, what, fields) after everything that somebody did. */
export const acted = [];

/** Does something as a person. Returns the answer; throws Refused with a sentence if it was refused. */
export async function act(as, what, fields) {
  let response;
  try {
    response = await fetch("/page/act", {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify({ as, do: what, ...fields }),
    });
  } catch {
    throw new Refused("The workspace cannot be reached. Nothing was sent.");
  }
  const body = await read(response);
  if (body.errors && Object.keys(body.errors).length) return body;
  if (body.ok !== true) throw new Refused(body.error ?? `The workspace answered ${response.status}.`);
  for (const hear of acted) hear(as, what, fields);
  return body;
}

/* What whoever runs the workspace can do, whomever one acts as */

async function own(path, options) {
  let response;
  try {
    response = await fetch(`/control/${path}`, options);
  } catch {
    throw new Refused("The workspace cannot be reached.");
  }
  const body = await read(response);
  if (body.ok === false) throw new Refused(body.error);
  return body;
}

export const control = (what, fields) =>
  own("do", {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ do: what, ...fields }),
  });
export const controlState = () => own("state");
export const controlTraffic = (after) => own(`traffic?after=${after}`);

/** Puts a file into a channel or thread. */
export async function upload(as, fields, file) {
  const query = new URLSearchParams({ as, name: file.name });
  for (const [key, value] of Object.entries(fields)) if (value) query.set(key, value);
  let response;
  try {
    response = await fetch(`/page/upload?${query}`, { method: "POST", body: file });
  } catch {
    throw new Refused("The workspace cannot be reached. Nothing was sent.");
  }
  const body = await read(response);
  if (body.ok !== true) throw new Refused(body.error ?? `The workspace answered ${response.status}.`);
  return body;
}

const KINDS = [
  "message", "message_changed", "message_deleted", "reaction", "thread", "channel", "view_opened", "view_updated",
  "view_closed", "home", "person", "apps", "notice", "guide", "problem",
];

const FIRST_WAIT = 500;
const LONGEST_WAIT = 8000;

/** A person's stream of changes, which connects again by itself until it is closed. */
export class Stream {
  constructor(as, { onchange, onopen, onlost }) {
    this.as = as;
    this.handlers = { onchange, onopen, onlost };
    this.wait = FIRST_WAIT;
    this.times = 0;
    this.closed = false;
    this.connect();
  }

  connect() {
    if (this.closed) return;
    clearTimeout(this.timer);
    const source = new EventSource(`/page/stream?as=${encodeURIComponent(this.as)}`);
    this.source = source;
    source.onopen = () => {
      this.wait = FIRST_WAIT;
      this.times += 1;
      this.handlers.onopen(this.times > 1);
    };
    source.onerror = () => {
      source.close();
      if (this.closed || this.source !== source) return;
      this.handlers.onlost();
      this.timer = setTimeout(() => this.connect(), this.wait);
      this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
    };
    for (const kind of KINDS) {
      source.addEventListener(kind, (event) => {
        if (!this.closed) this.handlers.onchange(kind, JSON.parse(event.data));
      });
    }
  }

  close() {
    this.closed = true;
    clearTimeout(this.timer);
    this.source?.close();
  }
}
