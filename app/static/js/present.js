// Present mode: one screen at a time, by key, clicker, finger or mouse. Asks the server for
// nothing but the agreements and dates, and only when told to. Nothing here moves by itself.
import { keepAwake } from "./_awake.js";
import { Deck } from "./_deck.js";
import { fit, fitAhead, partList } from "./_fit.js";
import { listen } from "./_keys.js";
import { line } from "./_line.js";
import { patience } from "./_patience.js";

const one = (selector) => document.querySelector(selector);
const deck = new Deck(document);
const isStatement = (slide) => slide.matches(".slide--statement");
const statements = deck.slides.filter(isStatement);
const isDear = (slide) => isStatement(slide) || slide.matches(".slide--map"); // takes long to lay out
const ahead = [...deck.way.filter(isDear), ...deck.slides];
const bar = one("[data-bar]");
const help = one("[data-help]");
const blank = one("[data-blank]");
const words = one("[data-channel]");
const said = one("[data-said]");
const REVEALED = [null, ".today", ".in-a-year", ".panel--means", ".panel--question"];
const PATIENCE = 8000; // milliseconds for a server that does not answer

const steps = new Map(); // of a screen with a list: which of its items each step shows
let measured = false;
let gone = false; // a page that is closing, or kept for "back", still hears: it must not answer
let obeyed = null; // the last command, so that a presenter knows which state answers which
const wire = line(words.dataset.channel, ({ kind, to, from, n }) => {
  if (gone) return;
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
  const { name: slide, stage } = deck;
  wire?.say("state", { slide, stage, stages: deck.stages(), blank: !blank.hidden, obeyed });
}

/** Parts the lists anew, for this size of the window and these agreements. */
function part() {
  measured = true;
  for (const slide of deck.slides) {
    if (!steps.has(slide) && !slide.querySelector("[data-parted]")) continue;
    steps.set(slide, partList(slide, bar));
    slide.dataset.stages = Math.max(0, steps.get(slide).length - 1);
    if (deck.slide === slide) deck.go({ slide: deck.name, stage: deck.stage });
  }
}

function lay(slide) {
  if (statements.includes(slide)) {
    slide.dataset.stage = deck.stage;
    fit(slide, bar);
  } else if (steps.has(slide)) {
    const shown = steps.get(slide)[deck.stage] ?? [];
    for (const item of steps.get(slide).flat()) item.toggleAttribute("data-shown", shown.includes(item));
    slide.toggleAttribute("data-cut", shown.some((item) => item.dataset.ended !== undefined));
  }
}

/** Keeps in this entry of the history what a reload shall bring back. */
function remember() {
  try {
    history.replaceState({ left: deck.left, dark: !blank.hidden }, "", deck.hash);
  } catch {
    // A file opened in some browsers may not change its address; the screen is shown all the same.
  }
}

function show(fresh) {
  const { slide } = deck;
  for (const each of deck.slides) each.toggleAttribute("data-current", each === slide);
  lay(slide);
  const index = deck.way.indexOf(slide);
  const where = words.dataset.wordsStep.replace("#n", index + 1).replace("#total", deck.way.length);
  one("[data-where]").textContent = index < 0 ? "" : where;
  one('[data-action="next"]').setAttribute("aria-disabled", String(!deck.next()));
  one("[data-typed]").textContent = "";
  remember();
  if (fresh) {
    scrollTo(0, 0);
    home();
  }
  const revealed = slide.matches(".slide--statement") && REVEALED[deck.stage];
  said.textContent = revealed
    ? [...slide.querySelectorAll(revealed)].map((each) => each.dataset.words ?? each.textContent).join(" ")
    : "";
}

/** Where the focus belongs when no control has asked for it. */
function home() {
  if (help.open) help.querySelector("h2").focus();
  else if (blank.hidden) deck.slide.querySelector("[tabindex]").focus({ preventScroll: true });
}

function go(to, aloud = true) {
  const before = deck.name;
  if (!measured) part();
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
  bar.inert = dark;
  if (dark) blank.focus();
  else home();
  remember();
  if (aloud) tell();
}

/** The newest, of this very round and no other page; else what is shown stays, and it is said why. */
async function newest() {
  // Not through the browser's cache, where a question waits for an earlier one that hangs.
  const answer = await fetch("/present/agreements", {
    cache: "no-store",
    headers: { accept: "text/html" },
    redirect: "manual",
    signal: patience(PATIENCE),
  });
  if (!answer.ok) return { refused: answer.status < 500 };
  const found = new DOMParser().parseFromString(await answer.text(), "text/html");
  const parts = ["[data-agreements]", "[data-dates]"].map((each) => [each, found.querySelector(each)]);
  const whole = parts.every(([, part]) => part);
  const [[, agreements]] = parts;
  return whole && agreements.dataset.of === words.dataset.channel ? { parts } : { refused: true };
}

/** Not for an error page: what is shown cannot be had again without the server. */
async function leave(way) {
  const stays = way.parentElement.querySelector("[data-stays]");
  stays.hidden = true;
  const answer = await fetch("/readyz", { cache: "no-store", signal: patience(PATIENCE) }).catch(() => null);
  if (answer?.ok) location.assign(way.href);
  else stays.hidden = false;
}

let asked = 0;

/** Asked for twice, the later answer is the one that is told. */
async function fetchNewest() {
  if (!one("[data-fetched]")) return;
  const mine = ++asked;
  go({ slide: deck.slide.querySelector("[data-fetched]") ? deck.name : "agreements" });
  const say = (what) => {
    for (const each of ["fetched", "not-fetched", "refused"]) {
      for (const line of document.querySelectorAll(`[data-${each}]`)) line.hidden = each !== what;
    }
    said.textContent = what && one(`[data-${what}]`).textContent;
  };
  say("");
  const { parts: fetched, refused } = await newest().catch(() => ({}));
  if (mine !== asked) return;
  for (const [each, newer] of fetched ?? []) one(each).replaceWith(document.adoptNode(newer));
  part();
  show(false);
  say(fetched ? "fetched" : refused ? "refused" : "not-fetched");
  tell();
}

const ACTS = {
  next: () => go(deck.next()),
  back: () => go(deck.back()),
  first: () => go({ slide: deck.way[0].dataset.slide }),
  last: () => go({ slide: deck.way.at(-1).dataset.slide }),
  jump: (number) => {
    if (!go({ slide: deck.numbered(number) })) {
      one("[data-typed]").textContent = said.textContent = words.dataset.wordsNone.replace("#n", number);
    }
  },
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
    const { channel } = words.dataset;
    if (one("[data-presenter-key]")) open(`/presenter?of=${channel}`, `samspill-${channel}`, "popup,width=960,height=720");
  },
  fetch: fetchNewest,
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
}, home);
addEventListener("click", (event) => {
  const button = event.target.closest("[data-action]");
  if (button) return act(button.dataset.action);
  if (event.target.closest("[data-blank]")) return darken(false);
  const way = event.target.closest("a.leave");
  if (way) {
    event.preventDefault();
    return leave(way);
  }
  const link = event.target.closest('a[href^="#"]');
  if (link) {
    event.preventDefault();
    go(Deck.read(link.hash));
  }
});
addEventListener("hashchange", ({ newURL }) => go(Deck.read(new URL(newURL).hash)));
addEventListener("pagehide", () => {
  wire?.say("bye");
  gone = true;
});
addEventListener("pageshow", (event) => {
  gone = false;
  if (event.persisted) tell();
});
keepAwake((how) => {
  for (const each of document.querySelectorAll("[data-wake]")) each.hidden = each.dataset.wake !== how;
});
if (!document.documentElement.requestFullscreen) one('[data-action="full"]').hidden = true;

document.documentElement.dataset.scripted = "";
for (const slide of statements) slide.dataset.stage = 0;
if (location.hash) part();
const { left, dark } = history.state ?? {};
if (location.hash) deck.go(Deck.read(location.hash));
if (deck.left && deck.byName.has(left?.slide)) deck.left = left;
show(false);
if (dark) darken(true, false);
tell();
function measure() {
  part();
  show(false);
  tell();
  fitAhead(ahead, bar);
}
// The first screen has no list: it is painted before the others are measured.
requestAnimationFrame(() => setTimeout(() => (measured ? fitAhead(ahead, bar) : measure())));
addEventListener("resize", measure);
