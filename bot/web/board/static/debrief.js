/** The debrief: one question at a time. They turn by themselves until somebody turns one. */

import { $, draw, el, say, spoken } from "./dom.js";
import { fit, holding } from "./pager.js";
import { shown, target, write } from "./running.js";

const LEAST = 15_000; // milliseconds for a question
const MOST = 60_000;
const IN_A_PHASE = 16; // about as many questions as a phase has time for
let questions = [];
let [at, turned, byHand] = [0, 0, false];

export function drawDebrief(board) {
  if (JSON.stringify(questions) !== JSON.stringify(board.debrief)) {
    questions = board.debrief;
    [at, turned, byHand] = [0, performance.now(), false];
  }
  spoken($("ask"), board.language);
  say("debrief-phase", board.phase?.title ?? "");
  show();
}

function show() {
  const several = questions.length > 1;
  say("ask-over", several ? `Question ${at + 1} of ${questions.length}` : "A question for everybody");
  say("ask", questions[at]);
  fit($("ask"), 4, 12.5);
  for (const id of ["ask-before", "ask-after", "ask-dots"]) $(id).hidden = !several;
  draw($("ask-dots"), [at, questions.length], () => questions.map((_, place) => el("i", place === at ? "on" : "")));
}

/** Somebody turns to another question: from then on, only people do. */
export function turnQuestion(by) {
  at = (at + by + questions.length) % questions.length;
  byHand = true;
  show();
}

export function tickDebrief(board, now) {
  const aim = target(board);
  $("debrief-count").hidden = aim.ends === null;
  if (aim.ends !== null) write($("debrief-count"), aim.paused === null ? shown(aim, now) : `${shown(aim, now)} paused`);
  const lasts = aim.starts === null ? MOST : (aim.ends - aim.starts) / IN_A_PHASE;
  if (byHand || holding() || aim.paused !== null || questions.length < 2) return;
  if (performance.now() - turned < Math.max(LEAST, Math.min(MOST, lasts))) return;
  at = (at + 1) % questions.length;
  turned = performance.now();
  show();
}
