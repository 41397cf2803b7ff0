/** The board while a game waits and runs: the countdown, the task, what comes next, the councils. */

import { LONG, countdown, day, hour, length, when, zone } from "./clock.js";
import { $, called, el, isolated, say, spoken } from "./dom.js";
import { joining } from "./signup.js";
import { fit } from "./pager.js";
import { drawTask, told } from "./task.js";
import { drawTiles } from "./tiles.js";

/** What the clock counts down to, until when it is stopped, and the words for it. */
export function target(board) {
  if (board.phase) {
    const { starts, ends, paused } = board.phase;
    return { starts: Date.parse(starts), ends: Date.parse(ends), paused: paused ? Date.parse(paused) : null, over: false };
  }
  const ends = board.starts_at ? Date.parse(board.starts_at) : null;
  return { starts: null, ends: board.stage === "ended" ? null : ends, paused: null };
}

/** Milliseconds that are left; a stopped clock stands where it was stopped. */
export const left = (aim, now) => aim.ends - (aim.paused ?? now);

/** A countdown, or over days the date. */
export const shown = (aim, now) => (left(aim, now) >= LONG ? day(aim.ends) : countdown(left(aim, now)));

const ALARMS = [[30, "Less than 30 seconds left"], [120, "Less than 2 minutes left"]];

function alarm(aim, now) {
  const seconds = left(aim, now) / 1000;
  if (seconds <= 0) return "Time is up";
  const lasts = (aim.ends - aim.starts) / 1000;
  return ALARMS.find(([limit]) => seconds <= limit && lasts > 2 * limit)?.[1] ?? "";
}

const TEN_MINUTES = 600_000;
const LINE = 0.86; // height of a line of digits, in letters
const range = document.createRange();

/**
 * Writes a countdown in the largest letters that its place has room for, whatever its digits are. One that began
 * above ten minutes keeps its size below them.
 */
export function write(node, text, lasts = 0) {
  say(node, text);
  const digits = text.replace(/\d/g, "0");
  const shape = digits === "0:00" && lasts >= TEN_MINUTES ? "00:00" : digits;
  node.classList.toggle("date", /[A-Z]/.test(text));
  if (node.shape === shape || !node.clientHeight || node.matches("b")) return;
  node.shape = shape;
  const most = node.clientHeight / LINE;
  node.style.fontSize = `${most}px`;
  say(node, shape.length > text.length ? shape : text);
  range.selectNodeContents(node);
  const { width } = range.getBoundingClientRect();
  if (width > node.clientWidth) node.style.fontSize = `${(most * node.clientWidth) / width}px`;
  say(node, text);
}

export function drawRunning(board) {
  const phase = board.phase;
  say("phase", phase ? phase.title : board.stage === "ended" ? "The game has ended" : "The game begins soon");
  spoken($("phase"), phase && board.language);
  fit($("phase"), 2.4, 5.6);
  const task = phase?.task ?? "";
  const join = board.stage === "dealt" ? board.join : null;
  drawTask([task, join], board.language, () => (join ? el("figure", "late", joining(join), el("figcaption", "", "Late? Scan this to join.")) : told(task)));
  drawTiles(board.councils, board.language, board.stage === "dealt");
}

/** Who has the floor, or which phase comes next. */
function following(board, now) {
  const { next, phase, turn } = board;
  if (turn) {
    const aim = { ends: Date.parse(turn.ends), paused: phase?.paused ? Date.parse(phase.paused) : null };
    const then = turn.then === null ? "" : `, then ${isolated(called(board, turn.then))}`;
    return `${isolated(called(board, turn.council))} has the floor: ${shown(aim, now)}${then}`;
  }
  if (!next) return phase ? "This is the last phase" : "";
  return `Next: ${isolated(next.title)}, ${length(next.seconds)}${board.tempo === "async" ? " of working time" : ""}`;
}

export function tickRunning(board, now) {
  const aim = target(board);
  say("next", following(board, now));
  const stopped = aim.paused !== null;
  document.body.classList.toggle("paused", stopped);
  if (aim.ends === null) {
    write($("count"), board.expected_end ? hour(Date.parse(board.expected_end)) : "–");
    say("until", board.stage === "ended" ? "is when it ended" : "waiting for the start");
    say("alarm", "");
    return;
  }
  write($("count"), shown(aim, now), aim.starts === null ? 0 : aim.ends - aim.starts);
  const warns = board.phase && !stopped ? alarm(aim, now) : "";
  $("count").classList.toggle("late", Boolean(warns));
  say("until", stopped ? "Paused: the clock is stopped" : until(board, aim, now));
  say("alarm", warns);
  const passed = aim.starts === null ? 0 : 1 - left(aim, now) / Math.max(1, aim.ends - aim.starts);
  $("passed").firstElementChild.style.setProperty("--share", Math.max(0, Math.min(1, passed)).toFixed(4));
  $("passed").classList.toggle("none", aim.starts === null);
}

function until(board, aim, now) {
  const far = left(aim, now) >= LONG;
  const zoned = board.tempo === "async" ? ` (${zone()})` : "";
  if (far) return `${board.phase ? "is when this phase ends" : "is when it begins"}${zoned}, in ${length(Math.floor(left(aim, now) / 60_000) * 60)}`;
  return board.phase ? `left, until ${when(aim.ends, now)}${zoned}` : `until the start at ${when(aim.ends, now)}${zoned}`;
}
