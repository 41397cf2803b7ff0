/** Presentations: the speaking council's slide, and its minute. */

import { $, called, draw, el, isolated, say, spoken } from "./dom.js";
import { Pager, TURN, divide, fit, flowing, unit } from "./pager.js";
import { shown, write } from "./running.js";

const [LARGEST, LEAST, STEP] = [4.2, 2.6, 0.2]; // letters, in units
const GAP = 1.2;
const LEAST_TURN = 6000; // milliseconds for a page
const pager = new Pager("slide", () => "This slide");
let speaking = null;

const fact = (title, text) => text && el("div", "fact", el("h3", "", title), el("p", "", text));

function facts(slide) {
  return [fact("How we decide", slide.rule), fact("Our coverage", slide.coverage), fact("The vote", slide.vote)].filter(Boolean);
}

function policies(slide) {
  const head = el("h3", "part title", slide.policies.length ? "Our policies" : "No policy was adopted");
  return [head, ...slide.policies.map((title, place) => el("div", "part policy", el("b", "", String(place + 1)), el("p", "", title)))];
}

const answers = (slide) => slide.answers.map((one) => el("div", "part answer", el("h3", "", one.question), el("p", "", one.answer)));

/** Its pages turn fast enough that all of them are seen before the turn ends. */
export function drawTurn(board, now) {
  const { turn } = board;
  say("turn-name", called(board, turn.council));
  for (const id of ["turn-name", "facts", "slide"]) spoken($(id), board.language);
  fit($("turn-name"), 4, 9);
  if (speaking !== turn.council) pager.restart();
  speaking = turn.council;
  draw($("facts"), [turn.slide], () => facts(turn.slide));
  fit($("facts"), 2.2, 3.2);
  if (!draw($("slide"), [turn.slide, innerWidth, innerHeight], () => [])) return;
  lay($("slide"), turn.slide);
  pager.each = Math.max(LEAST_TURN, Math.min(TURN, (Date.parse(turn.ends) - now) / pager.pages.length));
}

/** Policies on the left and answers on the right; without answers, policies on both sides. */
function lay(area, slide) {
  const sides = [policies(slide), answers(slide)].filter((side) => side.length);
  const put = (pages) => {
    area.replaceChildren(...pages.map((page) => el("div", "page", ...page.map((column) => el("div", "column", ...column)))));
    pager.set([...area.children].map((page) => [page]));
  };
  if (flowing.matches) {
    put([sides]);
    return;
  }
  for (let size = LARGEST; ; size -= STEP) {
    area.style.fontSize = `${size * unit()}px`;
    const columns = sides.map((side) => divided(area, side));
    const pages = sides.length === 2 ? beside(...columns) : inTwos(columns[0]);
    if (pages.length > 1 && size - STEP >= LEAST) continue;
    put(pages);
    return;
  }
}

function divided(area, nodes) {
  const column = el("div", "column", ...nodes);
  area.replaceChildren(el("div", "page", column, el("div", "column")));
  const heights = nodes.map((node) => node.getBoundingClientRect().height);
  const title = (place) => nodes[place].classList.contains("title");
  return divide(heights, area.clientHeight, GAP * unit(), title).map((places) => places.map((place) => nodes[place]));
}

/** Pages of two sides; the shorter side stays as its last part is. */
function beside(left, right) {
  const part = (side, page) => (page < side.length ? side[page] : side.at(-1).map((node) => node.cloneNode(true)));
  return Array.from({ length: Math.max(left.length, right.length) }, (_, page) => [part(left, page), part(right, page)]);
}

const inTwos = (columns) => Array.from({ length: Math.ceil(columns.length / 2) }, (_, page) => columns.slice(2 * page, 2 * page + 2));

export function tickTurn(board, now) {
  const { turn, phase } = board;
  const aim = { ends: Date.parse(turn.ends), paused: phase?.paused ? Date.parse(phase.paused) : null };
  const stopped = aim.paused !== null;
  write($("turn-count"), shown(aim, now));
  $("turn-count").classList.toggle("late", !stopped && aim.ends - now <= 10_000);
  const state = stopped ? "Paused" : aim.ends > now ? "Presenting now" : "Time is up";
  say("turn-over", `${state} · ${turn.then === null ? "the last council" : `next: ${isolated(called(board, turn.then))}`}`);
}
