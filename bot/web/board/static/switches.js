/** What people can switch on their own screen: colours, full screen, sound and flash at bells. */

import { $, say } from "./dom.js";

const IDLE = 5000; // milliseconds until the buttons and the pointer fade

const kept = {
  read(key) {
    try {
      return localStorage.getItem(`moot-board-${key}`) === "on";
    } catch {
      return false;
    }
  },
  write(key, on) {
    try {
      localStorage.setItem(`moot-board-${key}`, on ? "on" : "off");
    } catch {
      /* then it holds until the page is left */
    }
  },
};

let audio = null;
const on = { sound: kept.read("sound"), flash: kept.read("flash") };

/** Browsers allow sound only after a key or a click on the page; until then there is none, and its button says so. */
async function allowSound() {
  if (!on.sound) return;
  audio ??= new AudioContext();
  showSwitches();
  await audio.resume();
  showSwitches();
}

/** Two struck tones that die away, made here: no file has to be fetched. */
function strike() {
  if (audio?.state !== "running") return; // a bell is not rung late
  const start = audio.currentTime;
  for (const [after, pitch] of [[0, 880], [0.45, 660]]) {
    for (const [times, loud] of [[1, 0.4], [2.4, 0.12]]) {
      const [tone, gain] = [audio.createOscillator(), audio.createGain()];
      tone.frequency.value = pitch * times;
      gain.gain.setValueAtTime(loud, start + after);
      gain.gain.exponentialRampToValueAtTime(0.0001, start + after + 2);
      tone.connect(gain).connect(audio.destination);
      tone.start(start + after);
      tone.stop(start + after + 2);
    }
  }
}

function flash() {
  const node = $("flash");
  node.classList.remove("on");
  void node.offsetWidth; // begins the animation anew
  node.classList.add("on");
}

/** A bell has rung. */
export function ring() {
  if (on.sound) strike();
  if (on.flash) flash();
}

function showSwitches() {
  for (const [name, id, word] of [["sound", "sound", "Sound"], ["flash", "flash-switch", "Flash"]]) {
    const waits = name === "sound" && on.sound && audio?.state === "suspended";
    say(id, `${word} ${on[name] ? "on" : "off"}${waits ? ": press any key to allow it" : ""}`);
    $(id).setAttribute("aria-pressed", String(on[name]));
  }
  say("scheme", scheme.now() === "dark" ? "Light" : "Dark");
  say("full", document.fullscreenElement ? "Leave full screen" : "Full screen");
}

/** Sound or flash, on or off; when it is turned on it is shown, or heard, once. */
export function toggle(name) {
  on[name] = !on[name];
  kept.write(name, on[name]);
  showSwitches();
  if (!on[name]) return;
  if (name === "sound") allowSound().then(strike);
  else flash();
}

export function otherScheme() {
  scheme.set(scheme.now() === "dark" ? "light" : "dark");
  showSwitches();
}

export async function fullScreen() {
  if (document.fullscreenElement) await document.exitFullscreen();
  else await document.documentElement.requestFullscreen?.();
}

/** Keeps the screen from going dark, where the browser can. */
async function stayAwake() {
  if (document.visibilityState !== "visible" || !navigator.wakeLock) return;
  try {
    await navigator.wakeLock.request("screen");
  } catch {
    /* refused, for instance on a low battery: the board itself goes on */
  }
}

/** The buttons fade while nobody moves, and come back at once. */
function fadeTools() {
  let timer = 0;
  const wake = () => {
    document.body.classList.remove("idle");
    clearTimeout(timer);
    timer = setTimeout(() => document.body.classList.toggle("idle", !$("help").open && !document.activeElement?.matches("button:focus-visible")), IDLE);
  };
  for (const kind of ["pointermove", "pointerdown", "keydown", "focusin"]) addEventListener(kind, wake);
  wake();
}

export function prepareSwitches() {
  $("sound").addEventListener("click", () => toggle("sound"));
  $("flash-switch").addEventListener("click", () => toggle("flash"));
  $("scheme").addEventListener("click", otherScheme);
  $("full").addEventListener("click", fullScreen);
  $("full").hidden = !document.documentElement.requestFullscreen;
  $("help-open").addEventListener("click", () => $("help").showModal());
  document.addEventListener("fullscreenchange", showSwitches);
  matchMedia("(prefers-color-scheme: light)").addEventListener("change", showSwitches);
  document.addEventListener("visibilitychange", stayAwake);
  for (const kind of ["keydown", "pointerdown"]) addEventListener(kind, () => audio?.state === "suspended" && allowSound());
  allowSound();
  stayAwake();
  fadeTools();
  showSwitches();
}
