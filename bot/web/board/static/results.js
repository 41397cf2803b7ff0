/** The results: each council's book, and who won and why. */

import { $, count, draw, el, named, say, spoken } from "./dom.js";
import { Pager, divide, flowing, unit } from "./pager.js";

const [LARGEST, LEAST, STEP] = [4.6, 2.6, 0.2]; // letters, in units
const GAP = 0.7;
const MOST = 3; // columns
const MANY = 6; // councils, from which on they are listed before it is told who won
let names = [];
const pager = new Pager("wins", (page) => names[page]);

const chip = ({ passed }) =>
  passed === null ? el("span", "chip good", "Finished") : el("span", `chip ${passed ? "good" : "bad"}`, passed ? "Approved" : "Not approved");

function headline({ councils, winners, undecided }) {
  const voted = councils.filter((one) => one.passed !== null);
  const approved = voted.filter((one) => one.passed).length;
  const alone = approved ? "The council approved its book" : "The council did not approve its book";
  const several = `${approved} of ${voted.length} councils approved their book`;
  const books = voted.length === 0 ? "The books are finished" : voted.length === 1 ? alone : several;
  const won = winners.length ? `${count(winners.length, "player")} won individually` : "Nobody won individually";
  return [books, undecided ? `${won}; ${count(undecided, "claim")} undecided` : won];
}

/** A council's part: its result, then its winners with why. Where `somebody` won elsewhere, it says that nobody did here. */
function parts(council, winners, language, somebody) {
  const head = el("div", "result-head", named("h3", council.name, language), chip(council));
  const words = spoken(el("p", "why", council.words), language);
  const lines = winners.map((one) => el("p", "part winner", spoken(el("b", "", one.role), language), " ", el("span", "", one.words)));
  const none = somebody ? [el("p", "part winner", el("span", "", "Nobody won individually"))] : [];
  return [el("div", "part result", head, words), ...(lines.length ? lines : none)];
}

/** A council in a line, for the list of many. */
function line(council, winners, language) {
  return el("div", "part line", named("b", council.name, language), el("span", "", winners.length ? `${winners.length} won` : ""), chip(council));
}

export function drawResults(board) {
  const [books, more] = headline(board.results);
  say("outcome", books);
  say("outcome-more", more);
  if (draw($("wins"), [board.results, innerWidth, innerHeight], () => [])) lay($("wins"), board.results, board.language);
}

function lay(area, { councils, winners }, language) {
  const alone = councils.length === 1;
  const wide = councils.length <= 2 ? 2 : MOST;
  area.style.setProperty("--columns", wide);
  const of = (one) => winners.filter(({ council }) => council === one.name);
  const all = councils.map((one) => parts(one, of(one), language, winners.length > 0));
  const groups = alone && winners.length ? [all[0].slice(0, 1), all[0].slice(1)] : all; // the winners beside the result
  const put = (pages) => {
    area.replaceChildren(...pages.map((page) => el("div", "page", ...page.map((column) => el("div", "column", ...column)))));
    pager.set([...area.children].map((page) => [page]));
  };
  if (flowing.matches) {
    put([groups]);
    return;
  }
  const owners = new Map(groups.flatMap((group, place) => group.map((node) => [node, councils[alone ? 0 : place].name])));
  for (let size = councils.length > MANY ? LEAST : LARGEST; ; size -= STEP) {
    area.style.fontSize = `${size * unit()}px`;
    const columns = divided(area, groups, wide);
    if (columns.length > wide && size - STEP >= LEAST) continue;
    const pages = inPages(columns, wide);
    names = pages.map((page) => ranged(owners.get(page[0][0]), owners.get(page.at(-1).at(-1))));
    if (councils.length > MANY) {
      const listed = inPages(divided(area, councils.map((one) => [line(one, of(one), language)]), wide), wide);
      pages.unshift(...listed);
      names.unshift(...listed.map(() => "All councils"));
    }
    put(pages);
    return;
  }
}

const inPages = (columns, wide) => Array.from({ length: Math.ceil(columns.length / wide) }, (_, page) => columns.slice(wide * page, wide * (page + 1)));

const ranged = (first, last) => (first === last ? first : `${first} to ${last}`);

/** A few councils have a column each; many flow from column to column. */
function divided(area, groups, wide) {
  const nodes = groups.flat();
  const column = el("div", "column", ...nodes);
  area.replaceChildren(el("div", "page", column, ...Array.from({ length: wide - 1 }, () => el("div", "column"))));
  const gap = GAP * unit();
  const heights = new Map(nodes.map((node) => [node, node.getBoundingClientRect().height]));
  const sizes = (some) => some.map((node) => heights.get(node));
  const flow = (some) =>
    divide(sizes(some), area.clientHeight, gap, (place) => some[place].classList.contains("result")).map((places) => places.map((place) => some[place]));
  return groups.length <= wide ? groups.flatMap(flow) : flow(nodes);
}
