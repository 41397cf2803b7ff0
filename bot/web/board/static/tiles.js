/** One tile for each council: roomy for a few, rows on turning pages for a hundred. */

import { $, bar, count, draw, el, hiddenText, named, spoken, steps } from "./dom.js";
import { Pager, flowing, unit } from "./pager.js";

const FEW = 3; // councils that get a roomy tile
const PLAIN = { width: 40, height: 10.9 }; // the least size of a tile, in units
const ROW = { width: 52, height: 4.2 };
const GAP = 1.2;
const LEGEND = 3.2; // above rows
const LARGEST = 1.6;
const [ABOVE_TITLES, TITLE] = [24, 3.6]; // heights in a roomy tile

let pages = [];
const pager = new Pager("tiles", (page) => `Councils ${pages[page][0].number} to ${pages[page].at(-1).number}`);

/** How so many tiles lie in so much room: which kind, in how many columns and rows, how large, how many a page. */
export function laid(total, width, height, bare = false) {
  if (total <= FEW && bare) return { kind: "plain", columns: total, rows: 2, scale: LARGEST, each: total };
  if (total <= FEW) return { kind: "roomy", columns: total, rows: 1, scale: [1.35, 1.15, 1][total - 1], each: total };
  let best = { scale: 0 };
  for (let columns = 1; columns <= total; columns += 1) {
    const rows = Math.ceil(total / columns);
    const scale = Math.min((width + GAP) / columns / (PLAIN.width + GAP), (height + GAP) / rows / (PLAIN.height + GAP), LARGEST);
    if (scale > best.scale) best = { kind: "plain", columns, rows, scale, each: total };
  }
  if (best.scale >= 1) return best;
  const columns = Math.max(1, Math.floor(width / ROW.width));
  const fit = Math.max(3, Math.floor((height - LEGEND) / ROW.height));
  const rows = Math.min(fit, Math.ceil(total / columns));
  return { kind: "row", columns, rows, scale: 1, each: rows * columns };
}

/** What a council is about, in a word or two; nothing while it is at work. */
function state(one) {
  if (one.speaking) return ["Speaking", "speaking"];
  if (one.result?.passed === true) return ["Approved", "good"];
  if (one.result?.passed === false) return ["Not approved", "bad"];
  if (one.result) return ["Finished", "good"];
  if (one.voting) return ["Voting", "voting"];
  return one.done ? ["Done", "good"] : null;
}

/** The same on its chip; where there is no room for a figure, `short` says there how many have voted. */
function chip(one, short) {
  const found = state(one);
  if (short && one.voting && !one.speaking) return el("span", "chip voting", `${one.voting.voted} of ${one.voting.electorate} voted`);
  return found && el("span", `chip ${found[1]}`, found[0]);
}

const figure = (kind, number, words, ...more) => el("p", `figure ${kind}`, el("b", "", number), " ", el("span", "", words), ...more);

/** `listed`: the questions stand beside the figures, so their number gives way to the turnout. */
function figures(one, roomy, listed) {
  const { voted, electorate } = one.voting ?? {};
  return el(
    "div",
    "figures",
    figure("policies", String(one.policies), one.policies === 1 ? "policy" : "policies"),
    one.of > 0 && !(listed && one.voting) && figure("coverage", `${one.covered} of ${one.of}`, one.of === 1 ? "question" : "questions", roomy && steps(one.covered, one.of)),
    roomy && one.voting && figure("turnout", `${voted} of ${electorate}`, "voted", bar(electorate ? voted / electorate : 0)),
  );
}

/** The strategy questions, and which of them the book answers. */
function questions(one) {
  const lines = one.coverage.map(({ question, covered }) => {
    const mark = el("i", covered ? "on" : "", covered ? "✓" : "");
    mark.ariaHidden = "true";
    return el("li", covered ? "covered" : "", mark, el("span", "", question), hiddenText(covered ? ": answered" : ": open"));
  });
  return el("ul", "questions", ...lines);
}

function tile(one, lie, language, bare) {
  const name = named("h3", one.name, language);
  if (lie.kind === "row") return row(one, name);
  if (bare) return el("li", "tile plain", name);
  const roomy = lie.kind === "roomy";
  const under = spoken(el("p", "charter", one.result?.words ?? one.charter ?? "No charter yet"), language);
  under.dir = "auto";
  const titles = roomy && one.titles.length > 0 && spoken(el("ul", "titles", one.titles.slice(-lie.titles).map((title) => el("li", "", title))), language);
  const asked = roomy && lie.columns < FEW && one.of > 0 && spoken(questions(one), language);
  const main = el("div", "main", el("div", "head", name, chip(one, !roomy)), under, figures(one, roomy, asked && lie.columns > 1), titles);
  const body = lie.columns === 1 && roomy ? [el("div", "main", ...[...main.children].slice(0, 3)), asked, titles] : [main, asked];
  return el("li", `tile ${lie.kind}`, ...body.filter(Boolean));
}

function row(one, name) {
  const found = state(one);
  const cell = (kind, text, words) => {
    const shown = el("span", kind, text);
    shown.ariaHidden = "true";
    return [shown, hiddenText(` ${words} `)];
  };
  const { voted, electorate } = one.voting ?? {};
  return el(
    "li",
    "tile row",
    name,
    cell("policies", String(one.policies), count(one.policies, "policy", "policies")),
    cell("coverage", one.of ? `${one.covered}/${one.of}` : "", one.of ? `${one.covered} of ${one.of} questions answered` : ""),
    one.voting && !one.speaking
      ? cell("chip voting", `${voted}/${electorate} voted`, `${voted} of ${electorate} voted`)
      : el("span", `chip ${found?.[1] ?? "none"}`, found?.[0] ?? (one.charter ? "" : "No charter")),
  );
}

function legends(columns) {
  const words = ["", "Policies", "Answers", ""];
  const node = el("div", "legends", ...Array.from({ length: columns }, () => el("span", "legend", ...words.map((word) => el("span", "", word)))));
  node.ariaHidden = "true";
  return node;
}

const inColumn = (total) => ({ kind: total > 12 ? "row" : "plain", columns: 1, rows: 1, scale: 1, each: total });

/** Draws the tiles anew where anything about them has changed. `bare`: they have nothing to show but a name. */
export function drawTiles(councils, language, bare) {
  const area = $("tiles");
  $("tiles-area").hidden = councils.length === 0;
  if (!councils.length) return;
  const [u, box] = [unit(), $("tiles-area").getBoundingClientRect()];
  const lie = flowing.matches ? inColumn(councils.length) : laid(councils.length, box.width / u, box.height / u, bare);
  lie.titles = councils.length === 1 ? 5 : Math.max(1, Math.floor((box.height / u / lie.scale - ABOVE_TITLES) / TITLE));
  $("tiles-area").className = `${lie.kind}s of-${lie.columns}`;
  for (const name of ["columns", "rows", "scale"]) area.style.setProperty(`--${name}`, lie[name]);
  if (!draw(area, [councils, lie, bare], () => [lie.kind === "row" && legends(lie.columns), el("ul", "all", ...councils.map((one) => tile(one, lie, language, bare)))])) return;
  const tiles = [...area.querySelectorAll("li.tile")];
  const starts = Array.from({ length: Math.ceil(tiles.length / lie.each) }, (_, page) => page * lie.each);
  pages = starts.map((from) => councils.slice(from, from + lie.each));
  pager.set(starts.map((from) => tiles.slice(from, from + lie.each)));
}
