// Present mode: one screen at a time, by key, clicker, finger or mouse. Asks the server for
// nothing but the agreements, and only when told to. Nothing here moves by itself.
import { keepAwake } from "./_awake.js";
import { Deck } from "./_deck.js";
import { listen } from "./_keys.js";
import { line } from "./_line.js";

const one = (selector) => document.querySelector(selector);
const deck = new Deck(document);
const help = one("[data-help]");
const blank = one("[data-blank]");
const words = one("[data-channel]");
const said = one("[data-said]");
const REVEALED = [null, ".today", ".in-a-year", ".panel--means", ".panel--question"];
const PER_SCREEN = 3;

let obeyed = null; // the last command, so that a presenter knows which state answers which
const wire = line(words.dataset.channel, ({ kind, to, from, n }) => {
  if (kind === "go" && to) {
    obeyed = { from, n };
    if (!go(to, false)) tell();
  }
  if (kind === "blank") darken(Boolean(to));
  if (kind === "hello") tell();
});
if (!wire) {
  for (const each of document.querySelectorAll("[data-no-channel]")) each.hidden = false;
}

function tell() {
  wire?.say("state", { slide: deck.name, stage: deck.stage, blank: !blank.hidden, obeyed });
}

/** Agreements beyond the third are shown by stepping, never by smaller letters. */
function page(slide) {
  const items = [...slide.querySelectorAll(".agreed__list > li")];
  if (!slide.querySelector("[data-agreements]")) return;
  slide.dataset.stages = Math.max(0, Math.ceil(items.length / PER_SCREEN) - 1);
  slide.dataset.shownFrom = "";
  items.forEach((item, n) => item.toggleAttribute("data-shown", Math.floor(n / PER_SCREEN) === deck.stage));
}

function show(fresh) {
  const { slide } = deck;
  page(slide);
  for (const each of deck.slides) each.toggleAttribute("data-current", each === slide);
  if (slide.classList.contains("slide--statement")) slide.dataset.stage = deck.stage;
  const index = deck.way.indexOf(slide);
  const where = words.dataset.wordsStep.replace("#n", index + 1).replace("#total", deck.way.length);
  one("[data-where]").textContent = index < 0 ? "" : where;
  one('[data-action="next"]').setAttribute("aria-disabled", String(!deck.next()));
  try {
    history.replaceState(history.state, "", deck.hash);
  } catch {
    // A file opened in some browsers may not change its address; the screen is shown all the same.
  }
  if (fresh) {
    scrollTo(0, 0);
    slide.querySelector("[tabindex]").focus({ preventScroll: true });
  }
  const revealed = slide.matches(".slide--statement") && REVEALED[deck.stage];
  said.textContent = revealed
    ? [...slide.querySelectorAll(revealed)].map((each) => each.dataset.words ?? each.textContent).join(" ")
    : "";
}

function go(to, aloud = true) {
  const before = deck.name;
  if (!to || !deck.go(to)) return false;
  darken(false, false);
  show(deck.name !== before);
  tell();
  if (!aloud) said.textContent = "";
  return true;
}

function darken(dark, aloud = true) {
  if (blank.hidden === !dark) return;
  blank.hidden = !dark;
  one("main").inert = dark;
  one("[data-bar]").inert = dark;
  if (dark) blank.focus();
  else deck.slide.querySelector("[tabindex]").focus({ preventScroll: true });
  if (aloud) tell();
}

async function fetchAgreements() {
  const [fetched, not] = [one("[data-fetched]"), one("[data-not-fetched]")];
  if (!fetched) return;
  go({ slide: "agreements" });
  fetched.hidden = not.hidden = true;
  try {
    const answer = await fetch("/present/agreements", { headers: { accept: "text/html" } });
    if (!answer.ok || answer.redirected) throw new Error(answer.status);
    const found = new DOMParser().parseFromString(await answer.text(), "text/html");
    one("[data-agreements]").replaceWith(document.adoptNode(found.querySelector("[data-agreements]")));
    fetched.hidden = false;
    show(false);
  } catch {
    not.hidden = false;
  }
}

const ACTS = {
  next: () => go(deck.next()),
  back: () => go(deck.back()),
  first: () => go({ slide: deck.way[0].dataset.slide }),
  last: () => go({ slide: deck.way.at(-1).dataset.slide }),
  jump: (number) => go({ slide: deck.numbered(number) }),
  stop: () => go({ slide: "stop" }),
  blank: () => darken(blank.hidden),
  help: () => {
    help.showModal();
    help.querySelector("h2").focus();
  },
  close: () => darken(false),
  full: () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen?.().catch(() => {});
  },
  presenter: () => {
    if (one("[data-presenter-key]")) open("/presenter", `samspill-${words.dataset.channel}`, "popup,width=960,height=720");
  },
  fetch: fetchAgreements,
};

function act(name, number) {
  if (help.open) {
    help.close();
    if (!["full", "presenter", "fetch", "stop"].includes(name)) return;
  } else if (!blank.hidden && ["next", "back"].includes(name)) {
    // Whoever wants to go on wants to see again what was there.
    darken(false);
    return;
  }
  ACTS[name](number);
}

listen(act, (digits) => {
  one("[data-typed]").textContent = digits && `→ ${digits}`;
});
addEventListener("click", (event) => {
  const button = event.target.closest("[data-action]");
  if (button) return act(button.dataset.action);
  if (event.target.closest("[data-blank]")) return darken(false);
  const link = event.target.closest('a[href^="#"]');
  if (link) {
    event.preventDefault();
    go(Deck.read(link.hash));
  }
});
addEventListener("hashchange", () => go(Deck.read(location.hash)));
addEventListener("pagehide", () => wire?.say("bye"));
addEventListener("pageshow", (event) => event.persisted && tell());
keepAwake((how) => {
  for (const each of document.querySelectorAll("[data-wake]")) each.hidden = each.dataset.wake !== how;
});
if (!document.documentElement.requestFullscreen) one('[data-action="full"]').hidden = true;

document.documentElement.dataset.scripted = "";
for (const slide of deck.slides) if (slide.matches(".slide--statement")) slide.dataset.stage = 0;
if (location.hash) deck.go(Deck.read(location.hash));
show(false);
tell();
