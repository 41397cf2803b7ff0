/** Files in messages: pictures are shown, the others can be downloaded. */

import { el, fill, hiddenText, icon } from "./dom.js";
import { safeUrl } from "./mrkdwn.js";
import { store } from "./store.js";

export function drawFiles(place, files) {
  place.hidden = !files.length;
  fill(place, files.map(file));
}

function file(about) {
  const name = about.title || about.name || about.id || "file";
  const href = fileUrl(about.url ?? "");
  const look = { class: "file", dataset: { fileId: about.id } };
  const inside = [icon("file"), el("span", {}, name), el("small", {}, size(about.size)), hiddenText(" (file)")];
  if (!href) return el("span", look, inside);
  const link = { href, target: "_blank", rel: "noopener noreferrer" };
  if (about.picture) {
    const picture = el("img", { class: "picture", src: href, alt: about.alt || name, loading: "lazy" });
    return el("a", { ...link, class: "file-picture", dataset: look.dataset }, picture);
  }
  return el("a", { ...look, ...link, download: about.name ?? name }, inside);
}

/** The workspace's own files are given to those who may see them, so it must know who asks. */
export function fileUrl(address) {
  if (!address || !safeUrl(address)) return null;
  const url = new URL(address, `${location.origin}/`);
  if (url.origin === location.origin) url.searchParams.set("as", store.as);
  return url.href;
}

function size(bytes) {
  if (!bytes) return "";
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} kB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
