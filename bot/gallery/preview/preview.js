"use strict";
// Shows the pack anew whenever the server says that it has changed, and keeps the place where somebody reads.
const place = document.querySelector("main");
const link = document.getElementById("link");
const title = document.title;
let shown = place.dataset.version;

async function showAgain() {
  const answer = await fetch("/contents", { cache: "no-store" });
  const [x, y] = [window.scrollX, window.scrollY];
  place.innerHTML = await answer.text();
  window.scrollTo(x, y);
  mark();
}

function mark() {
  document.title = (place.querySelector(".faults") ? "✗ " : "") + title;
}

const news = new EventSource("/news");
news.onmessage = async (event) => {
  link.textContent = "";
  if (event.data !== shown) {
    shown = event.data;
    await showAgain();
  }
  document.body.dataset.ready = "true";
};
news.onerror = () => {
  link.textContent = "The preview has stopped. Start it again, and this page goes on.";
};
mark();
