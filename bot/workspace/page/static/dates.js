/** Dates and times in the viewer's own zone, and the formats of <!date^…>. */

import { el } from "./dom.js";

const zone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;
const format = (options) => new Intl.DateTimeFormat(undefined, options);
const english = (options) => new Intl.DateTimeFormat("en-US", options);

const clock = format({ hour: "numeric", minute: "2-digit" });
const clockSeconds = format({ hour: "numeric", minute: "2-digit", second: "2-digit" });
const whole = format({ dateStyle: "full", timeStyle: "long" });
const weekday = english({ weekday: "long" });
const month = english({ month: "long" });
const shortMonth = english({ month: "short" });

export const toDate = (ts) => new Date(Number(ts) * 1000);
/** The time without AM or PM, where there is little room. */
export const shortTimeOf = (ts) =>
  clock.formatToParts(toDate(ts)).filter((part) => part.type !== "dayPeriod").map((part) => part.value).join("").trim();
export const timeOf = (ts) => clock.format(toDate(ts));
export const fullTime = (ts) => whole.format(toDate(ts));

export const dayKey = (date) => `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;

const two = (number) => String(number).padStart(2, "0");

function ordinal(day) {
  if (day >= 11 && day <= 13) return `${day}th`;
  return `${day}${{ 1: "st", 2: "nd", 3: "rd" }[day % 10] ?? "th"}`;
}

function near(date) {
  const now = new Date();
  const days = Math.round((midnight(date) - midnight(now)) / 86400000);
  return { 0: "today", 1: "tomorrow", "-1": "yesterday" }[days] ?? null;
}

const midnight = (date) => new Date(date.getFullYear(), date.getMonth(), date.getDate());

export function dayName(date) {
  const word = near(date);
  if (word) return word[0].toUpperCase() + word.slice(1);
  const year = date.getFullYear() === new Date().getFullYear() ? "" : `, ${date.getFullYear()}`;
  return `${weekday.format(date)}, ${month.format(date)} ${ordinal(date.getDate())}${year}`;
}

function ago(date) {
  const seconds = Math.round((Date.now() - date.getTime()) / 1000);
  const size = Math.abs(seconds);
  const steps = [[60, 1, "second"], [3600, 60, "minute"], [86400, 3600, "hour"], [Infinity, 86400, "day"]];
  const [, unit, name] = steps.find(([limit]) => size < limit);
  if (size < 10) return "just now";
  const count = Math.floor(size / unit);
  const words = `${count} ${name}${count === 1 ? "" : "s"}`;
  return seconds >= 0 ? `${words} ago` : `in ${words}`;
}

const TOKENS = {
  date_num: (d) => dayKey(d),
  date_slash: (d) => `${two(d.getMonth() + 1)}/${two(d.getDate())}/${d.getFullYear()}`,
  date: (d) => `${month.format(d)} ${ordinal(d.getDate())}, ${d.getFullYear()}`,
  date_short: (d) => `${shortMonth.format(d)} ${d.getDate()}, ${d.getFullYear()}`,
  date_long: (d) => `${weekday.format(d)}, ${month.format(d)} ${ordinal(d.getDate())}, ${d.getFullYear()}`,
  time: (d) => clock.format(d),
  time_secs: (d) => clockSeconds.format(d),
  ago,
};
TOKENS.date_pretty = (d) => near(d) ?? TOKENS.date(d);
TOKENS.date_short_pretty = (d) => near(d) ?? TOKENS.date_short(d);
TOKENS.date_long_pretty = (d) => near(d) ?? TOKENS.date_long(d);
TOKENS.day_divider_pretty = TOKENS.date_long_pretty;

export function formatDate(unix, pattern) {
  const date = toDate(unix);
  const text = pattern.replace(/\{(\w+)\}/g, (all, name) => TOKENS[name]?.(date) ?? all);
  return pattern.startsWith("{") ? text[0].toUpperCase() + text.slice(1) : text;
}

/** A <time> in the reader's zone; those whose words depend on the day or hour are kept fresh. */
export function dateNode(unix, pattern, fallback) {
  const date = toDate(unix);
  if (Number.isNaN(date.getTime())) return document.createTextNode(fallback || pattern);
  return el(
    "time",
    {
      class: "date",
      datetime: date.toISOString(),
      title: `${whole.format(date)} (${zone()})`,
      dataset: { unix, pattern: /ago|pretty/.test(pattern) ? pattern : undefined },
    },
    formatDate(unix, pattern),
  );
}

setInterval(() => {
  for (const node of document.querySelectorAll("time[data-pattern]")) {
    const text = formatDate(node.dataset.unix, node.dataset.pattern);
    if (node.textContent !== text) node.textContent = text;
  }
}, 15000);

/* datetime-local inputs hold the viewer's wall time; the workspace wants seconds since 1970. */

export function toLocalInput(unix) {
  const date = toDate(unix);
  return `${dayKey(date)}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

export const fromLocalInput = (text) => Math.floor(new Date(text).getTime() / 1000);
