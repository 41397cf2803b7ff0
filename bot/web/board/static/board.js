/** The board of one game: hears what the server says, chooses what to show, and counts each second. */

import { ServerClock, hour, when } from "./clock.js";
import { drawDebrief, tickDebrief, turnQuestion } from "./debrief.js";
import { $, called, draw, el, say, spoken } from "./dom.js";
import { anyPages, fit, flowing, hold, holding, tickPages, turnPages } from "./pager.js";
import { drawResults } from "./results.js";
import { drawRunning, shown, target, tickRunning } from "./running.js";
import { drawSignUp, tickSignUp } from "./signup.js";
import { Link, Stream } from "./stream.js";
import { fullScreen, otherScheme, prepareSwitches, ring, toggle } from "./switches.js";
import { drawTurn, tickTurn } from "./turn.js";

const SCENES = ["wait", "sign-up", "running", "turn", "debrief", "results"];
const LINKS = {
  [Link.CONNECTING]: "Connecting …",
  [Link.LIVE]: "",
  [Link.LOST]: "Connection lost. The clock keeps running; reconnecting …",
};
const SLEPT = 2000; // milliseconds by which the two clocks of this machine part when it has been asleep

const clock = new ServerClock();
let board = null;
let chosen = ""; // the scene that somebody has asked for; without one, the game decides
let link = Link.CONNECTING;
let trouble = ""; // why the server has nothing new to show
let missed = true; // whether the bell that we hear of next may have rung while nobody was connected

// --- which scene

function possible(scene) {
  if (scene === "debrief") return board.debrief.length > 0;
  if (scene === "results") return board.results !== null;
  return scene === "running";
}

function fitting() {
  if (board.stage === "sign_up") return "sign-up";
  if (board.results) return "results";
  if (board.turn?.slide) return "turn";
  return board.debrief.length ? "debrief" : "running";
}

function scene() {
  if (!board) return "wait";
  return chosen && possible(chosen) ? chosen : fitting();
}

/** Somebody asks for a scene; for the same once more, and the game decides again. */
function choose(asked) {
  if (!board || (asked && !possible(asked))) return;
  chosen = asked === chosen ? "" : asked;
  show();
}

// --- what is drawn

function drawFrame() {
  document.title = board.game;
  say("game", board.game);
  say("scenario", board.scenario === board.game ? "" : board.scenario);
  for (const id of ["game", "scenario"]) spoken($(id), board.language);
  const { phase, quote } = board;
  $("steps").style.setProperty("--of", phase?.of ?? 1);
  say("place", phase ? `Phase ${phase.number} of ${phase.of}` : "");
  draw($("steps"), [phase?.number, phase?.of], () =>
    phase ? Array.from({ length: phase.of }, (_, place) => el("i", place + 1 < phase.number ? "past" : place + 1 === phase.number ? "now" : "")) : [],
  );
  say($("quote").firstElementChild, quote ? `“${quote.text}”` : "");
  say($("quote").lastElementChild, quote?.by ?? "");
  spoken($("quote"), board.language);
}

function show() {
  const now = scene();
  for (const id of SCENES) $(id).hidden = id !== now;
  document.body.dataset.scene = now;
  if (!board) return;
  document.body.dataset.version = board.version;
  drawFrame();
  const drawing = { "sign-up": drawSignUp, running: drawRunning, turn: drawTurn, debrief: drawDebrief, results: drawResults };
  drawing[now]?.(board, clock.now());
  fit($("quote"), 1.6, 3);
  document.body.dataset.drawn = `${innerWidth}x${innerHeight}`;
  showTools(now);
  tick();
}

function showTools(now) {
  const several = ["debrief", "results"].some(possible) || fitting() === "turn";
  for (const [id, name] of [["to-board", "running"], ["to-debrief", "debrief"], ["to-results", "results"]]) {
    $(id).hidden = !several || !possible(name);
    $(id).setAttribute("aria-pressed", String(name === now));
  }
  $("hold").hidden = flowing.matches || !(anyPages() || (now === "debrief" && board.debrief.length > 1));
  say("hold", holding() ? "Turn pages again" : "Stop turning pages");
  $("hold").setAttribute("aria-pressed", String(holding()));
}

function showLink() {
  const words = LINKS[link] || trouble;
  say("connection", words);
  $("connection").hidden = !words;
  document.body.dataset.link = words ? "troubled" : "live";
  if (!board) say("wait-words", words || "Waiting for the game …");
}

// --- each second

function tick() {
  if (!board || !clock.known) return;
  const now = clock.now();
  const ticking = { "sign-up": tickSignUp, running: tickRunning, turn: tickTurn, debrief: tickDebrief };
  ticking[scene()]?.(board, now);
  tickPages();
  const ends = board.expected_end && Date.parse(board.expected_end);
  const over = board.stage === "ended" ? "Ended" : "Ends about";
  const end = ends && `${over} ${when(ends, now)}`;
  say("hours", board.tempo === "async" && end ? end : [`${hour(now)} now`, end].filter(Boolean).join(" · "));
  const aim = target(board);
  if (board.phase && aim.ends !== null) document.title = `${aim.paused === null ? shown(aim, now) : "Paused"} · ${board.phase.title} · ${board.game}`;
}

