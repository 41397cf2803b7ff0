/** The live connection: it tries again by itself, and says how it stands. */

const SILENCE = 20_000; // milliseconds without a word, where one comes every few seconds: the connection is dead
const WAITS = [1000, 2000, 4000, 8000, 15_000];

/** What the page shows of it. */
export const Link = Object.freeze({ CONNECTING: "connecting", LIVE: "live", LOST: "lost" });

export class Stream {
  /** `hear(data)` gets what the server sends, `tell(link)` how the connection stands. */
  constructor(url, hear, tell) {
    Object.assign(this, { url, hear, tell, failures: 0, timer: 0, watch: 0, source: null });
    addEventListener("online", () => this.again());
    this.open();
  }

  open() {
    clearTimeout(this.timer);
    this.source?.close();
    const source = new EventSource(this.url);
    this.source = source;
    const take = (event) => {
      if (source !== this.source) return;
      this.failures = 0;
      this.quiet();
      this.tell(Link.LIVE);
      this.hear(JSON.parse(event.data));
    };
    for (const kind of ["board", "tick", "trouble"]) source.addEventListener(kind, take);
    source.addEventListener("gone", () => location.reload()); // to the page that says so
    source.addEventListener("error", () => source === this.source && this.lost());
    this.quiet();
  }

  /** Starts to wait for the next word. */
  quiet() {
    clearTimeout(this.watch);
    this.watch = setTimeout(() => this.lost(), SILENCE);
  }

  async lost() {
    this.source?.close();
    this.source = null;
    clearTimeout(this.watch);
    clearTimeout(this.timer);
    this.tell(Link.LOST);
    const wait = WAITS[Math.min(this.failures, WAITS.length - 1)];
    this.failures += 1;
    this.timer = setTimeout(() => this.open(), wait * (0.75 + Math.random() / 2));
    if (await this.revoked()) location.reload();
  }

  /** Whether Moot itself says that the link leads nowhere: a web server in front may say 404 while Moot restarts. */
  async revoked() {
    try {
      const answer = await fetch(location.href, { method: "HEAD", cache: "no-store" });
      return answer.status === 404 && answer.headers.has("x-robots-tag");
    } catch {
      return false; // no answer at all: only the connection is gone
    }
  }

  /** Tries at once, for instance when the machine has been asleep. */
  again() {
    if (this.timer || this.source) this.open();
  }
}
