"use strict";

// The moment on the server's clock when a message came, and how far this page's own clock was then.
let board = null;
let serverThen = 0;
let pageThen = 0;

const place = document.getElementById("board");
const connection = document.getElementById("connection");

function element(name, text) {
  const made = document.createElement(name);
  made.textContent = text;
  place.append(made);
  return made;
}

function now() {
  return serverThen + performance.now() - pageThen;
}

function heard(said) {
  serverThen = Date.parse(said.now);
  pageThen = performance.now();
  connection.textContent = said.words || "";
  if (said.game) {
    board = said;
    draw();
  }
}

function draw() {
  place.replaceChildren();
  element("h1", board.game);
  if (board.phase) {
    element("h2", board.phase.title);
    element("p", "").id = "clock";
  }
  for (const council of board.councils) {
    element("p", `${council.name}: ${council.policies} policies`);
  }
  count();
}

function count() {
  const clock = document.getElementById("clock");
  if (!clock) return;
  const at = board.phase.paused ? Date.parse(board.phase.paused) : now();
  const left = Math.max(0, Math.round((Date.parse(board.phase.ends) - at) / 1000));
  clock.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
}

function connect() {
  const events = new EventSource(`${location.pathname}/live`);
  for (const name of ["board", "tick", "trouble"]) {
    events.addEventListener(name, (event) => heard(JSON.parse(event.data)));
  }
  events.addEventListener("gone", () => location.reload());
  events.onerror = () => {
    connection.textContent = "The connection is interrupted. The clock goes on; this page connects again.";
    if (events.readyState === EventSource.CLOSED) setTimeout(connect, 5000);
  };
}

heard(JSON.parse(document.getElementById("shown").textContent));
setInterval(count, 250);
connect();