let parted = Date.now() - performance.now();

/** Ticks when the server's seconds do, so that two boards in a room agree. */
function schedule() {
  const wait = board && clock.known && board.phase ? (Date.parse(board.phase.ends) - clock.now()) % 1000 : 1000;
  setTimeout(() => {
    const apart = Date.now() - performance.now();
    if (Math.abs(apart - parted) > SLEPT) stream.again();
    parted = apart;
    tick();
    schedule();
  }, (wait > 20 ? wait : wait + 1000) + 5);
}

// --- what is heard

function speak(before) {
  const { phase } = board;
  if (!phase) {
    if (board.stage === "ended" && before?.stage !== "ended") say("spoken", "The game has ended.");
    return;
  }
  const now = `Phase ${phase.number} of ${phase.of}: ${phase.title}.`;
  const turned = board.turn && before?.turn?.council !== board.turn.council ? ` ${called(board, board.turn.council)} has the floor.` : "";
  if (before?.phase?.number !== phase.number || before.phase.title !== phase.title) say("spoken", `${now} Until ${when(Date.parse(phase.ends), clock.now())}.${turned}`);
  else if (Boolean(before.phase.paused) !== Boolean(phase.paused)) say("spoken", phase.paused ? "The clock is stopped." : "The clock goes on.");
  else if (turned) say("spoken", turned.trim());
  else if (before.phase.ends !== phase.ends) say("spoken", `This phase now ends at ${when(Date.parse(phase.ends), clock.now())}.`);
}

function hear(said) {
  clock.heard(said.now);
  if ((said.words ?? "") !== trouble && (said.words || said.stage)) {
    trouble = said.words ?? "";
    say("spoken", trouble);
    showLink();
  }
  if (said.stage) {
    const before = board;
    if (before && (before.stage !== said.stage || before.phase?.number !== said.phase?.number)) chosen = "";
    board = said;
    if (before && !missed && said.bells > before.bells) ring();
    missed = false;
    speak(before);
    show();
  }
  document.body.dataset.ready = "true";
}

function tell(now) {
  if (now === link) return;
  if (now === Link.LOST) {
    missed = true;
    say("spoken", LINKS[now]);
  } else if (now === Link.LIVE && link === Link.LOST) say("spoken", "Connected again.");
  link = now;
  showLink();
}

// --- keys and touch

/** To the page or question before or after. */
function turn(by) {
  if (scene() === "debrief") turnQuestion(by);
  else turnPages(by);
}

function toggleHold() {
  hold(!holding());
  showTools(scene());
}

const KEYS = {
  f: fullScreen,
  c: otherScheme,
  s: () => toggle("sound"),
  l: () => toggle("flash"),
  b: () => choose("running"),
  d: () => choose("debrief"),
  r: () => choose("results"),
  a: () => choose(""),
  " ": toggleHold,
  arrowleft: () => turn(-1),
  arrowright: () => turn(1),
  pageup: () => turn(-1),
  pagedown: () => turn(1),
  "?": () => $("help").showModal(),
};

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || $("help").open) return;
  if (event.target.matches("button, input, a") && [" ", "Enter"].includes(event.key)) return;
  const key = event.key.toLowerCase();
  if (!$("keys").checked && key !== "?") return;
  if (!KEYS[key] || !board && !"fcsl?".includes(key)) return;
  event.preventDefault();
  KEYS[key]();
}

let touched = null;

function onTouchEnd(event) {
  const [from, to] = [touched, event.changedTouches[0]];
  touched = null;
  if (!from || $("help").open || (flowing.matches && scene() !== "debrief")) return;
  const [across, down] = [to.clientX - from.x, to.clientY - from.y];
  if (Math.abs(across) > 50 && Math.abs(across) > 2 * Math.abs(down)) turn(across < 0 ? 1 : -1);
}

function prepare() {
  prepareSwitches();
  addEventListener("keydown", onKey);
  addEventListener("touchstart", (event) => (touched = { x: event.touches[0].clientX, y: event.touches[0].clientY }), { passive: true });
  addEventListener("touchend", onTouchEnd, { passive: true });
  for (const [id, name] of [["to-board", "running"], ["to-debrief", "debrief"], ["to-results", "results"]]) $(id).addEventListener("click", () => choose(name));
  $("hold").addEventListener("click", toggleHold);
  $("ask-before").addEventListener("click", () => turnQuestion(-1));
  $("ask-after").addEventListener("click", () => turnQuestion(1));
  addEventListener("resize", again);
  document.addEventListener("visibilitychange", tick);
  document.fonts?.ready.then(again);
}

/** Measures everything once more, in a window of another size. */
function again() {
  for (const node of document.querySelectorAll(".count")) node.shape = null;
  show();
}

prepare();
showLink();
hear(JSON.parse($("shown").textContent));
const stream = new Stream(`${location.pathname}/live`, hear, tell);
schedule();
