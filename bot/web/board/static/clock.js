/** The server's time on a page whose own clock may be wrong, and times in words. */

const REMEMBERED = 90_000; // milliseconds: how long a message counts for the time
const HOUR = 3_600_000;
export const LONG = 12 * HOUR; // from here on, a date says more than a countdown

/**
 * Follows the server's time. What the page adds is monotonic, so that nobody's wall clock matters. A message that
 * came late names a time that has passed: the one that came quickest is nearest to the truth.
 */
export class ServerClock {
  constructor(monotonic = () => performance.now()) {
    this.monotonic = monotonic;
    this.samples = [];
  }

  /** The server said that it is now so late. */
  heard(now) {
    const at = this.monotonic();
    const offset = Date.parse(now) - at;
    if (Number.isNaN(offset)) return;
    this.samples = [...this.samples.filter((one) => at - one.at < REMEMBERED), { at, offset }];
  }

  get known() {
    return this.samples.length > 0;
  }

  /** Milliseconds since 1970, as the server counts them. */
  now() {
    return this.monotonic() + Math.max(...this.samples.map((one) => one.offset));
  }
}

const two = (number) => String(number).padStart(2, "0");

/** 9:41, or 1:09:41. The last second shows as 0:01, and the bell as 0:00. */
export function countdown(milliseconds) {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

const written = (moment, parts) => new Intl.DateTimeFormat("en-GB", parts).format(moment);

/** 14:05, in the zone of this browser. */
export const hour = (moment) => written(moment, { hour: "2-digit", minute: "2-digit" });

/** Thu 3 Dec, 14:05. */
export function day(moment) {
  const date = written(moment, { weekday: "short", day: "numeric", month: "short" }).replace(",", "");
  return `${date}, ${hour(moment)}`;
}

/** The hour alone where it is today, else with the day. */
export const when = (moment, now) =>
  new Date(moment).toDateString() === new Date(now).toDateString() ? hour(moment) : day(moment);

export const zone = () =>
  new Intl.DateTimeFormat("en-GB", { timeZoneName: "short" }).formatToParts().find((part) => part.type === "timeZoneName")?.value ?? "";

/** 10 minutes, 1 hour 30 minutes, 2 days. Nothing below a minute unless it is all there is. */
export function length(seconds) {
  const units = [["day", 86_400], ["hour", 3600], ["minute", 60], ["second", 1]];
  const parts = [];
  let left = Math.round(seconds);
  for (const [unit, size] of units) {
    const number = Math.floor(left / size);
    left -= number * size;
    if (number) parts.push(`${number} ${unit}${number === 1 ? "" : "s"}`);
  }
  return parts.slice(0, 2).join(" ");
}
