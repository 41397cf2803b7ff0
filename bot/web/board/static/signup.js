/** Sign-up: what it is, how many are in, and the way to join. */

import { LONG, countdown, day, hour, when, zone } from "./clock.js";
import { $, count, draw, el, say } from "./dom.js";

/** The QR code, as a picture, since a page that allows no inline styles takes no foreign SVG. */
export function joining(join) {
  const picture = el("img", "qr");
  picture.src = `data:image/svg+xml,${encodeURIComponent(join.qr)}`;
  picture.alt = "QR code that opens the game's channel in Slack";
  return picture;
}

export function drawSignUp(board) {
  const { players, minimum } = board.signed_up;
  say("signed", String(players));
  say("signed-words", players === 1 ? "player has joined" : "players have joined");
  const missing = minimum - players;
  say("signed-missing", missing > 0 ? `${count(missing, "more player", "more players")} needed to start` : "That is enough to start. More are welcome.");
  const join = board.join;
  say("join-where", join?.where ?? "Open the game's channel in Slack and press Join, or type /moot join there.");
  $("join").hidden = !join;
  if (join) draw($("join"), [join], () => [joining(join), el("figcaption", "", join.address.replace(/^https?:\/\//, ""))]);
}

export function tickSignUp(board, now) {
  const starts = board.starts_at && Date.parse(board.starts_at);
  const zoned = board.tempo === "async" ? ` (${zone()})` : "";
  if (!starts) say("starts", "The facilitator decides when it starts.");
  else if (starts <= now) say("starts", `The start was planned for ${when(starts, now)}${zoned}`);
  else if (starts - now < LONG) say("starts", `Starts in ${countdown(starts - now)}, at ${hour(starts)}${zoned}`);
  else say("starts", `Starts ${day(starts)}${zoned}`);
}
